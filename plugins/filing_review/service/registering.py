"""The registry's verbs: receive, check the form, register, return, withhold, notify lateness."""

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
    acknowledge,
    announce,
    clock_of,
    compute,
    draw_number,
    meet_clock,
    start_clock,
    start_clock_until,
    stop_clocks,
    today,
    value_of,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import Filing, Letter
from plugins.filing_review.practice import Whose
from plugins.filing_review.rules import (
    Ask,
    Correction,
    FilingState,
    LetterKind,
    PartKind,
)
from plugins.filing_review.service.copying import copy_up
from plugins.filing_review.service.letters import (
    Paper,
    check_not_future,
    file_or_none,
    move_filing,
    note_next_due,
    own_filing,
    require_one_step,
    write_notice,
    write_to_maker,
)
from plugins.filing_review.service.routing import routes_here
from plugins.filing_review.service.suspending import meet_correction
from plugins.filing_review.service.timing import (
    start_review_on_receipt,
    start_review_on_registration,
)


async def receive_filing(work: Work, filing_id: UUID, paper_received_on: date | None) -> Filing:
    """Receive a filing that arrived (签收): it gets the next number of receipts of the year."""
    filing = await own_filing(work, filing_id)
    move_filing(filing, "receive_filing")
    filing.received_on = today()
    _note_papers(filing, paper_received_on)
    if filing.receipt_text is None:
        number = await draw_number(work, "filing_review.receipt", today().year)
        filing.receipt_text = f"收〔{today().year}〕{number}号"
    if await clock_of(work, practice.REVIEW_PERIOD, filing.id) is None:
        await start_review_on_receipt(work, filing)
        await note_next_due(work, filing)
    await acknowledge(work, filing.package_id)
    announce(work, "filing_review.receive_filing", filing, {"number": filing.receipt_text})
    return filing


def _note_papers(filing: Filing, received_on: date | None) -> None:
    if received_on is not None:
        check_not_future(received_on, "纸质文本收到日期")
        filing.paper_received_on = received_on


async def register_filing(
    work: Work, filing_id: UUID, note: str | None, paper_received_on: date | None
) -> Filing:
    """Register (备案登记): the form check is passed, review starts, the maker gets a receipt."""
    filing = await own_filing(work, filing_id)
    move_filing(filing, "register_filing")
    await _refuse_out_of_scope(work, filing)
    # The old filing is locked before the counter and the line, as its own verbs lock it.
    await _correct_amended(work, filing)
    filing.registered_on, filing.form_check_note = today(), note
    _note_papers(filing, paper_received_on)
    filing.register_text = await _register_number(work, filing)
    await meet_clock(work, practice.FORM_CHECK_PERIOD, filing.id, today())
    await start_review_on_registration(work, filing)
    await start_clock(work, practice.SEND_PERIOD, filing, today())
    receipt = Paper(
        kind=LetterKind.REGISTERED,
        text=f"《{filing.title}》（{filing.document_number}）已备案登记。",
        number=filing.register_text,
        dated_on=today(),
        facts={"late_by": filing.late_by},
    )
    await write_to_maker(work, filing, receipt)
    await note_next_due(work, filing)
    await copy_up(work, filing)
    announce(
        work,
        "filing_review.register_filing",
        filing,
        {"number": filing.register_text, "late_by": filing.late_by},
    )
    return filing


async def _refuse_out_of_scope(work: Work, filing: Filing) -> None:
    """Neither a joint paper of Party and government nor an unlisted maker's is registered here."""
    if filing.joint_with_party:
        raise Refused(
            "JOINT_WITH_PARTY",
            "党委与政府联合制发的文件按党内法规备案，不在此登记。请退回并说明理由。",
        )
    if filing.maker_body == work.body.code and any(
        route.maker == filing.maker_kind and not route.listed for route in await routes_here(work)
    ):
        raise Refused(
            "MAKER_NOT_LISTED", "现行规定没有把该类机关列为报送机关，不能登记。请退回并说明理由。"
        )


async def _register_number(work: Work, filing: Filing) -> str:
    """The next number of the register, in the series that practice names; one a year by default."""
    year = today().year
    held = await value_of(work, practice.REGISTER_SERIES, today())
    series, mark = rules.series_of(held.value, filing.kind, filing.maker_kind)
    number = await draw_number(work, f"filing_review.register.{series}", year)
    return f"{mark}备登〔{year}〕{number}号"


async def _correct_amended(work: Work, filing: Filing) -> None:
    """The registered text of an amended document corrects the old filing (修改后重新报备).

    Where the old one is still under review, the review goes on, knowing it.
    """
    if filing.amends_id is None:
        return
    old = await own_filing(work, filing.amends_id)
    if old.state not in _CORRECTABLE or old.correction is not None:
        return
    corrected_on = filing.published_on or today()
    old.correction, old.corrected_on = Correction.AMENDED, corrected_on
    old.correction_note = filing.document_number
    if old.state in (FilingState.REGISTERED, FilingState.UNDER_REVIEW):
        await copy_up(work, old)
        return
    move_filing(old, "take_correction")
    await meet_correction(work, old.id, corrected_on)
    await stop_clocks(work, old.id)
    await note_next_due(work, old)
    await copy_up(work, old)


_CORRECTABLE = (
    FilingState.REGISTERED,
    FilingState.UNDER_REVIEW,
    FilingState.SUSPENDED,
    FilingState.PASSED_UP,
    FilingState.PROBLEM,
    FilingState.OPINION_ISSUED,
    FilingState.ANSWERED,
)


async def return_filing(work: Work, filing_id: UUID, reason: str) -> Filing:
    """Return what is out of scope (退回), with the reason."""
    filing = await own_filing(work, filing_id)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明退回的理由。", field="reason")
    move_filing(filing, "return_filing")
    filing.returned_on, filing.form_check_note = today(), reason
    await meet_clock(work, practice.FORM_CHECK_PERIOD, filing.id, today())
    receipt = Paper(
        kind=LetterKind.RETURNED, text=reason, number=filing.receipt_text, dated_on=today()
    )
    await write_to_maker(work, filing, receipt)
    await note_next_due(work, filing)
    await copy_up(work, filing)
    announce(work, "filing_review.return_filing", filing)
    return filing


class Withholding(msgspec.Struct, frozen=True, kw_only=True):
    """Why registration is withheld, and what is asked for until when."""

    ask: Ask
    reason: str
    missing: tuple[PartKind, ...] = ()
    due_on: date | None = None


async def withhold_filing(work: Work, filing_id: UUID, why: Withholding) -> Filing:
    """Withhold registration (暂缓备案登记) and ask for papers or for a new filing.

    The time is the rule's; only where the rule leaves it to the notice may the notice name a day
    (山东 2017 Art 23: by notice).
    """
    filing = await own_filing(work, filing_id)
    if not why.reason.strip():
        raise Invalid("REASON_EMPTY", "请写明暂缓登记的理由和需要补充的内容。", field="reason")
    move_filing(filing, "withhold_filing")
    filing.withheld_on, filing.form_check_note = today(), why.reason
    await meet_clock(work, practice.FORM_CHECK_PERIOD, filing.id, today())
    due_on, because = await _time_to_supplement(work, filing, why)
    receipt = Paper(
        kind=LetterKind.WITHHELD,
        text=_asked(why),
        number=filing.receipt_text,
        dated_on=today(),
        due_on=due_on,
        facts={
            "ask": str(why.ask),
            "missing": [str(part) for part in why.missing],
            "because": because,
        },
    )
    await write_to_maker(work, filing, receipt)
    await note_next_due(work, filing)
    await copy_up(work, filing)
    announce(work, "filing_review.withhold_filing", filing, {"ask": str(why.ask)})
    return filing


def _asked(why: Withholding) -> str:
    """The reason, and the papers that are missing by their names."""
    if not why.missing:
        return why.reason
    return f"{why.reason}\n请补充：{rules.part_names(why.missing)}。"


async def _time_to_supplement(
    work: Work, filing: Filing, why: Withholding
) -> tuple[date | None, str]:
    computed = await compute(work, practice.SUPPLEMENT_PERIOD, today())
    if computed.due_on is not None:
        if why.due_on is not None and why.due_on != computed.due_on:
            raise Refused(
                "SUPPLEMENT_BY_RULE",
                f"补充报送的期限由{computed.rule_text}规定（至{computed.due_on}），不能另行指定。",
            )
        await start_clock(work, practice.SUPPLEMENT_PERIOD, filing, today())
        return computed.due_on, computed.rule_text or ""
    if why.due_on is None:
        return None, ""
    if why.due_on < today():
        raise Invalid("DUE_IN_PAST", "指定的补充报送日期已经过去，请改正。", field="dueOn")
    because = f"规定没有统一期限，由{today()}的暂缓登记通知指定"
    start_clock_until(work, practice.SUPPLEMENT_PERIOD, filing, today(), why.due_on, because)
    return why.due_on, because


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
    await require_one_step(work)
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
        raise Refused("NOT_LATE_YET", f"报送期限到{computed.due_on}，还没有逾期，不能发此通知。")
    return computed
