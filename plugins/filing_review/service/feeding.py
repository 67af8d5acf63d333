"""The province's platform is fed by package: what was typed here once, is not typed there again.

The platform is no party of this one: a package to it becomes a folder that somebody uploads. Its
numbers come back by Excel (`import_platform_numbers`).
"""

from uuid import UUID

from core import Refused, Work, announce, on_day, owned_files, send, today, value_of
from plugins.filing_review import practice
from plugins.filing_review.models import Filing
from plugins.filing_review.service.assigning import sendable_parts
from plugins.filing_review.service.letters import PLUGIN, own_filing, plain

ORGAN = "filing_platform"
"""The organ code by which a place names its platform."""


async def feed_platform(work: Work, filing_id: UUID) -> Filing:
    """Make a package of a registered filing for the platform above (报送省平台)."""
    filing = await own_filing(work, filing_id)
    platform = await platform_for(work, filing)
    parts = await sendable_parts(work, filing)
    await send(
        work,
        PLUGIN,
        "platform",
        to=(platform, ORGAN),
        payload={
            "document": plain(filing.document()),
            "maker": filing.maker_name,
            "register_text": filing.register_text,
            "registered_on": str(filing.registered_on),
            "filed_on": str(filing.filed_on),
            "parts": [str(part.kind) for part in parts],
        },
        files=await owned_files(work, [part.file_id for part in parts if part.file_id]),
    )
    filing.fed_on = today()
    announce(work, "filing_review.feed_platform", filing)
    return filing


async def platform_for(work: Work, filing: Filing) -> str:
    """The platform that practice names; refused where it names none, or was given this one."""
    if filing.registered_on is None:
        raise Refused("NOT_REGISTERED", "尚未备案登记的文件不能报送省平台。")
    if filing.fed_on is not None:
        raise Refused("FED_BEFORE", f"该件已于{on_day(filing.fed_on)}生成报送省平台的材料包。")
    held = await value_of(work, practice.PLATFORM, today())
    if held.value is None:
        raise Refused("NO_PLATFORM", "现行做法没有指定上级平台，请先由管理员设置。")
    return held.value
