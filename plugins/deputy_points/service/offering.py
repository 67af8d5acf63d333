"""What whoever asks could do now with a list: a verb that is left out would surely be refused."""

from collections.abc import Sequence
from uuid import UUID

from core import Work, goes_through, not_in_vain, rows_by_id
from plugins.deputy_points import permissions as may
from plugins.deputy_points.models import PointsList
from plugins.deputy_points.service.listing import (
    latest_list,
    publication_of,
    upheld_of_lists,
    withdrawal_of,
)
from plugins.deputy_points.service.notifying import notice_of, require_notice
from plugins.deputy_points.service.publishing import refuse_outdated, require_check


async def offered_of_lists(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """Prepared, checked and published by different people, the deputies told before."""
    lists = await rows_by_id(work, PointsList, keys)
    return [await _offered(work, lists[key]) if key in lists else [] for key in keys]


async def _offered(work: Work, listed: PointsList) -> list[str]:
    publication = await publication_of(work, listed)
    shown = publication is not None and await withdrawal_of(work, publication) is None
    latest = await latest_list(work, listed.year, listed.period)
    upheld = (await upheld_of_lists(work.session, [listed.id]))[0] > 0
    others = listed.prepared_by != work.acting_person.person_id
    offers = {
        may.NOTIFY_POINTS_DEPUTIES: publication is None
        and not upheld
        and await notice_of(work, listed) is None,
        may.CHECK_POINTS_SECRECY: publication is None and others and not upheld,
        may.PUBLISH_POINTS_LIST: publication is None
        and not upheld
        and await _publishable(work, listed),
        may.WITHDRAW_POINTS_LIST: shown,
        may.PREPARE_POINTS_LIST: (publication is not None or upheld)
        and latest is not None
        and latest.id == listed.id,
    }
    return not_in_vain(work, offers)


async def _publishable(work: Work, listed: PointsList) -> bool:
    return (
        await goes_through(refuse_outdated(work, listed))
        and await goes_through(require_check(work, listed))
        and await goes_through(require_notice(work, listed))
    )
