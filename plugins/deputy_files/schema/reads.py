"""The plugin's reads."""

from typing import Annotated, Any

import strawberry

from core import Info, column, key, reads, records
from plugins.deputy_files import permissions as may
from plugins.deputy_files import rules, service
from plugins.deputy_files.schema.cards import CardReads
from plugins.deputy_files.schema.erasures import ErasureReads
from plugins.deputy_files.schema.facts import FactReads
from plugins.deputy_files.schema.imports import ImportReads
from plugins.deputy_files.schema.inputs import DutyEntryFilter, EntryDraftFilter
from plugins.deputy_files.schema.leaves import LeaveReads
from plugins.deputy_files.schema.records import (
    DeputyFile,
    DutyEntry,
    DutyMatter,
    EntryDraft,
    EntryLikeness,
)
from plugins.deputy_files.schema.tables import TableReads


@strawberry.type(description="履职清单的一个方面")
class DutyAspectInfo:
    """An aspect of the body's duty list."""

    code: str = column("代码")
    title: str = column("内容")
    in_session: bool = column("是否代表大会会议期间的履职")


@strawberry.type(description="履职事项的一个种类")
class EntryKindInfo:
    """A kind of entry of the body."""

    code: str = column("代码")
    title: str = column("名称")
    aspect: str | None = column("履职清单的哪一方面")
    counts: bool = column("是否计入履职次数；如缺席只作记录，不计入")


@strawberry.type(description="本机构的履职清单和履职事项种类")
class DutyLists:
    """The body's own lists."""

    aspects: list[DutyAspectInfo] = column("履职清单")
    aspects_rule: str | None = column("履职清单的依据")
    kinds: list[EntryKindInfo] = column("履职事项的种类")
    kinds_rule: str | None = column("种类的依据")
    evidence_notice: str = column("附照片、影像以前须看的提示：儿童的面部（个人信息保护法）")
    card_notice: str = column("起草、公布电子名片以前须看的提示：儿童的面部（个人信息保护法）")


@strawberry.type
class Query(CardReads, ErasureReads, FactReads, ImportReads, LeaveReads, TableReads):
    """The plugin's reads."""

    @records(DeputyFile, "代表履职档案，按姓名；代表只看到本人的，组长、联络站看到所管的")
    def deputy_files(
        self,
        info: Info,
        term: Annotated[int | None, strawberry.argument(description="只要此届的")] = None,
        station: Annotated[
            str | None, strawberry.argument(description="只要此联络站（机关代码）保管的")
        ] = None,
        archived: Annotated[
            bool | None, strawberry.argument(description="只要已归档的，或者只要没有归档的")
        ] = None,
        name: Annotated[str | None, strawberry.argument(description="姓名中有这些字的")] = None,
    ) -> Any:
        return service.file_list(term, station, archived=archived, name=name)

    @records(EntryDraft, "还没有入档的履职记录，最近的日期在前")
    async def entry_drafts(
        self,
        info: Info,
        where: Annotated[EntryDraftFilter | None, strawberry.argument(description="筛选")] = None,
    ) -> Any:
        asked = where or EntryDraftFilter()
        listing = service.draft_list(asked.to_wanted())
        if asked.to_confirm:
            listing = listing.where(await service.to_confirm(info.context))
        return listing.where(service.own(info.context)) if asked.own else listing

    @reads(
        may.CONFIRM_ENTRY,
        "一条待确认的记录此刻与哪些记录疑似重复；确认被退回以后，在这里看新出现的各处",
    )
    async def entry_likenesses(
        self,
        info: Info,
        draft: Annotated[strawberry.ID, strawberry.argument(description="未确认记录的 id")],
    ) -> list[EntryLikeness]:
        return await service.likenesses_now(  # pyright: ignore[reportReturnType]
            info.context, key(draft, "EntryDraft")
        )

    @records(DutyEntry, "已确认、入档的履职记录，最近的日期在前")
    async def duty_entries(
        self,
        info: Info,
        where: Annotated[DutyEntryFilter | None, strawberry.argument(description="筛选")] = None,
    ) -> Any:
        asked = where or DutyEntryFilter()
        member = asked.confirmed_by_member
        person = (
            await service.person_of(info.context, key(member, "Member"))
            if member is not None
            else None
        )
        return service.entry_list(
            service.WantedEntries(
                file_id=key(asked.file, "DeputyFile") if asked.file is not None else None,
                year=asked.year,
                kind=asked.kind,
                confirmed_by=person,
                standing=asked.standing,
            )
        )

    @records(DutyMatter, "履职议题，最近的在前；代表只看到本人登记、本人记录所属的")
    def duty_matters(self, info: Info) -> Any:
        return service.matter_list()

    @reads(may.READ, "本机构的履职清单和履职事项种类")
    async def duty_lists(self, info: Info) -> DutyLists:
        lists = await service.own_lists(info.context)
        return DutyLists(
            aspects=[
                DutyAspectInfo(code=one.code, title=one.title, in_session=one.in_session)
                for one in lists.aspects
            ],
            aspects_rule=lists.aspects_rule,
            kinds=[
                EntryKindInfo(code=one.code, title=one.title, aspect=one.aspect, counts=one.counts)
                for one in lists.kinds
            ],
            kinds_rule=lists.kinds_rule,
            evidence_notice=rules.EVIDENCE_NOTICE,
            card_notice=rules.CARD_NOTICE,
        )
