"""What clients enter about files and entries."""

from datetime import date, datetime

import strawberry

from core import SEEN, given, key
from plugins.deputy_files import rules, service


@strawberry.input(description="建立代表履职档案")
class OpenFilesInput:
    """Whose files."""

    term: int = given("届次")
    mandates: list[strawberry.ID] = given(
        "代表资格的 id；不填则为该届尚未建档的全部代表", default_factory=list
    )
    station: str | None = given("保管的联络站（机关代码）", default=None)
    office: str | None = given("所在代表团的联络处（机关代码）", default=None)

    def to_opening(self) -> service.Opening:
        """The plain form."""
        return service.Opening(
            term=self.term,
            mandates=tuple(key(one, "Mandate") for one in self.mandates),
            station=self.station,
            office=self.office,
        )


@strawberry.input(description="转移档案：档随人走")
class MoveFileInput:
    """To which station."""

    file: strawberry.ID = given("履职档案的 id")
    station: str = given("接收的联络站（机关代码）")
    reason: str = given("原因")


@strawberry.input(description="按届归档")
class ArchiveFilesInput:
    """Which term."""

    term: int = given("届次")


@strawberry.input(description="登记履职议题")
class OpenMatterInput:
    """A matter."""

    title: str = given("名称")


@strawberry.input(description="更正或者撤销一条已入档的记录")
class CorrectionInput:
    """Which entry, why."""

    entry: strawberry.ID = given("已入档记录的 id")
    reason: str = given("理由")
    withdraws: bool = given("是否只撤销，原记录不再计", default=False)

    def to_correction(self) -> service.Correction:
        """The plain form."""
        return service.Correction(
            entry_id=key(self.entry, "DutyEntry"), reason=self.reason, withdraws=self.withdraws
        )


@strawberry.input(description="一条履职记录的内容：一事一记")
class EntryInput:
    """What is written of one matter."""

    kind: str = given("履职事项的种类，代码见 entryKinds")
    held_on: date = given("日期")
    title: str = given("标题")
    text: str = given("做了什么")
    place: str | None = given("地点：写场所名称，不写经纬度", default=None)
    starts_at: datetime | None = given("开始时间", default=None)
    ends_at: datetime | None = given("结束时间", default=None)
    quantity: int = given("次数、件数", default=1)
    matter: strawberry.ID | None = given("所属议题的 id", default=None)
    evidence: list[strawberry.ID] = given(
        "照片、影像、附件：先看 dutyLists 的 evidenceNotice，再上传，填 id", default_factory=list
    )

    def to_entry(self) -> service.NewEntry:
        """The plain form."""
        return service.NewEntry(
            kind=self.kind,
            held_on=self.held_on,
            title=self.title,
            text=self.text,
            place=self.place,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            quantity=self.quantity,
            matter_id=key(self.matter, "DutyMatter") if self.matter is not None else None,
            evidence=tuple(key(one, "File") for one in self.evidence),
        )


@strawberry.input(description="记录一件履职的事")
class LogEntryInput:
    """In which file, alone or joined to what the other side wrote."""

    file: strawberry.ID = given("履职档案的 id")
    entry: EntryInput = given("内容")
    joins: strawberry.ID | None = given(
        "对方已记的同一件事（未确认记录的 id）：本人与联络站的记录合并", default=None
    )
    corrects: CorrectionInput | None = given("更正已入档的记录", default=None)
    submit: bool = given("是否随即提交", default=True)


@strawberry.input(description="修改未确认的记录")
class ReviseEntryInput:
    """One's own side anew."""

    draft: strawberry.ID = given("未确认记录的 id")
    entry: EntryInput = given("内容")
    seen: str | None = given(SEEN, default=None)


@strawberry.input(description="提交一条记录")
class SubmitEntryInput:
    """Which draft."""

    draft: strawberry.ID = given("未确认记录的 id")


@strawberry.input(description="不再提交一条记录")
class DiscardEntryInput:
    """Which draft, why."""

    draft: strawberry.ID = given("未确认记录的 id")
    reason: str = given("理由", default="")


@strawberry.input(description="确认一条记录入档")
class ConfirmEntryInput:
    """Which draft."""

    draft: strawberry.ID = given("未确认记录的 id")
    looked: list[strawberry.ID] = given(
        "逐条核对过的疑似重复之处（alike 的 id），须与现有各处一致", default_factory=list
    )


@strawberry.input(description="一并确认多条记录")
class ConfirmEntriesInput:
    """Which drafts."""

    drafts: list[strawberry.ID] = given("未确认记录的 id")
    looked: list[strawberry.ID] = given(
        "各条记录逐条核对过的疑似重复之处（alike 的 id），须与现有各处一致", default_factory=list
    )


@strawberry.input(description="不予确认一条记录")
class RefuseEntryInput:
    """Which draft, why."""

    draft: strawberry.ID = given("未确认记录的 id")
    reason: str = given("理由，让填写的人知道怎样改正")


@strawberry.input(description="取得一份佐证材料；填其中一项")
class CopyEvidenceInput:
    """Of a draft, or of a confirmed entry."""

    draft_evidence: strawberry.ID | None = given("未确认记录的佐证材料的 id", default=None)
    entry_evidence: strawberry.ID | None = given("已确认记录的佐证材料的 id", default=None)


@strawberry.input(description="未入档记录的筛选")
class EntryDraftFilter:
    """Which drafts."""

    file: strawberry.ID | None = given("履职档案的 id", default=None)
    state: rules.EntryState | None = given("状态", default=None)
    kind: str | None = given("种类的代码", default=None)
    held_on: date | None = given("日期", default=None)
    to_confirm: bool = given("只要此刻可以由您确认的", default=False)
    own: bool = given("只要您本人档案的，已归档的除外", default=False)

    def to_wanted(self) -> service.WantedDrafts:
        """The plain form."""
        return service.WantedDrafts(
            file_id=key(self.file, "DeputyFile") if self.file is not None else None,
            state=self.state,
            kind=self.kind,
            held_on=self.held_on,
        )


@strawberry.input(description="已入档记录的筛选")
class DutyEntryFilter:
    """Which entries."""

    file: strawberry.ID | None = given("履职档案的 id", default=None)
    year: int | None = given("年度", default=None)
    kind: str | None = given("种类的代码", default=None)
    confirmed_by_member: strawberry.ID | None = given(
        "由谁确认：此人在本机构任职的 id", default=None
    )
    standing: bool = given("只要仍然有效的（没有被更正、撤销）", default=True)
