"""A reviewer that was merged: what makers still send goes to its heir, and stops no line."""

from typing import Any
from uuid import uuid4, uuid5

import sqlalchemy as sa
from filing_path import BASES, COUNTY, PLUGIN, TOWN

from core import dispatch, loading
from core.db import Database
from core.dispatch import Outgoing, PackageState
from core.tenancy import BasisKind, BodyStatus, Organ
from core.testing import WORLD, House

LETTERS = "{ letters { nodes { kind title text } } }"
TO_THE_MERGED = ("county-a", COUNTY)


def letter(kind: str, **facts: Any) -> dict[str, Any]:
    paper = {"kind": kind, "text": f"{kind}的正文", "dated_on": "2025-03-01", "facts": facts}
    return {"paper": paper, "outgoing": str(uuid4()), "files": []}


SUPPLEMENT = {
    "outgoing": str(uuid4()),
    "parts": [],
    "absent": {"LEGAL_BASIS": "另行报送"},
    "note": "",
    "filed_on": "2025-03-02",
}

SENT = (
    ("letter", letter("answer")),
    ("letter", letter("correction", on="2025-03-01", correction="repealed")),
    ("supplement", SUPPLEMENT),
    ("letter", letter("answer")),
)


async def test_letters_about_what_only_the_merged_body_has_are_kept_by_its_heir(
    house: House,
) -> None:
    for body in ("county-a", "county-b"):
        await house.enable(body, PLUGIN, BasisKind.MEASURES)
    await house.enable("town-a", PLUGIN, BASES["town-a"])
    owner = Database(house.databases.owner)
    await loading.set_status(owner, "county-a", BodyStatus.MERGED, "county-b")
    await owner.close()
    for kind, payload in SENT:
        await send(house, kind, payload)
    await house.drain()
    async with house.platform.as_core(house.bodies["town-a"].id) as work:
        sent = list(await work.session.scalars(sa.select(Outgoing).order_by(Outgoing.number)))
    assert [(one.state, one.reason) for one in sent] == [(PackageState.DELIVERED, None)] * 4
    clerk = await house.person("county-b", COUNTY, "registry_clerk")
    kept = (await house.gql(LETTERS, by=clerk))["letters"]["nodes"]
    assert len(kept) == 4
    assert sorted(one["kind"] for one in kept) == ["ANSWER", "ANSWER", "ANSWER", "CORRECTION"]
    assert any("没有对应的备案件" in (one["title"] or "") for one in kept)


async def send(house: House, kind: str, payload: dict[str, Any]) -> None:
    body_id = house.bodies["town-a"].id
    async with house.platform.as_core(body_id) as work:
        organ = await work.session.get_one(Organ, (body_id, uuid5(WORLD, TOWN)))
    async with house.platform.as_core(body_id, organ=organ) as work:
        await dispatch.send(work, PLUGIN, kind, to=TO_THE_MERGED, payload=payload)
