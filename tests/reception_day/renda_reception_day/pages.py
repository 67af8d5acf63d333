"""The pages of the console: declared, but for one that is a module of our own."""

from pathlib import Path

from core import (
    ChartPage,
    Choices,
    Column,
    DetailPage,
    FieldKind,
    FormPage,
    ListPage,
    ModulePage,
    Page,
    PageAction,
    PageInput,
)

from renda_reception_day.permissions import READ, READ_MATTERS, READ_TASKS, RECORD_MATTER

SUBJECT = Column("subject", "事由", "Subject")
TEXT = Column("text", "反映的内容", "What was said", FieldKind.LONG_TEXT)
STATE = Column("state", "状态", "State")
ANSWER = Column("answer", "答复", "Answer", FieldKind.LONG_TEXT)
DAY = PageInput(
    "day", "接待日", "Reception day", choices=Choices(field="receptionDays", label="heldOn")
)

PAGES: list[Page] = [
    ListPage(
        name="days",
        title="接待日",
        english="Reception days",
        action=READ,
        field="receptionDays",
        columns=(
            Column("heldOn", "接待日期", "Day"),
            Column("place", "地点", "Place"),
            Column("receiverName", "接待人", "Receiver"),
            Column("receiverPost", "职务", "Post"),
        ),
        actions=(
            PageAction(mutation="openReceptionDay", title="预告接待日", english="Announce a day"),
        ),
    ),
    ListPage(
        name="matters",
        title="接待事项",
        english="Matters",
        action=READ_MATTERS,
        field="receptionMatters",
        columns=(
            SUBJECT,
            STATE,
            Column("day.heldOn", "接待日期", "Day"),
            Column("handedToName", "承办机关", "Handled by"),
            Column("dueOn", "答复期限", "Due on"),
        ),
        filters=(PageInput("state", "状态", "State"), DAY),
        opens="matter",
    ),
    DetailPage(
        name="matter",
        title="接待事项",
        english="Matter",
        action=READ_MATTERS,
        record="ReceptionMatter",
        columns=(
            SUBJECT,
            STATE,
            Column("day.heldOn", "接待日期", "Day"),
            Column("visitorKind", "来访人", "Visitor"),
            Column("surname", "姓氏", "Surname"),
            TEXT,
            Column("handedToName", "承办机关", "Handled by"),
            Column("handedOn", "交办日期", "Handed on"),
            Column("dueText", "答复期限及依据", "Due, and why", FieldKind.LONG_TEXT),
            ANSWER,
            Column("closingNote", "办结情况", "How it ended", FieldKind.LONG_TEXT),
        ),
        actions=(
            PageAction(
                mutation="handReceptionMatter",
                title="交办",
                english="Hand over",
                record="matter",
                inputs=(
                    PageInput(
                        "to",
                        "承办机关",
                        "To whom",
                        choices=Choices(field="body.organs", value="code", label="name"),
                    ),
                ),
                offered={"state": ("RECORDED",)},
            ),
            PageAction(
                mutation="closeReceptionMatter",
                title="办结",
                english="Close",
                record="matter",
                inputs=(PageInput("note", "办结情况", "How it ended", FieldKind.LONG_TEXT),),
                offered={"state": ("RECORDED", "ANSWERED")},
            ),
        ),
    ),
    FormPage(
        name="record",
        title="登记接待事项",
        english="Record a matter",
        action=RECORD_MATTER,
        mutation="recordReceptionMatter",
        inputs=(
            DAY,
            PageInput("visitorKind", "来访人", "Visitor"),
            PageInput("surname", "来访人的姓氏（不填全名）", "Surname only"),
            PageInput("subject", "事由", "Subject"),
            PageInput("text", "反映的内容", "What was said", FieldKind.LONG_TEXT),
        ),
        then="matter",
    ),
    ListPage(
        name="tasks",
        title="交我机关办理的事项",
        english="Handed to us",
        action=READ_TASKS,
        field="receptionTasks",
        columns=(
            SUBJECT,
            Column("fromOrganName", "交办的机关", "Handed by"),
            Column("clock.dueOn", "答复期限", "Due on"),
            STATE,
        ),
        filters=(PageInput("state", "状态", "State"),),
        opens="task",
    ),
    DetailPage(
        name="task",
        title="交办事项",
        english="Task",
        action=READ_TASKS,
        record="ReceptionTask",
        columns=(SUBJECT, STATE, TEXT, Column("clock.dueOn", "答复期限", "Due on"), ANSWER),
        actions=(
            PageAction(
                mutation="answerReceptionTask",
                title="答复",
                english="Answer",
                record="task",
                inputs=(PageInput("answer", "答复", "Answer", FieldKind.LONG_TEXT),),
                offered={"state": ("WAITING",)},
            ),
        ),
    ),
    ChartPage(
        name="standing",
        title="办理情况",
        english="How matters stand",
        action=READ_MATTERS,
        field="receptionMatterCounts",
        label=STATE,
        values=(Column("count", "件数", "Matters"),),
        opens="matters",
        by="state",
    ),
    ModulePage(
        name="board",
        title="接待日公告牌",
        english="Notice board",
        action=READ,
        file=Path(__file__).parent / "console" / "board.js",
    ),
]
