"""The registry's verbs: receive, check the form, and register, return or withhold.

What a form check ends with is one act with the paper that tells it: where practice demands more
hands, the act happens when the paper is signed off, on the day that the maker is told.
"""

from datetime import date
from uuid import UUID

import msgspec

from core import (
    Hands,
    Invalid,
    Refused,
    Work,
    acknowledge,
    announce,
    clock_of,
    compute,
    draw_number,
    meet_clock,
    on_day,
    start_clock,
    stop_clocks,
    today,
    value_of,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import Filing, Letter
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
    write_to_maker,
)
from plugins.filing_review.service.packages import acknowledge_letters
from plugins.filing_review.service.routing import routes_here
from plugins.filing_review.service.suspending import meet_correction
from plugins.filing_review.service.timing import (
    start_makers_time,
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
    await acknowledge_letters(work, filing=filing.id)
    announce(work, "filing_review.receive_filing", filing, {"number": filing.receipt_text})
    return filing


def _note_papers(filing: Filing, received_on: date | None) -> None:
    if received_on is not None:
        check_not_future(received_on, "纸质文本收到日期")
        filing.paper_received_on = received_on


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """What the form check found, and what the receipt says where it says more than usual."""

    note: str | None = None
    paper_received_on: date | None = None
    text: str = ""
    file_id: UUID | None = None


async def register_filing(
    work: Work, filing_id: UUID, note: str | None, paper_received_on: date | None
) -> Filing:
    """Register (备案登记): the form check is passed, review starts, the maker gets a receipt."""
    await require_one_step(work, LetterKind.REGISTERED)
    filing = await own_filing(work, filing_id)
    await give_registration(
        work, filing, Registration(note=note, paper_received_on=paper_received_on)
    )
    announce(
        work,
        "filing_review.register_filing",
        filing,
        {"number": filing.register_text, "late_by": filing.late_by},
    )
    return filing


async def give_registration(
    work: Work, filing: Filing, how: Registration, hands: Hands | None = None
) -> Letter:
    """Enter the filing in the register and send the receipt: one act, however many hands."""
    move_filing(filing, "register_filing")
    await refuse_out_of_scope(work, filing)
    # The old filing is locked before the counter and the line, as its own verbs lock it.
    await _correct_amended(work, filing)
    filing.registered_on, filing.form_check_note = today(), how.note
    _note_papers(filing, how.paper_received_on)
    filing.register_text = await _register_number(work, filing)
    await meet_clock(work, practice.FORM_CHECK_PERIOD, filing.id, today())
    await start_review_on_registration(work, filing)
    await start_clock(work, practice.SEND_PERIOD, filing, today())
    receipt = Paper(
        kind=LetterKind.REGISTERED,
        text=how.text.strip() or _receipt_text(filing),
        number=filing.register_text,
        dated_on=today(),
        facts={"late_by": filing.late_by},
    )
    return await _end_form_check(work, filing, receipt, how.file_id, hands)


def _receipt_text(filing: Filing) -> str:
    return f"《{rules.within_marks(filing.title)}》（{filing.document_number}）已备案登记。"


async def _end_form_check(
    work: Work, filing: Filing, paper: Paper, file_id: UUID | None, hands: Hands | None
) -> Letter:
    """Whatever the form check ends with, its maker gets the paper and the body above a copy."""
    letter = await write_to_maker(work, filing, paper, await file_or_none(work, file_id), hands)
    await note_next_due(work, filing)
    await copy_up(work, filing)
    return letter


async def refuse_out_of_scope(work: Work, filing: Filing) -> None:
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
    await require_one_step(work, LetterKind.RETURNED)
    filing = await own_filing(work, filing_id)
    await give_back(work, filing, Refusal(reason))
    announce(work, "filing_review.return_filing", filing)
    return filing


class Refusal(msgspec.Struct, frozen=True):
    """Why a filing is returned; without a number of its own the paper bears the receipt's."""

    reason: str
    number: str | None = None
    file_id: UUID | None = None


async def give_back(work: Work, filing: Filing, why: Refusal, hands: Hands | None = None) -> Letter:
    """Return the filing, through however many hands the paper went."""
    if not why.reason.strip():
        raise Invalid("REASON_EMPTY", "请写明退回的理由。", field="reason")
    move_filing(filing, "return_filing")
    filing.returned_on, filing.form_check_note = today(), why.reason
    await meet_clock(work, practice.FORM_CHECK_PERIOD, filing.id, today())
    receipt = Paper(
        kind=LetterKind.RETURNED,
        text=why.reason,
        number=why.number or filing.receipt_text,
        dated_on=today(),
    )
    return await _end_form_check(work, filing, receipt, why.file_id, hands)


class Withholding(msgspec.Struct, frozen=True, kw_only=True):
    """Why registration is withheld, and what is asked for until when."""

    ask: Ask
    reason: str
    missing: tuple[PartKind, ...] = ()
    due_on: date | None = None
    number: str | None = None
    file_id: UUID | None = None


async def withhold_filing(work: Work, filing_id: UUID, why: Withholding) -> Filing:
    """Withhold registration (暂缓备案登记) and ask for papers or for a new filing.

    The time is the rule's; only where the rule leaves it to the notice may the notice name a day
    (山东 2017 Art 23: by notice).
    """
    await require_one_step(work, LetterKind.WITHHELD)
    filing = await own_filing(work, filing_id)
    await give_request(work, filing, why)
    announce(work, "filing_review.withhold_filing", filing, {"ask": str(why.ask)})
    return filing


async def give_request(
    work: Work, filing: Filing, why: Withholding, hands: Hands | None = None
) -> Letter:
    """Withhold, through however many hands the paper went; the maker's time runs from its day."""
    if not why.reason.strip():
        raise Invalid("REASON_EMPTY", "请写明暂缓登记的理由和需要补充的内容。", field="reason")
    move_filing(filing, "withhold_filing")
    filing.withheld_on, filing.form_check_note = today(), why.reason
    await meet_clock(work, practice.FORM_CHECK_PERIOD, filing.id, today())
    due_on, because = await _time_to_supplement(work, filing, why)
    receipt = Paper(
        kind=LetterKind.WITHHELD,
        text=_asked(why),
        number=why.number or filing.receipt_text,
        dated_on=today(),
        due_on=due_on,
        facts={
            "ask": str(why.ask),
            "missing": [str(part) for part in why.missing],
            "because": because,
        },
    )
    return await _end_form_check(work, filing, receipt, why.file_id, hands)


def _asked(why: Withholding) -> str:
    """The reason, and the papers that are missing by their names."""
    if not why.missing:
        return why.reason
    return f"{why.reason}\n请补充：{rules.part_names(why.missing)}。"


async def refuse_own_limit(work: Work, due_on: date | None) -> None:
    """A request that is signed off later names no day of its own where the rule has a number."""
    computed = await compute(work, practice.SUPPLEMENT_PERIOD, today())
    if due_on is not None and computed.due_on is not None:
        raise Refused(
            "SUPPLEMENT_BY_RULE",
            f"补充报送的期限由{computed.rule_text}规定，自签发之日起算，不必另行指定。",
        )


async def _time_to_supplement(
    work: Work, filing: Filing, why: Withholding
) -> tuple[date | None, str]:
    computed = await compute(work, practice.SUPPLEMENT_PERIOD, today())
    if computed.due_on is not None and why.due_on not in (None, computed.due_on):
        raise Refused(
            "SUPPLEMENT_BY_RULE",
            f"补充报送的期限由{computed.rule_text}规定（至{on_day(computed.due_on)}），不能另行指定。",
        )
    return await start_makers_time(
        work, filing, computed, practice.SUPPLEMENT_PERIOD, why.due_on, "暂缓登记通知"
    )
