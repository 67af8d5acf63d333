"""When a body turns the plugin on somebody must be there to review; off, what is unfinished."""

from sqlalchemy import func, select

from core import Basis, OpenMatter, Organ, OrganKind, Refused, Work
from plugins.filing_review.models import Doubt, Filing, OutgoingFiling
from plugins.filing_review.rules import OUT_OF_HAND, SETTLED, DoubtState

REVIEWERS = (
    OrganKind.LEGISLATIVE_AFFAIRS_COMMISSION,
    OrganKind.PRESIDIUM,
    OrganKind.SUBDISTRICT_WORKING_COMMITTEE,
    OrganKind.STANDING_COMMITTEE,
)


async def check_enabling(work: Work, _basis: Basis) -> None:
    """Refuse a body that has no organ which could review."""
    found = await work.session.scalar(
        select(Organ.id).where(Organ.kind.in_(REVIEWERS), Organ.closed_on.is_(None)).limit(1)
    )
    if found is None:
        raise Refused(
            "NO_REVIEWING_ORGAN",
            "本机构没有可以承担审查的机关（法制工作委员会、主席团、人大街道工委），请先设立。",
        )


async def open_matters(work: Work) -> list[OpenMatter]:
    """Filings and doubts of all organs that are not settled."""
    made = select(func.count(OutgoingFiling.id)).where(OutgoingFiling.state.not_in(OUT_OF_HAND))
    reviewed = select(func.count(Filing.id)).where(Filing.state.not_in(SETTLED))
    doubts = select(func.count(Doubt.id)).where(Doubt.state != DoubtState.ANSWERED)
    return [
        OpenMatter(title="未办结的报送备案", count=await work.session.scalar(made) or 0),
        OpenMatter(title="未办结的备案审查", count=await work.session.scalar(reviewed) or 0),
        OpenMatter(title="未答复的合宪性疑问", count=await work.session.scalar(doubts) or 0),
    ]
