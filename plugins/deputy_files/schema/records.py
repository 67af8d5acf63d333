"""The plugin's records; which rows somebody sees, `sees` says."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from core import (
    ERASED,
    OFFERED,
    REVISION,
    Info,
    MandateStatus,
    Node,
    OrganRecord,
    ToldApart,
    children,
    column,
    computed,
    link,
    record,
)
from plugins.deputy_files import models, rules, service
from plugins.deputy_files import permissions as may


@record(
    models.FileMove,
    read=may.READ,
    description="档案的一次转移",
    sees=service.within_files(models.FileMove.file_id),
)
class DeputyFileMove(Node):
    """A move."""

    from_organ: OrganRecord | None = link(OrganRecord, "from_organ_id", "原保管的联络站")
    to_organ: OrganRecord | None = link(OrganRecord, "to_organ_id", "现保管的联络站")
    moved_on: date = column("转移日期")
    reason: str = column("原因")
    moved_by_name: str = column("由谁办理")


@strawberry.type(description="一名代表的一项年度目标")
class TargetProgress:
    """How far somebody is."""

    title: str = column("目标")
    times: int = column("每年几次")
    done: int = column("已确认几次")
    percent: int = column("完成百分比，最高100")


@record(
    models.DeputyFile,
    read=may.READ,
    description="代表履职档案：一人一档，按届建立",
    sees=service.files_of_viewer,
    timeline=True,
)
class DeputyFile(Node):
    """One person's file in one term."""

    name: str = column("代表姓名")
    term: int = column("届次")
    district: str = column("选区或选举单位")
    station: OrganRecord | None = link(OrganRecord, "station_organ_id", "保管档案的联络站")
    office: OrganRecord | None = link(
        OrganRecord, "office_organ_id", "所在代表团的联络处（县级人大工作人员）"
    )
    opened_on: date = column("建档日期")
    archived_on: date | None = column("归档日期；尚在使用的为空")
    moves: list[DeputyFileMove] = children(
        DeputyFileMove, "file_id", "转移的经过", order=["moved_on", "id"]
    )

    @computed("代表资格的状态；暂停、终止的原因不在档案里", needs=["mandate_id"])
    async def mandate_status(root: Any, info: Info) -> MandateStatus | None:
        """The state alone: why is seen by credentials staff only."""
        return await info.context.load("deputy_files.status", root.mandate_id, service.statuses_of)

    @computed("年度目标（如“五个一”）的完成情况", needs=["id"])
    async def target_progress(
        root: Any,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
    ) -> list[TargetProgress]:
        """Of a page of files at once."""
        context = info.context

        async def load_many(_session: Any, ids: Any) -> Any:
            return await service.progress_of(context, year, ids)

        told = await context.load(("deputy_files.progress", year), root.id, load_many)
        return [
            TargetProgress(title=one.title, times=one.times, done=one.done, percent=one.percent)
            for one in told
        ]


@record(
    models.DutyMatter,
    read=may.READ,
    description="履职议题：几条记录共同的事情",
    sees=service.matters_of_viewer,
)
class DutyMatter(Node):
    """What several entries are about."""

    title: str = column("名称")
    opened_on: date = column("登记日期")
    opened_by_name: str = column("由谁登记")


@record(
    models.DraftEvidence,
    read=may.READ,
    description="未确认记录的一份佐证材料",
    sees=service.draft_evidence_of_viewer,
)
class DraftEvidence(Node):
    """A photo, film or paper."""

    by_deputy: bool = column("是否代表本人提供")
    name: str = column("文件名")
    kind: str = column("类型")
    size: int = column("字节数")
    digest: str = column("SHA-256 摘要")


@record(
    models.DraftLikeness,
    read=may.READ,
    description="与另一条记录的相似之处；只供确认的人核对",
    sees=service.likenesses_of_viewer,
)
class EntryLikeness(Node):
    """In what a draft looks like another record."""

    likeness: rules.Likeness = column("相似之处")
    percent: int = column("相似程度，百分比")
    other_name: str = column("另一条记录的代表")
    other_title: str = column("另一条记录的标题")
    other_held_on: date = column("另一条记录的日期")


@record(
    models.EntryDraft,
    read=may.READ,
    description="还没有入档的一条履职记录",
    sees=service.drafts_of_viewer,
    timeline=True,
    told_apart=ToldApart(day="held_on"),
)
class EntryDraft(Node):
    """One matter that is being written."""

    state: rules.EntryState = column("状态")
    source: rules.EntrySource = column("由谁先写")
    kind: str = column("履职事项的种类，代码见 entryKinds")
    held_on: date = column("日期")
    starts_at: datetime | None = column("开始时间")
    ends_at: datetime | None = column("结束时间")
    place: str | None = column("地点（场所名称）")
    title: str = column("标题")
    quantity: int = column("次数、件数")
    deputy_text: str | None = column("代表本人所写")
    deputy_by_name: str | None = column("代表本人")
    station_text: str | None = column("联络站、工作机构所写")
    station_by_name: str | None = column("联络站、工作机构的填写人")
    withdraws: bool = column("是否只撤销原记录")
    reason: str | None = column("更正、撤销、不再提交的理由")
    event_name: str | None = column("由哪一项办理自动产生")
    submitted_at: datetime | None = column("提交时间")
    refused_on: date | None = column("不予确认的日期")
    refusal: str | None = column("不予确认的理由")
    refused_by_name: str | None = column("由谁不予确认")
    file: DeputyFile | None = link(DeputyFile, "file_id", "所属档案")
    matter: DutyMatter | None = link(DutyMatter, "matter_id", "所属议题")
    evidence: list[DraftEvidence] = children(DraftEvidence, "draft_id", "佐证材料", order=["id"])

    @computed("其中的个人信息是否已经删除", needs=["title"])
    def erased(root: Any) -> bool:
        """Whether its words are gone."""
        return root.title == ERASED

    @computed("附照片、影像以前须看的提示：儿童的面部（个人信息保护法）", needs=["id"])
    def evidence_notice(root: Any) -> str:
        """For whoever adds to it."""
        return rules.EVIDENCE_NOTICE

    @computed(REVISION, needs=["id", *models.EntryDraft.EDITED])
    async def revision(root: Any, info: Info) -> str:
        """For the one who edits it next."""
        evidence = await info.context.load("evidence of drafts", root.id, service.evidence_said)
        return service.entry_revision(root, evidence)

    @computed(OFFERED, needs=["id"])
    async def offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of drafts"
        return await info.context.load_for_asker(how, root.id, service.offered_of_drafts) or []

    alike: list[EntryLikeness] = children(
        EntryLikeness, "draft_id", "疑似重复之处，确认以前须逐条核对", order=["id"]
    )


@record(
    models.EntryEvidence,
    read=may.READ,
    description="已确认记录的一份佐证材料；不可更改",
    sees=service.within_entries(models.EntryEvidence.entry_id),
)
class EntryEvidence(Node):
    """As it was when it was confirmed."""

    by_deputy: bool = column("是否代表本人提供")
    name: str = column("文件名")
    kind: str = column("类型")
    size: int = column("字节数")
    digest: str = column("SHA-256 摘要")


@record(
    models.EntryLooked,
    read=may.READ,
    description="确认时核对过的一处疑似重复，按当时所见；只供确认的人查看",
    sees=service.looked_of_viewer,
)
class EntryLooked(Node):
    """As it was shown to whoever confirmed."""

    likeness: rules.Likeness = column("相似之处")
    percent: int = column("相似程度，百分比")
    other_name: str = column("另一条记录的代表")
    other_title: str = column("另一条记录的标题")
    other_held_on: date = column("另一条记录的日期")


@record(
    models.Entry,
    read=may.READ,
    description="已确认、入档的一条履职记录；不可更改，更正须另记一条",
    sees=service.confirmed_of_viewer,
    timeline=True,
    told_apart=ToldApart(day="held_on", whose="name"),
)
class DutyEntry(Node):
    """A confirmed entry."""

    name: str = column("代表姓名")
    source: rules.EntrySource = column("由谁先写")
    kind: str = column("履职事项的种类，代码见 entryKinds")
    aspect: str | None = column("履职清单的哪一方面，代码见 dutyAspects")
    held_on: date = column("日期")
    year: int = column("年度")
    starts_at: datetime | None = column("开始时间")
    ends_at: datetime | None = column("结束时间")
    place: str | None = column("地点（场所名称）")
    title: str = column("标题")
    quantity: int = column("次数、件数")
    deputy_text: str | None = column("代表本人所写")
    station_text: str | None = column("联络站、工作机构所写")
    station_by_name: str | None = column("联络站、工作机构的填写人")
    withdrawn: bool = column("是否只撤销原记录，本身不计")
    reason: str | None = column("更正、撤销的理由")
    digest: str = column("确认内容的 SHA-256 摘要")
    alike: int = column("确认时核对过几处疑似重复")
    confirmed_on: date = column("确认日期")
    confirmed_by_name: str = column("由谁确认")
    confirmed_organ: OrganRecord | None = link(OrganRecord, "confirmed_organ_id", "以哪个机关确认")
    file: DeputyFile | None = link(DeputyFile, "file_id", "所属档案")
    matter: DutyMatter | None = link(DutyMatter, "matter_id", "所属议题")
    evidence: list[EntryEvidence] = children(EntryEvidence, "entry_id", "佐证材料", order=["id"])
    looked: list[EntryLooked] = children(
        EntryLooked, "entry_id", "确认时核对过的疑似重复之处", order=["id"]
    )

    @computed("其中的个人信息是否已经删除", needs=["title"])
    def erased(root: Any) -> bool:
        """Whether its words are gone."""
        return root.title == ERASED

    @computed("被哪一条更正、撤销（id）；仍然有效的为空", needs=["id"])
    async def corrected_by(root: Any, info: Info) -> strawberry.ID | None:
        """The later entry that takes its place."""
        return await info.context.load("deputy_files.corrected", root.id, service.corrections_of)
