"""When a body turns the plugin on: somebody must be there to review."""

from sqlalchemy import select

from core import Basis, Organ, OrganKind, Refused, Work

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
