"""Notices of lateness (限期报送通知): about a document that was published and not filed in time."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import (
    Computed,
    Hands,
    Invalid,
    NotFound,
    Organ,
    Refused,
    Work,
    announce,
    compute,
    on_day,
    today,
)
from plugins.filing_review import practice
from plugins.filing_review.models import Letter
from plugins.filing_review.practice import Whose
from plugins.filing_review.rules import LetterKind
from plugins.filing_review.service.letters import (
    Paper,
    check_not_future,
    file_or_none,
    require_one_step,
    write_notice,
)
from plugins.filing_review.service.routing import routes_here


class LateNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice to a maker about a document that should have been filed."""

    maker_organ: str
    title: str
    text: str
    number: str | None
    due_on: date | None
    published_on: date
    adopted_on: date | None = None
    file_id: UUID | None = None


async def notify_lateness(work: Work, notice: LateNotice) -> Letter:
    """Tell a maker that a published document was not filed in time, with a limit (限期报送)."""
    await require_one_step(work, LetterKind.LATE_NOTICE)
    letter = await give_notice(work, notice)
    announce(work, "filing_review.notify_lateness", letter, {"maker": notice.maker_organ})
    return letter


async def give_notice(work: Work, notice: LateNotice, hands: Hands | None = None) -> Letter:
    """Send the notice, through however many hands it went."""
    check_notice(notice)
    maker = await filing_maker(work, notice.maker_organ)
    computed = await _passed_period(work, notice)
    file = await file_or_none(work, notice.file_id)
    paper = Paper(
        kind=LetterKind.LATE_NOTICE,
        text=notice.text,
        title=notice.title,
        number=notice.number,
        dated_on=today(),
        due_on=notice.due_on,
        facts={
            "published_on": str(notice.published_on),
            "was_due_on": str(computed.due_on),
            "rule": computed.rule_text,
        },
    )
    letter = await write_notice(work, maker, paper, file, hands)
    await work.session.flush()
    return letter


def check_notice(notice: LateNotice) -> None:
    """Refuse a notice that says too little, or names a day that cannot be."""
    if not notice.title.strip() or not notice.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写未报送的文件和通知内容。", field="text")
    check_not_future(notice.published_on, "公布日期")
    if notice.due_on is not None and notice.due_on < today():
        raise Invalid("DUE_IN_PAST", "限定的报送日期已经过去，请改正。", field="dueOn")


async def filing_maker(work: Work, code: str) -> Organ:
    """An organ whose documents are filed with the acting organ, by the routes of practice."""
    kinds = [
        route.maker
        for route in await routes_here(work)
        if route.listed and route.to is Whose.OWN and route.receiver == work.acting_organ.kind
    ]
    maker = await work.session.scalar(
        select(Organ).where(Organ.code == code, Organ.kind.in_(kinds), Organ.closed_on.is_(None))
    )
    if maker is None:
        raise NotFound("制定机关")
    return maker


async def _passed_period(work: Work, notice: LateNotice) -> Computed:
    """The time to file, which is over; without a number in the rule nothing is late."""
    days = {"publication": notice.published_on, "approval": notice.adopted_on}
    computed = await compute(work, practice.FILING_PERIOD, days)
    if computed.due_on is None and computed.trigger is not None:
        raise Invalid(
            "ADOPTED_ON_MISSING",
            "规定的报送期限自通过、批准之日起算，请填写通过、批准日期。",
            field="adoptedOn",
        )
    if computed.due_on is None:
        raise Refused("NO_FILING_PERIOD", "当时施行的规定没有报送期限，不存在逾期，不能发此通知。")
    if computed.due_on >= today():
        raise Refused(
            "NOT_LATE_YET", f"报送期限到{on_day(computed.due_on)}，还没有逾期，不能发此通知。"
        )
    return computed
