"""Erasing what is personal, and the notice."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import strawberry

from core import ErasureGround, Info, Node, column, given, key, link, reads, record, records, verb
from plugins.deputy_files import models, rules, service
from plugins.deputy_files import permissions as may
from plugins.deputy_files.schema.leaves import LeaveRequest
from plugins.deputy_files.schema.records import DutyEntry, EntryDraft

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@record(
    models.Erasure,
    read=may.READ_ERASURES,
    description="删除个人信息的一项请求及其办理：说明删除了什么，不再说明内容",
    sees=service.erasures_of_viewer,
    timeline=True,
)
class WordsErasure(Node):
    """A request, and what came of it."""

    state: rules.ErasureState = column("状态")
    entry: DutyEntry | None = link(DutyEntry, "entry_id", "关于哪一条已入档的记录")
    draft: EntryDraft | None = link(EntryDraft, "draft_id", "关于哪一条不再提交的记录")
    leave: LeaveRequest | None = link(LeaveRequest, "leave_id", "关于哪一项请假")
    asked_on: date | None = column("本人提出的日期；由机构主动删除的为空")
    asked_by_name: str | None = column("由谁提出")
    asked_why: str | None = column("本人说明的理由；删除以后一并删除")
    ground: ErasureGround | None = column("属于法律所列的哪一种情形")
    decided_on: date | None = column("办理日期")
    decided_by_name: str | None = column("由谁办理")
    decision: str | None = column("不予删除的理由，或者删除时的说明")
    entries: list[str] = column("删除了内容的各条记录的编号（同一件事的更正前后各条）")
    contents: list[str] = column("删除了内容的佐证材料的 SHA-256 摘要")
    staying: int = column("另有记录使用同一内容、因而保留的佐证材料份数")


@strawberry.type(description="向代表告知怎样处理其个人信息（个人信息保护法第十七条、第三十五条）")
class DataNotice:
    """The words, and whether the asker read them."""

    text: str | None = column("告知的文字，一行一项；本机构没有定的为空")
    rule_text: str | None = column("依据")
    read: bool = column("本人是否已阅读现在的文字")


@strawberry.input(description="请求删除个人信息")
class RequestErasureInput:
    """What, and why."""

    entry: strawberry.ID | None = given("已入档的记录的 id", default=None)
    draft: strawberry.ID | None = given("不再提交的记录的 id", default=None)
    leave: strawberry.ID | None = given("请假的 id", default=None)
    why: str = given("为什么应当删除")


@strawberry.input(description="删除个人信息")
class EraseWordsInput:
    """A request or what it would name, and in which case of the law."""

    erasure: strawberry.ID | None = given("本人所提请求的 id；填了它，其余不填", default=None)
    entry: strawberry.ID | None = given("已入档的记录的 id", default=None)
    draft: strawberry.ID | None = given("不再提交的记录的 id", default=None)
    leave: strawberry.ID | None = given("请假的 id", default=None)
    ground: ErasureGround = given("属于法律所列的哪一种情形")
    note: str = given("说明；不要重复被删除的内容", default="")


def _about(
    input: RequestErasureInput | EraseWordsInput, request: UUID | None = None
) -> service.About:
    return service.About(
        request_id=request,
        entry_id=key(input.entry, "DutyEntry") if input.entry is not None else None,
        draft_id=key(input.draft, "EntryDraft") if input.draft is not None else None,
        leave_id=key(input.leave, "LeaveRequest") if input.leave is not None else None,
    )


@strawberry.input(description="不予删除")
class RefuseErasureInput:
    """Which request, why."""

    erasure: strawberry.ID = given("请求的 id")
    reason: str = given("理由")


@strawberry.type
class ErasureReads:
    """Requests, and the notice."""

    @records(WordsErasure, "删除个人信息的请求和记录，最近的在前；代表只看到本人的")
    def erasures(
        self,
        info: Info,
        state: Annotated[
            rules.ErasureState | None, strawberry.argument(description="只要此状态的")
        ] = None,
    ) -> Any:
        return service.erasure_list(state)

    @reads(may.READ, "怎样处理代表的个人信息：告知的文字，本人是否已阅读")
    async def data_notice(self, info: Info) -> DataNotice:
        told = await service.own_notice(info.context)
        return DataNotice(text=told.text, rule_text=told.rule_text, read=told.read)


@strawberry.type
class ErasureVerbs:
    """Asking, erasing, refusing; having read."""

    @verb(may.READ_NOTICE, "本人已阅读现在的告知")
    async def read_notice(self, info: Info) -> DataNotice:
        await service.read_notice(info.context.work)
        told = await service.own_notice(info.context)
        return DataNotice(text=told.text, rule_text=told.rule_text, read=True)

    @verb(
        may.REQUEST_ERASURE,
        "本人请求删除一条记录的内容，或者一项请假的理由",
    )
    async def request_erasure(self, info: Info, input: RequestErasureInput) -> WordsErasure:
        return await service.request_erasure(info.context.work, _about(input), input.why)

    @verb(
        may.ERASE_WORDS,
        "删除一条记录（连同更正）的文字和佐证材料，或者一项请假的理由；其余各项和摘要仍在",
    )
    async def erase_words(self, info: Info, input: EraseWordsInput) -> WordsErasure:
        request = key(input.erasure, "WordsErasure") if input.erasure is not None else None
        about = _about(input, request)
        return await service.erase_words(info.context.work, about, input.ground, input.note)

    @verb(may.REFUSE_ERASURE, "不予删除，说明理由")
    async def refuse_erasure(self, info: Info, input: RefuseErasureInput) -> WordsErasure:
        return await service.refuse_erasure(
            info.context.work, key(input.erasure, "WordsErasure"), input.reason
        )
