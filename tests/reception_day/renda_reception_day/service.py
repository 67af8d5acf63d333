"""The verbs and what packages do."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from core import (
    Incoming,
    Invalid,
    NotFound,
    OpenMatter,
    Organ,
    Refused,
    Work,
    announce,
    compute,
    meet_clock,
    send,
    start_clock,
    today,
)
from sqlalchemy.ext.asyncio import AsyncSession

from renda_reception_day import rules
from renda_reception_day.models import (
    DayRow,
    MatterRow,
    ReceptionMatterState,
    ReceptionTaskState,
    ReceptionVisitorKind,
    TaskRow,
)
from renda_reception_day.permissions import (
    ANSWER_TASK,
    CLOSE_MATTER,
    HAND_MATTER,
    OPEN_DAY,
    PLUGIN,
    RECORD_MATTER,
)
from renda_reception_day.practice import ANSWER_PERIOD

HANDED = "handed_matter"
ANSWERED = "answer"


async def open_reception_day(work: Work, held_on: date, place: str, name: str, post: str) -> DayRow:
    """Announce a day beforehand."""
    if held_on < today():
        raise Invalid("RECEPTION_DAY_PAST", "接待日期已过，请改为今天或者以后。", field="heldOn")
    day = DayRow(
        held_on=held_on,
        place=rules.filled(place, "place", "接待地点"),
        receiver_name=rules.filled(name, "receiverName", "接待人姓名"),
        receiver_post=rules.filled(post, "receiverPost", "接待人职务"),
    )
    work.session.add(day)
    await work.session.flush()
    announce(work, OPEN_DAY, day, {"held_on": held_on.isoformat()})
    return day


async def record_reception_matter(
    work: Work,
    day_id: UUID,
    visitor_kind: ReceptionVisitorKind,
    surname: str,
    subject: str,
    text: str,
) -> MatterRow:
    """Record what was brought; the event says nothing of who came and of what was said."""
    day = await work.session.scalar(sa.select(DayRow).where(DayRow.id == day_id))
    if day is None:
        raise NotFound("接待日")
    if day.held_on > today():
        raise Refused("RECEPTION_DAY_TO_COME", "这个接待日还没有到，不能登记接待事项。")
    surname = surname.strip()
    if not rules.is_surname(surname):
        raise Invalid(
            "RECEPTION_SURNAME_ONLY", "来访人只登记姓氏，请不要填写全名或者称呼。", field="surname"
        )
    matter = MatterRow(
        organ_id=work.acting_organ.id,
        day_id=day.id,
        visitor_kind=visitor_kind,
        surname=surname,
        subject=rules.filled(subject, "subject", "事由"),
        text=rules.filled(text, "text", "反映的内容"),
    )
    work.session.add(matter)
    await work.session.flush()
    announce(work, RECORD_MATTER, matter, {"day": str(day.id)})
    return matter


async def _own_matter(work: Work, matter_id: UUID) -> MatterRow:
    """The acting organ's matter, locked."""
    matter = await work.session.scalar(
        sa.select(MatterRow).where(MatterRow.id == matter_id).with_for_update()
    )
    if matter is None:
        raise NotFound("接待事项")
    return matter


async def hand_reception_matter(work: Work, matter_id: UUID, to: str) -> MatterRow:
    """Hand it to another organ of the body, with the time for the answer by today's practice."""
    matter = await _own_matter(work, matter_id)
    if matter.state is not ReceptionMatterState.RECORDED:
        raise Refused("RECEPTION_NOT_RECORDED", "这件事项已经交办或者办结，不能再交办。")
    organ = await work.session.scalar(
        sa.select(Organ).where(Organ.code == to, Organ.closed_on.is_(None))
    )
    if organ is None:
        raise Invalid("RECEPTION_NO_SUCH_ORGAN", "本机构没有这个机关，请重新选择。", field="to")
    if organ.id == work.acting_organ.id:
        raise Invalid("RECEPTION_OWN_ORGAN", "请交给其他机关，不能交给本机关。", field="to")
    due = await compute(work, ANSWER_PERIOD, today())
    due_on = due.due_on and due.due_on.isoformat()
    # Who came stays with the organ that recorded it.
    package = await send(
        work,
        PLUGIN,
        HANDED,
        to=(work.body.code, organ.code),
        payload={
            "subject": matter.subject,
            "text": matter.text,
            "handed_on": today().isoformat(),
            "due_on": due_on,
        },
    )
    matter.state = ReceptionMatterState.HANDED
    matter.handed_to, matter.handed_to_name = organ.code, organ.name
    matter.handed_on, matter.package_id = today(), package.id
    matter.due_on, matter.due_span, matter.due_rule = due.due_on, due.span_text, due.rule_text
    announce(
        work,
        HAND_MATTER,
        matter,
        {"to": organ.code, "due_on": due_on, "digest": package.digest},
    )
    return matter


async def take_in_matter(work: Work, package: Incoming) -> None:
    """The handling organ's own row; its clock runs from the day of the handing over."""
    handed_on = date.fromisoformat(package.payload["handed_on"])
    task = TaskRow(
        organ_id=package.organ_id,
        package_id=package.id,
        from_body=package.from_body,
        from_organ=package.from_organ,
        from_organ_name=package.from_organ_name,
        subject=package.payload["subject"],
        text=package.payload["text"],
        handed_on=handed_on,
    )
    work.session.add(task)
    await work.session.flush()
    clock = await start_clock(work, ANSWER_PERIOD, task, handed_on)
    await work.session.flush()
    task.clock_id = clock.id


async def answer_reception_task(work: Work, task_id: UUID, answer: str) -> TaskRow:
    """Answer what was handed over; the clock is met and the answer goes back."""
    task = await work.session.scalar(
        sa.select(TaskRow).where(TaskRow.id == task_id).with_for_update()
    )
    if task is None:
        raise NotFound("交办的接待事项")
    if task.state is not ReceptionTaskState.WAITING:
        raise Refused("RECEPTION_TASK_ANSWERED", "这件交办事项已经答复，不必再次办理。")
    task.answer = rules.filled(answer, "answer", "答复")
    task.state, task.answered_on = ReceptionTaskState.ANSWERED, today()
    clock = await meet_clock(work, ANSWER_PERIOD, task.id, today())
    package = await send(
        work,
        PLUGIN,
        ANSWERED,
        to=(task.from_body, task.from_organ),
        payload={"answer": task.answer, "answered_on": today().isoformat()},
        reply_to=task.package_id,
    )
    late_by = clock.late_by if clock else None
    announce(work, ANSWER_TASK, task, {"late_by": late_by, "digest": package.digest})
    return task


async def take_in_answer(work: Work, package: Incoming) -> None:
    """Write the answer to the matter that it is about; one that fits none changes nothing."""
    matter = await work.session.scalar(
        sa.select(MatterRow)
        .where(
            MatterRow.package_id == package.reply_to,
            MatterRow.handed_to == package.from_organ,
            MatterRow.state == ReceptionMatterState.HANDED,
        )
        .with_for_update()
    )
    if matter is None or package.from_body != work.body.code:
        return
    matter.answer = package.payload["answer"]
    matter.answered_on = date.fromisoformat(package.payload["answered_on"])
    matter.state = ReceptionMatterState.ANSWERED


async def close_reception_matter(work: Work, matter_id: UUID, note: str) -> MatterRow:
    """Close a matter that was settled on the spot, or whose answer has come back."""
    matter = await _own_matter(work, matter_id)
    if matter.state is ReceptionMatterState.HANDED:
        raise Refused("RECEPTION_ANSWER_AWAITED", "承办机关还没有答复，不能办结。")
    if matter.state is ReceptionMatterState.CLOSED:
        raise Refused("RECEPTION_CLOSED", "这件事项已经办结，不必再次办理。")
    matter.closing_note = rules.filled(note, "note", "办结情况")
    matter.state, matter.closed_on = ReceptionMatterState.CLOSED, today()
    announce(work, CLOSE_MATTER, matter)
    return matter


async def count_matters(session: AsyncSession) -> list[tuple[ReceptionMatterState, int]]:
    """How many matters of the organ there are of each state, in the order of the work."""
    asked = sa.select(MatterRow.state, sa.func.count(MatterRow.id)).group_by(MatterRow.state)
    found = {state: count for state, count in await session.execute(asked)}
    return [(state, found.get(state, 0)) for state in ReceptionMatterState]


async def open_matters(work: Work) -> list[OpenMatter]:
    """Days promised to the public, matters not closed, tasks not answered."""
    asked = {
        "已预告、尚未举行的接待日": sa.select(sa.func.count(DayRow.id)).where(
            DayRow.held_on >= today()
        ),
        "尚未办结的接待事项": sa.select(sa.func.count(MatterRow.id)).where(
            MatterRow.state != ReceptionMatterState.CLOSED
        ),
        "交办后尚未答复的接待事项": sa.select(sa.func.count(TaskRow.id)).where(
            TaskRow.state == ReceptionTaskState.WAITING
        ),
    }
    return [
        OpenMatter(title=title, count=await work.session.scalar(counted) or 0)
        for title, counted in asked.items()
    ]
