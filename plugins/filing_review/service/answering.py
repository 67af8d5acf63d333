"""The answer to a constitutional doubt comes down again, from level to level, to who found it.

It is recorded once, where it leaves paper and enters the platform; every body below gets it by
package, unchanged, and nobody on the way releases it: there is nothing left to decide.
"""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core import (
    File,
    Incoming,
    Invalid,
    Outgoing,
    PackageState,
    Refused,
    Work,
    announce,
    outside_party,
    own_files,
    send,
)
from plugins.filing_review import rules
from plugins.filing_review.models import Doubt
from plugins.filing_review.rules import Direction, DoubtOutcome, DoubtState, LetterKind
from plugins.filing_review.service.doubts import keep_paper, own_doubt
from plugins.filing_review.service.letters import (
    PLUGIN,
    Enclosed,
    Paper,
    check_not_future,
    file_or_none,
    move,
    own_filing,
    plain,
    require_step,
)
from plugins.filing_review.service.settling import settle_doubts


class DoubtAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back from above: who answered, by which paper, and what it says."""

    outcome: DoubtOutcome
    answered_by: str
    number: str
    answered_on: date
    text: str


async def record_doubt_answer(
    work: Work, doubt_id: UUID, answer: DoubtAnswer, file_id: UUID | None
) -> Doubt:
    """Record an answer that came by paper from above; the body below gets it by package.

    Only where the body above does not work on this platform: otherwise the answer is its own to
    send, and nobody below may write it.
    """
    doubt = await own_doubt(work, doubt_id)
    _check_answer(answer)
    require_step(doubt, rules.DoubtMachine, "take_answer", rules.DOUBT_STATES)
    await _require_paper_only(work, doubt)
    await _answered(work, doubt, answer, await file_or_none(work, file_id), None)
    announce(work, "filing_review.record_doubt_answer", doubt, {"number": answer.number})
    return doubt


def _check_answer(answer: DoubtAnswer) -> None:
    said = ((answer.answered_by, "answeredBy"), (answer.number, "number"), (answer.text, "text"))
    for value, field in said:
        if not value.strip():
            raise Invalid(
                "ANSWER_INCOMPLETE", "请填写答复的机关、文号和内容，以来文为准。", field=field
            )
    check_not_future(answer.answered_on, "答复日期")


async def _require_paper_only(work: Work, doubt: Doubt) -> None:
    """The body above is out of the platform, or its package is held: it answers on paper."""
    to = doubt.above_body or "", doubt.above_organ or ""
    if await outside_party(work.session, to) is None and not await _is_held(work, doubt):
        raise Refused(
            "ANSWER_FROM_ABOVE", "上一级在本平台办理，答复由其送达，不能在此记录。请等待答复。"
        )


async def _is_held(work: Work, doubt: Doubt) -> bool:
    """Whether its package does not arrive: it is held, or waits behind one that is."""
    own = aliased(Outgoing)
    ahead = (
        select(Outgoing.id)
        .join(own, (own.tenant_id == Outgoing.tenant_id) & (own.line_id == Outgoing.line_id))
        .where(
            own.id == doubt.package_id,
            own.state.in_((PackageState.HELD, PackageState.WAITING)),
            Outgoing.number <= own.number,
            Outgoing.state == PackageState.HELD,
        )
        .limit(1)
    )
    return await work.session.scalar(ahead) is not None


async def _answered(
    work: Work, doubt: Doubt, answer: DoubtAnswer, file: File | None, package: Incoming | None
) -> None:
    """Note the answer; send it on to the body below, or let one's own filing go on."""
    move(doubt, rules.DoubtMachine, "take_answer", rules.DOUBT_STATES)
    doubt.outcome, doubt.answered_by = answer.outcome, answer.answered_by
    doubt.answered_number, doubt.answered_on = answer.number, answer.answered_on
    doubt.answer = answer.text
    _keep_answer(work, doubt, answer, file, package)
    if doubt.below_body is not None:
        await _send_down(work, doubt, answer, file)
    if doubt.filing_id is not None:
        await settle_doubts(work, await own_filing(work, doubt.filing_id))


def _keep_answer(
    work: Work, doubt: Doubt | None, answer: DoubtAnswer, file: File | None, came: Incoming | None
) -> None:
    """The answer as a letter of whoever gave it, wherever it passes."""
    paper = Paper(
        kind=LetterKind.DOUBT_ANSWER,
        text=answer.text,
        number=answer.number,
        dated_on=answer.answered_on,
        facts={"outcome": str(answer.outcome)},
    )
    enclosed = Enclosed(attachment=file)
    keep_paper(work, doubt, paper, Direction.RECEIVED, answer.answered_by, enclosed, came)


async def _send_down(work: Work, doubt: Doubt, answer: DoubtAnswer, file: File | None) -> None:
    package = await send(
        work,
        PLUGIN,
        "doubt_answer",
        to=(doubt.below_body or "", doubt.below_organ or ""),
        payload={"doubt": str(doubt.below_ref), "answer": plain(answer)},
        files=[file] if file else [],
        reply_to=doubt.arrived_package_id,
    )
    doubt.answer_package_id = package.id


async def take_doubt_answer(work: Work, package: Incoming) -> None:
    """The answer arrives from above.

    Where it crossed one that was recorded by hand, or the doubt was another body's that this one
    succeeded, it is kept as a letter and moves nothing.
    """
    answer = msgspec.convert(package.payload["answer"], DoubtAnswer)
    files = await own_files(work, package)
    file = files[0] if files else None
    doubt = await work.session.scalar(
        select(Doubt).where(Doubt.id == UUID(package.payload["doubt"])).with_for_update()
    )
    if doubt is None or doubt.state is not DoubtState.PASSED_UP:
        _keep_answer(work, doubt, answer, file, package)
        return
    await _answered(work, doubt, answer, file, package)
