"""Packages that came, for tests that need one and no sender."""

from datetime import UTC, datetime
from uuid import uuid5

from core import global_id
from core.dispatch import Incoming
from core.testing import WORLD, House


async def package_for(house: House, body: str, organ: str) -> str:
    """A package that came to an organ from the court of its body."""
    async with house.platform.as_core(house.bodies[body].id) as work:
        row = Incoming(
            organ_id=uuid5(WORLD, organ),
            plugin="core",
            kind="receipt",
            from_body=body,
            from_body_name=body,
            from_organ="court",
            from_organ_name="court",
            payload={},
            files=[],
            reply_to=None,
            digest="",
            sent_at=datetime.now(UTC),
        )
        work.session.add(row)
        await work.session.flush()
        return global_id("ReceivedPackage", row.id)
