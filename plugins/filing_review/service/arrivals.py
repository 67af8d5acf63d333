"""What arrives by dispatch: each kind of package is taken into the receiver's own rows, once.

Letters of both sides may cross on their way. What crossed is kept as a letter and moves nothing:
a package that is refused would hold its line, and every later letter with it. For the same reason
what comes to the heir of a merged reviewer, about a filing that only the merged one has, is kept as
a letter without a filing.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select, update

from core import (
    Incoming,
    Receiver,
    Work,
    announce,
    meet_clock,
    notify,
    own_files,
    restart_clock,
    start_clock,
    start_clock_until,
    stop_clocks,
    today,
)
from plugins.filing_review import permissions, practice
from plugins.filing_review.models import (
    Filing,
    FilingPart,
    OutgoingFiling,
)
from plugins.filing_review.rules import (
    FROM_MAKER,
    LETTERS,
    Ask,
    Correction,
    Direction,
    Document,
    FilingState,
    LetterKind,
    OutgoingState,
    PartKind,
)
from plugins.filing_review.service.answering import take_doubt_answer
from plugins.filing_review.service.committees import take_recall, take_review, take_task
from plugins.filing_review.service.copying import copy_up, take_copy, take_report
from plugins.filing_review.service.doubts import take_doubt
from plugins.filing_review.service.extending import follow_extension, take_extension
from plugins.filing_review.service.guiding import take_exchange, take_guidance
from plugins.filing_review.service.letters import (
    Enclosed,
    Paper,
    keep_letter,
    move_filing,
    move_outgoing,
    note_next_due,
)
from plugins.filing_review.service.packages import (
    acknowledge_letters,
    always,
    answered_doubts_of,
    answered_exchanges_of,
    copies_of,
    doubts_of,
    exchanges_of,
    filings_of,
    letters_of,
    only_tells,
    reviews_of,
    tasks_of,
)
from plugins.filing_review.service.sending import take_filing_back
from plugins.filing_review.service.suspending import (
    drop_plan,
    follow_resumption,
    follow_suspension,
    meet_correction,
)
from plugins.filing_review.service.timing import filing_time


async def take_filing(work: Work, package: Incoming) -> None:
    """A filing arrives at its reviewer; one that was withheld may come again as a whole.

    It stays the same line of the ledger, with its number of receipt and its day of filing.
    """
    sent = package.payload
    filing = await _known_filing(work, UUID(sent["outgoing"]))
    if filing is None:
        filing = _new_filing(package)
        work.session.add(filing)
    else:
        if filing.state is FilingState.WITHDRAWN:
            filing.filed_on, filing.year = _filed_on(package), _filed_on(package).year
        move_filing(filing, "take_refiling")
        await _remove_parts(work, filing, list(PartKind))
    filing.package_id = package.id
    filing.take_facts(msgspec.convert(sent["document"], Document))
    filing.report_number, filing.late_reason = sent["report_number"], sent["late_reason"]
    await _link_old(work, filing, sent["replaces"])
    await _measure_lateness(work, filing)
    await work.session.flush()
    announce(work, "filing_review.filing_arrived", filing)
    await _keep_parts(work, filing, package)
    await meet_clock(work, practice.SUPPLEMENT_PERIOD, filing.id, _filed_on(package))
    await restart_clock(work, practice.FORM_CHECK_PERIOD, filing, today())
    await note_next_due(work, filing)


async def give_filing_back(work: Work, package: Incoming) -> None:
    """The maker took its filing back before anybody acknowledged it: the line stays, unused."""
    filing = await _known_filing(work, UUID(package.payload["outgoing"]))
    if filing is None:
        return  # It was filed with the body that this one succeeded.
    move_filing(filing, "give_back")
    filing.withdrawn_on, filing.withdraw_reason = today(), package.withdraw_reason
    await stop_clocks(work, filing.id)
    await note_next_due(work, filing)


def _new_filing(package: Incoming) -> Filing:
    return Filing(
        organ_id=package.organ_id,
        outgoing_ref=UUID(package.payload["outgoing"]),
        maker_body=package.from_body,
        maker_organ=package.from_organ,
        maker_kind=package.payload["maker_kind"],
        maker_name=package.from_organ_name,
        filed_on=_filed_on(package),
        year=_filed_on(package).year,
    )


async def _known_filing(work: Work, outgoing_ref: UUID) -> Filing | None:
    found = select(Filing).where(Filing.outgoing_ref == outgoing_ref).with_for_update()
    return await work.session.scalar(found)


async def _link_old(work: Work, filing: Filing, replaces: str | None) -> None:
    old = await _known_filing(work, UUID(replaces)) if replaces else None
    filing.amends_id = old.id if old else None


async def _measure_lateness(work: Work, filing: Filing) -> None:
    """Count by the receiver's own practice: the maker's count is not taken on trust."""
    if filing.published_on is None:
        return
    computed = await filing_time(work, filing)
    filing.filing_due_on, filing.filing_rule_text = computed.due_on, computed.rule_text
    filing.late_by = computed.late_by(filing.filed_on) if computed.due_on else None


async def _remove_parts(work: Work, filing: Filing, kinds: Sequence[PartKind]) -> None:
    await work.session.execute(
        update(FilingPart)
        .where(FilingPart.filing_id == filing.id, FilingPart.kind.in_(kinds))
        .values(removed=True)
    )


async def _keep_parts(work: Work, filing: Filing, package: Incoming) -> None:
    files = await own_files(work, package)
    for kind, file in zip(package.payload["parts"], files, strict=True):
        work.session.add(_part(filing, PartKind(kind), file_id=file.id))
    for kind, reason in package.payload["absent"].items():
        work.session.add(_part(filing, PartKind(kind), reason=reason))


def _part(
    filing: Filing, kind: PartKind, *, file_id: UUID | None = None, reason: str | None = None
) -> FilingPart:
    return FilingPart(
        organ_id=filing.organ_id,
        filing_id=filing.id,
        kind=kind,
        file_id=file_id,
        absent_reason=reason,
        arrived_on=today(),
    )


async def take_supplement(work: Work, package: Incoming) -> None:
    """Papers that were asked for arrive; the form check begins anew."""
    filing = await _known_filing(work, UUID(package.payload["outgoing"]))
    if filing is None:
        await _keep_strange_supplement(work, package)
        return
    move_filing(filing, "take_supplement")
    await _end_absence(work, filing, [PartKind(kind) for kind in package.payload["parts"]])
    await _keep_parts(work, filing, package)
    await meet_clock(work, practice.SUPPLEMENT_PERIOD, filing.id, _filed_on(package))
    await restart_clock(work, practice.FORM_CHECK_PERIOD, filing, today())
    _keep_received(work, package, _supplement_note(package, "补充报送"), filing=filing)
    announce(work, "filing_review.supplement_arrived", filing)
    await note_next_due(work, filing)


def _supplement_note(package: Incoming, title: str) -> Paper:
    text = package.payload["note"] or "补充报送"
    return Paper(kind=LetterKind.ANSWER, text=text, dated_on=_filed_on(package), title=title)


async def _keep_strange_supplement(work: Work, package: Incoming) -> None:
    """Its papers are the organ's own all the same; the clerk finds them with what arrived."""
    await own_files(work, package)
    title = "补充报送（本机关台账没有对应的备案件，请向原接收机构核对；材料见来件）"
    _keep_received(work, package, _supplement_note(package, title))


async def _end_absence(work: Work, filing: Filing, kinds: Sequence[PartKind]) -> None:
    """What was explained as absent is there now."""
    await work.session.execute(
        update(FilingPart)
        .where(
            FilingPart.filing_id == filing.id,
            FilingPart.kind.in_(kinds),
            FilingPart.absent_reason.is_not(None),
        )
        .values(removed=True)
    )


def _filed_on(package: Incoming) -> date:
    return date.fromisoformat(package.payload["filed_on"])


def _keep_received(
    work: Work,
    package: Incoming,
    paper: Paper,
    *,
    filing: Filing | None = None,
    outgoing: OutgoingFiling | None = None,
    enclosed: Enclosed | None = None,
) -> None:
    keep_letter(
        work,
        paper,
        Direction.RECEIVED,
        filing=filing,
        outgoing=outgoing,
        other_party=package.from_organ_name,
        enclosed=enclosed,
        package_id=package.id,
    )
    if outgoing is not None:
        makers = (outgoing.prepared_by, outgoing.signed_by)
        notify(work, makers, f"您报送的文件收到{LETTERS[paper.kind]}。", outgoing)


async def take_letter(work: Work, package: Incoming) -> None:
    """A letter arrives: from the reviewer at the maker's, or the other way round."""
    paper = msgspec.convert(package.payload["paper"], Paper)
    files = await own_files(work, package)
    enclosed = Enclosed.of_parts(zip(package.payload["files"], files, strict=True))
    reference = package.payload["outgoing"]
    outgoing = await _own_outgoing(work, reference)
    if paper.kind in FROM_MAKER:
        filing = await _known_filing(work, UUID(reference))
        _keep_received(work, package, paper, filing=filing, enclosed=enclosed)
        if filing is None:
            return
        announce(work, "filing_review.letter_arrived", filing, {"kind": str(paper.kind)})
        if paper.kind in _FROM_MAKER:
            await _FROM_MAKER[paper.kind](work, filing, paper)
        await note_next_due(work, filing)
        return
    _keep_received(work, package, paper, outgoing=outgoing, enclosed=enclosed)
    if outgoing is None:
        return
    announce(work, "filing_review.letter_arrived", outgoing, {"kind": str(paper.kind)})
    if paper.kind in _FROM_REVIEWER:
        await _FROM_REVIEWER[paper.kind](work, outgoing, paper)


async def _own_outgoing(work: Work, reference: str | None) -> OutgoingFiling | None:
    """The maker's own row that a letter is about; a notice about an unfiled document has none."""
    if reference is None:
        return None
    found = select(OutgoingFiling).where(OutgoingFiling.id == UUID(reference))
    return await work.session.scalar(found.with_for_update())


async def _answered(work: Work, filing: Filing, paper: Paper) -> None:
    if filing.state is not FilingState.OPINION_ISSUED:
        return  # It crossed the registration of the amended text.
    move_filing(filing, "take_answer")
    await meet_clock(work, practice.ANSWER_PERIOD, filing.id, paper.dated_on)
    # The time to correct runs whatever the maker says: a refusal must come up as overdue.
    await start_clock(work, practice.CORRECTION_PERIOD, filing, paper.dated_on)


_AWAITING_CORRECTION = (
    FilingState.SUSPENDED,
    FilingState.PASSED_UP,
    FilingState.PROBLEM,
    FilingState.OPINION_ISSUED,
    FilingState.ANSWERED,
)


async def _repealed(work: Work, filing: Filing, paper: Paper) -> None:
    """The maker repealed its document; before a conclusion the review goes on, knowing it."""
    if filing.correction is not None:
        return  # It crossed the registration of the amended text.
    corrected_on = date.fromisoformat(paper.facts["on"])
    filing.correction = Correction(paper.facts["correction"])
    filing.corrected_on, filing.correction_note = corrected_on, paper.number
    await meet_correction(work, filing.id, corrected_on)
    if filing.state in _AWAITING_CORRECTION:
        move_filing(filing, "take_correction")
        await stop_clocks(work, filing.id)
    await copy_up(work, filing)


async def _registered(work: Work, outgoing: OutgoingFiling, paper: Paper) -> None:
    move_outgoing(outgoing, "take_registered")
    outgoing.register_text = paper.number
    old = await _own_outgoing(work, str(outgoing.replaces_id) if outgoing.replaces_id else None)
    correctable = (
        OutgoingState.REGISTERED,
        OutgoingState.OPINION_RECEIVED,
        OutgoingState.ANSWERED,
    )
    if old is not None and old.state in correctable:
        move_outgoing(old, "report_correction")
        done_on = outgoing.published_on or paper.dated_on
        await meet_correction(work, old.id, done_on)
        await stop_clocks(work, old.id)


async def _returned(_work: Work, outgoing: OutgoingFiling, paper: Paper) -> None:
    move_outgoing(outgoing, "take_returned")
    outgoing.reply_reason = paper.text


async def _withheld(work: Work, outgoing: OutgoingFiling, paper: Paper) -> None:
    move_outgoing(outgoing, "take_withheld")
    outgoing.reply_reason, outgoing.ask = paper.text, Ask(paper.facts["ask"])
    if paper.due_on is not None:
        because = paper.facts["because"]
        start_clock_until(
            work, practice.SUPPLEMENT_PERIOD, outgoing, paper.dated_on, paper.due_on, because
        )


async def _reminded(work: Work, outgoing: OutgoingFiling, paper: Paper) -> None:
    """The day that the reminder names is the maker's own; the latest reminder counts."""
    if paper.due_on is None or outgoing.state is OutgoingState.CLOSED:
        return
    await stop_clocks(work, outgoing.id, rule=practice.REPLY_PERIOD)
    because = paper.facts.get("because", "由提醒函指定")
    start_clock_until(work, practice.REPLY_PERIOD, outgoing, paper.dated_on, paper.due_on, because)


async def _replied(work: Work, filing: Filing, paper: Paper) -> None:
    await meet_clock(work, practice.REPLY_PERIOD, filing.id, paper.dated_on)


async def _opinion(work: Work, outgoing: OutgoingFiling, paper: Paper) -> None:
    if outgoing.state is not OutgoingState.REGISTERED:
        return  # It crossed the report that the document is repealed.
    move_outgoing(outgoing, "take_opinion")
    await start_clock(work, practice.ANSWER_PERIOD, outgoing, paper.dated_on)
    await drop_plan(work, outgoing.id)


async def _closed(work: Work, outgoing: OutgoingFiling, _paper: Paper) -> None:
    move_outgoing(outgoing, "take_closing")
    await acknowledge_letters(work, outgoing=outgoing.id)
    await stop_clocks(work, outgoing.id)


_FROM_MAKER = {
    LetterKind.ANSWER: _answered,
    LetterKind.CORRECTION: _repealed,
    LetterKind.REMINDER_ANSWER: _replied,
}
_FROM_REVIEWER = {
    LetterKind.REGISTERED: _registered,
    LetterKind.RETURNED: _returned,
    LetterKind.WITHHELD: _withheld,
    LetterKind.REMINDER: _reminded,
    LetterKind.OPINION: _opinion,
    LetterKind.SUSPENDED: follow_suspension,
    LetterKind.RESUMED: follow_resumption,
    LetterKind.EXTENDED: follow_extension,
    LetterKind.CLOSING: _closed,
}


RECEIVERS = [
    Receiver(
        kind="filing",
        title="备案材料",
        run=take_filing,
        recalled=give_filing_back,
        returned=take_filing_back,
        about=filings_of,
        received_by=permissions.RECEIVE_FILING,
    ),
    Receiver(
        kind="supplement",
        title="补充报送的材料",
        run=take_supplement,
        about=letters_of,
    ),
    Receiver(kind="letter", title="往来函件", run=take_letter, about=letters_of, tells=only_tells),
    Receiver(kind="task", title="交付审查的文件", run=take_task, about=tasks_of),
    Receiver(
        kind="review", title="同步审查的意见", run=take_review, about=reviews_of, tells=always
    ),
    Receiver(
        kind="recall", title="收回审查任务的告知", run=take_recall, about=tasks_of, tells=always
    ),
    Receiver(
        kind="extension", title="延长期限的告知", run=take_extension, about=reviews_of, tells=always
    ),
    Receiver(kind="copy", title="抄报的备案情况", run=take_copy, about=copies_of, tells=always),
    Receiver(kind="report", title="下级的情况报告", run=take_report, about=copies_of),
    Receiver(
        kind="doubt",
        title="合宪性疑问",
        run=take_doubt,
        about=doubts_of,
        received_by=permissions.RECEIVE_DOUBT,
    ),
    Receiver(
        kind="doubt_answer",
        title="合宪性疑问的答复",
        run=take_doubt_answer,
        about=answered_doubts_of,
    ),
    Receiver(kind="exchange", title="指导往来", run=take_exchange, about=exchanges_of),
    Receiver(
        kind="guidance",
        title="指导的答复",
        run=take_guidance,
        about=answered_exchanges_of,
        tells=always,
    ),
]
