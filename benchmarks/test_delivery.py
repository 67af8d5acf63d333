"""Five thousand waiting packages, delivered by `renda deliver`, in one line and in five hundred.

RENDA_BENCH_PACKAGES makes it fewer. The yardstick is the same number of bare transactions of the
same kind, two for each package: one that inserts a row at the receiver, one that marks another.
"""

import asyncio
import os
import time
from uuid import UUID, uuid4, uuid5

import parcels
import pytest
import sqlalchemy as sa
from post_office import RECEIVER, SENDER, TOWN_ORGANS, PostOffice

from core import dispatch
from core.dispatch import Incoming, Outgoing, PackageState
from core.tenancy import Organ
from core.testing import WORLD

PACKAGES = int(os.environ.get("RENDA_BENCH_PACKAGES", "5000"))


@pytest.mark.parametrize("lines", [1, 500])
async def test_a_full_queue(office: PostOffice, lines: int) -> None:
    idle = await asyncio.to_thread(office.deliver)
    await fill(office, lines)
    bare = await yardstick(office, PACKAGES // 10) * 10
    done = await asyncio.to_thread(office.deliver)
    assert (done.status, office.count("parcels_taken")) == (0, PACKAGES), done
    print(
        f"\n{PACKAGES} packages in {lines} lines: {done.seconds:.0f} s"
        f" ({PACKAGES / done.seconds:.0f}/s), bare {bare:.0f} s, ratio {done.seconds / bare:.1f};"
        f" peak {done.peak >> 10} MB, with nothing to do {idle.peak >> 10} MB"
    )


async def organs(office: PostOffice, wanted: int) -> list[UUID]:
    """Organs of the sender, more than a body ever has: a line begins at each."""
    body_id = office.body(SENDER)
    if wanted == 1:
        return [uuid5(WORLD, "office")]
    made = [uuid4() for _ in range(wanted)]
    async with office.house.platform.as_core(body_id) as work:
        office_id = uuid5(WORLD, "office")
        kind = (await work.session.get_one(Organ, (body_id, office_id))).kind
    office.change(
        *(
            "INSERT INTO organ (tenant_id, id, code, kind, name, created_at) VALUES"
            f" ('{body_id}', '{one}', 'bench-{number}', '{kind}', '单位{number}', now())"
            for number, one in enumerate(made)
        )
    )
    return made


async def fill(office: PostOffice, lines: int) -> None:
    """Send all of them, with no worker there."""
    body_id = office.body(SENDER)
    for organ_id in await organs(office, lines):
        async with office.house.platform.as_core(body_id) as work:
            organ = await work.session.get_one(Organ, (body_id, organ_id))
        async with office.house.platform.as_core(body_id, organ=organ) as work:
            for number in range(PACKAGES // lines):
                await dispatch.send(
                    work,
                    parcels.PLUGIN,
                    "parcel",
                    to=(RECEIVER, TOWN_ORGANS[0]),
                    payload={"text": f"{organ_id}-{number}"},
                )


async def yardstick(office: PostOffice, packages: int) -> float:
    """Seconds for bare transactions: a row inserted, another marked."""
    platform, sender, town = office.house.platform, office.body(SENDER), office.body(RECEIVER)
    organ_id = uuid5(WORLD, TOWN_ORGANS[0])
    async with platform.as_core(sender) as work:
        marked = await work.session.scalar(sa.select(Outgoing.id).limit(1))
    values = {
        "plugin": "bench", "kind": "bench", "payload": {}, "files": [], "digest": "",
        "from_body": SENDER, "from_body_name": SENDER, "from_organ": "", "from_organ_name": "",
        "sent_at": sa.func.now(),
    }  # fmt: skip
    began = time.monotonic()
    for _ in range(packages):
        async with platform.database.transaction(town, organ_id) as session:
            await session.execute(
                sa.insert(Incoming).values(tenant_id=town, id=uuid4(), organ_id=organ_id, **values)
            )
        async with platform.as_core(sender) as work:
            mark = sa.update(Outgoing).where(Outgoing.id == marked)
            await work.session.execute(mark.values(state=PackageState.WAITING))
    return time.monotonic() - began
