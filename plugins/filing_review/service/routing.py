"""Who files with whom, as practice says: an organ of one's own body, or of the body above."""

from sqlalchemy import select

from core import Organ, OrganKind, Refused, Work, code_above, today, value_of
from plugins.filing_review import practice
from plugins.filing_review.practice import Route, Whose

Address = tuple[str, str]
"""A party: the code of its body, and the code of its organ or, above, the organ's kind."""


def _no_route() -> Refused:
    return Refused(
        "NO_ROUTE", "现行规定没有要求本机关的文件在本机构报送备案。如有疑问，请联系审查机关。"
    )


async def routes_here(work: Work) -> list[Route]:
    """The routes that practice names for this body today."""
    held = await value_of(work, practice.ROUTES, today())
    return held.value or []


async def route_of(work: Work) -> Route:
    """The route of the acting organ's documents, or a refusal where nothing is to be filed."""
    found = [one for one in await routes_here(work) if one.maker == work.acting_organ.kind]
    if not found:
        raise _no_route()
    return found[0]


async def address_of(work: Work, route: Route) -> Address:
    """Where the route leads."""
    if route.to is Whose.PARENT:
        return await above(work, route.receiver)
    organ = await work.session.scalar(
        select(Organ)
        .where(Organ.kind == route.receiver, Organ.closed_on.is_(None))
        .order_by(Organ.code)
        .limit(1)
    )
    if organ is None:
        raise _no_route()
    return work.body.code, organ.code


async def above(work: Work, kind: OrganKind) -> Address:
    """An organ of the body above, by its kind: which organ that is, is found at delivery.

    Above the highest body stands a place without one; what goes there leaves the platform.
    """
    code = await code_above(work)
    if code is None:
        raise Refused("NOTHING_ABOVE", "本机构没有上一级，不能上报。")
    return code, str(kind)
