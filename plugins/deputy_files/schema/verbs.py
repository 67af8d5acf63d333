"""The plugin's verbs."""

import strawberry

from core import FileRecord, Info, Invalid, column, key, verb
from plugins.deputy_files import permissions as may
from plugins.deputy_files import service
from plugins.deputy_files.schema.cards import CardVerbs
from plugins.deputy_files.schema.erasures import ErasureVerbs
from plugins.deputy_files.schema.facts import FactVerbs
from plugins.deputy_files.schema.imports import ImportVerbs
from plugins.deputy_files.schema.inputs import (
    ArchiveFilesInput,
    ConfirmEntriesInput,
    ConfirmEntryInput,
    CopyEvidenceInput,
    DiscardEntryInput,
    LogEntryInput,
    MoveFileInput,
    OpenFilesInput,
    OpenMatterInput,
    RefuseEntryInput,
    ReviseEntryInput,
    SubmitEntryInput,
)
from plugins.deputy_files.schema.leaves import LeaveVerbs
from plugins.deputy_files.schema.records import DeputyFile, DutyEntry, DutyMatter, EntryDraft
from plugins.deputy_files.schema.tables import TableVerbs

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@strawberry.type(description="办理了几份档案")
class FilesDone:
    """How many files."""

    count: int = column("几份档案")


@strawberry.type(description="确认了几条记录")
class EntriesDone:
    """How many entries."""

    count: int = column("几条记录")


@strawberry.type
class Mutation(CardVerbs, ErasureVerbs, FactVerbs, ImportVerbs, LeaveVerbs, TableVerbs):
    """The plugin's verbs."""

    @verb(may.OPEN_FILES, "为一届代表建立履职档案")
    async def open_files(self, info: Info, input: OpenFilesInput) -> FilesDone:
        _, count = await service.open_files(info.context.work, input.to_opening())
        return FilesDone(count=count)

    @verb(may.MOVE_FILE, "转移一份履职档案到另一联络站")
    async def move_file(self, info: Info, input: MoveFileInput) -> DeputyFile:
        file = key(input.file, "DeputyFile")
        return await service.move_file(info.context.work, file, input.station, input.reason)

    @verb(may.ARCHIVE_FILES, "把一届的履职档案归档；归档以后不能再写入")
    async def archive_files(self, info: Info, input: ArchiveFilesInput) -> FilesDone:
        _, count = await service.archive_files(info.context.work, input.term)
        return FilesDone(count=count)

    @verb(may.OPEN_MATTER, "登记履职议题，把关于它的几条记录连在一起")
    async def open_matter(self, info: Info, input: OpenMatterInput) -> DutyMatter:
        return await service.open_matter(info.context.work, input.title)

    @verb(may.LOG_ENTRY, "记录一件履职的事；对方已记的可以合并，已入档的可以更正")
    async def log_entry(self, info: Info, input: LogEntryInput) -> EntryDraft:
        return await service.log_entry(
            info.context.work,
            key(input.file, "DeputyFile"),
            input.entry.to_entry(),
            joins=key(input.joins, "EntryDraft") if input.joins is not None else None,
            correction=input.corrects.to_correction() if input.corrects else None,
            submit=input.submit,
        )

    @verb(may.REVISE_ENTRY, "修改未确认的记录")
    async def revise_entry(self, info: Info, input: ReviseEntryInput) -> EntryDraft:
        draft = key(input.draft, "EntryDraft")
        new = input.entry.to_entry()
        return await service.revise_entry(info.context.work, draft, new, input.seen)

    @verb(may.SUBMIT_ENTRY, "提交一条记录，等待确认")
    async def submit_entry(self, info: Info, input: SubmitEntryInput) -> EntryDraft:
        return await service.submit_entry(info.context.work, key(input.draft, "EntryDraft"))

    @verb(may.DISCARD_ENTRY, "不再提交一条记录")
    async def discard_entry(self, info: Info, input: DiscardEntryInput) -> EntryDraft:
        draft = key(input.draft, "EntryDraft")
        return await service.discard_entry(info.context.work, draft, input.reason)

    @verb(may.CONFIRM_ENTRIES, "一并确认多条记录入档：都能确认才确认")
    async def confirm_entries(self, info: Info, input: ConfirmEntriesInput) -> EntriesDone:
        drafts = [key(one, "EntryDraft") for one in input.drafts]
        looked = [key(one, "EntryLikeness") for one in input.looked]
        count = await service.confirm_entries(info.context.work, drafts, looked)
        return EntriesDone(count=count)

    @verb(may.CONFIRM_ENTRY, "确认一条记录入档；此后连同佐证材料不可更改")
    async def confirm_entry(self, info: Info, input: ConfirmEntryInput) -> DutyEntry:
        draft = key(input.draft, "EntryDraft")
        looked = [key(one, "EntryLikeness") for one in input.looked]
        return await service.confirm_entry(info.context.work, draft, looked)

    @verb(may.REFUSE_ENTRY, "不予确认一条记录，写明理由")
    async def refuse_entry(self, info: Info, input: RefuseEntryInput) -> EntryDraft:
        draft = key(input.draft, "EntryDraft")
        return await service.refuse_entry(info.context.work, draft, input.reason)

    @verb(may.COPY_EVIDENCE, "取得一份佐证材料，随后以当前机关的文件下载")
    async def copy_evidence(self, info: Info, input: CopyEvidenceInput) -> FileRecord:
        if input.entry_evidence is not None:
            kept = key(input.entry_evidence, "EntryEvidence")
            return await service.copy_evidence(info.context.work, kept, confirmed=True)
        if input.draft_evidence is not None:
            added = key(input.draft_evidence, "DraftEvidence")
            return await service.copy_evidence(info.context.work, added, confirmed=False)
        raise Invalid("EVIDENCE_UNNAMED", "请填写要取得的佐证材料的 id。", field="entryEvidence")
