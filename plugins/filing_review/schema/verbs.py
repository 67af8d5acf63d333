"""The plugin's verbs."""

import strawberry

from core import Info, key, verb
from plugins.filing_review import permissions as may
from plugins.filing_review import service
from plugins.filing_review.schema.circulating import CirculationVerbs
from plugins.filing_review.schema.doubts import DoubtVerbs
from plugins.filing_review.schema.inputs import (
    AnswerOpinionInput,
    AssignReviewInput,
    CheckOpinionInput,
    CheckSecrecyInput,
    CloseFilingInput,
    ConcludeReviewInput,
    DraftOpinionInput,
    DropFilingInput,
    FilingInput,
    IssueOpinionInput,
    NotifyLatenessInput,
    PrepareFilingInput,
    RecallReviewInput,
    ReceiveFilingInput,
    RecordFindingInput,
    RecordNoteInput,
    RegisterFilingInput,
    ReportCorrectionInput,
    ReturnFilingInput,
    ReviseFilingInput,
    SendFilingInput,
    SignFilingInput,
    SubmitReviewInput,
    SupplementFilingInput,
    WithdrawFilingInput,
    WithdrawPublicationInput,
    WithholdFilingInput,
    file_key,
    filing_key,
    outgoing_key,
)
from plugins.filing_review.schema.letters import Letter
from plugins.filing_review.schema.levels import LevelVerbs
from plugins.filing_review.schema.limits import LimitVerbs
from plugins.filing_review.schema.papers import PaperVerbs, to_opinion
from plugins.filing_review.schema.records import (
    Filing,
    Finding,
    Opinion,
    OutgoingFiling,
    ReviewTask,
)

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@strawberry.type
class Mutation(PaperVerbs, LimitVerbs, LevelVerbs, DoubtVerbs, CirculationVerbs):
    """The plugin's verbs."""

    @verb(may.PREPARE_FILING, "起草报送件；只要有标题就能保存，草稿只有本机关看得到")
    async def prepare_filing(self, info: Info, input: PrepareFilingInput) -> OutgoingFiling:
        return await service.prepare_filing(
            info.context.work,
            input.document.to_document(),
            [part.to_part() for part in input.parts],
            outgoing_key(input.replaces),
        )

    @verb(may.REVISE_FILING, "修改报送件；已签发的须重新签发")
    async def revise_filing(self, info: Info, input: ReviseFilingInput) -> OutgoingFiling:
        parts = None if input.parts is None else [part.to_part() for part in input.parts]
        return await service.revise_filing(
            info.context.work,
            outgoing_key(input.filing),
            input.document.to_document(),
            parts,
            outgoing_key(input.replaces),
            input.seen,
        )

    @verb(may.DROP_FILING, "把误建的报送件草稿作废，须写明理由；已签发的先修改，已报送过的不能作废")
    async def drop_filing(self, info: Info, input: DropFilingInput) -> OutgoingFiling:
        outgoing = key(input.filing, "OutgoingFiling")
        return await service.drop_filing(info.context.work, outgoing, input.reason)

    @verb(may.SIGN_FILING, "签发报送件；经办人不能签发自己起草的")
    async def sign_filing(self, info: Info, input: SignFilingInput) -> OutgoingFiling:
        return await service.sign_filing(
            info.context.work, outgoing_key(input.filing), input.report_number
        )

    @verb(may.SEND_FILING, "报送备案；材料不齐的会被指明，逾期的会按规定标明")
    async def send_filing(self, info: Info, input: SendFilingInput) -> OutgoingFiling:
        return await service.send_filing(
            info.context.work, outgoing_key(input.filing), input.late_reason
        )

    @verb(may.SUPPLEMENT_FILING, "补充报送被要求的材料")
    async def supplement_filing(self, info: Info, input: SupplementFilingInput) -> OutgoingFiling:
        parts = [part.to_part() for part in input.parts]
        return await service.supplement_filing(
            info.context.work, outgoing_key(input.filing), parts, input.note
        )

    @verb(may.WITHDRAW_FILING, "撤回尚未签收的报送件；能否撤回以对方是否已经签收为准")
    async def withdraw_filing(self, info: Info, input: WithdrawFilingInput) -> OutgoingFiling:
        outgoing = key(input.filing, "OutgoingFiling")
        return await service.withdraw_filing(info.context.work, outgoing, input.reason)

    @verb(may.ANSWER_OPINION, "书面反馈审查意见")
    async def answer_opinion(self, info: Info, input: AnswerOpinionInput) -> OutgoingFiling:
        answer = service.Answer(
            measure=input.measure,
            number=input.number,
            text=input.text,
            file_id=file_key(input.file),
        )
        return await service.answer_opinion(info.context.work, outgoing_key(input.filing), answer)

    @verb(may.REPORT_CORRECTION, "报告文件已经废止；修改的文件请另行报送")
    async def report_correction(self, info: Info, input: ReportCorrectionInput) -> OutgoingFiling:
        repeal = service.Repeal(
            on=input.repealed_on,
            number=input.number,
            title=input.title,
            text=input.text,
            file_id=file_key(input.file),
        )
        return await service.report_correction(
            info.context.work, outgoing_key(input.filing), repeal
        )

    @verb(may.RECEIVE_FILING, "签收送达的报送件，编收文号")
    async def receive_filing(self, info: Info, input: ReceiveFilingInput) -> Filing:
        return await service.receive_filing(
            info.context.work, filing_key(input.filing), input.paper_received_on
        )

    @verb(
        may.REGISTER_FILING,
        "备案登记：编号，发电子回执，主动审查开始；须多人办理的改用函件",
    )
    async def register_filing(self, info: Info, input: RegisterFilingInput) -> Filing:
        return await service.register_filing(
            info.context.work, filing_key(input.filing), input.note, input.paper_received_on
        )

    @verb(may.RETURN_FILING, "不属于备案审查范围的，写明理由退回；须多人办理的改用函件")
    async def return_filing(self, info: Info, input: ReturnFilingInput) -> Filing:
        return await service.return_filing(
            info.context.work, filing_key(input.filing), input.reason
        )

    @verb(
        may.WITHHOLD_FILING,
        "材料不全、格式不对的暂缓登记，要求补充或重报；须多人的改用函件",
    )
    async def withhold_filing(self, info: Info, input: WithholdFilingInput) -> Filing:
        why = service.Withholding(
            ask=input.ask,
            reason=input.reason,
            missing=tuple(input.missing),
            due_on=input.due_on,
        )
        return await service.withhold_filing(info.context.work, filing_key(input.filing), why)

    @verb(may.NOTIFY_LATENESS, "对逾期未报送的，通知制定机关限期报送")
    async def notify_lateness(self, info: Info, input: NotifyLatenessInput) -> Letter:
        notice = service.LateNotice(
            maker_organ=input.maker_organ,
            title=input.title,
            text=input.text,
            number=input.number,
            due_on=input.due_on,
            published_on=input.published_on,
            adopted_on=input.adopted_on,
            file_id=file_key(input.file),
        )
        return await service.notify_lateness(info.context.work, notice)

    @verb(may.ASSIGN_REVIEW, "分办给审查负责人，并同时分送有关委员会同步审查")
    async def assign_review(self, info: Info, input: AssignReviewInput) -> Filing:
        return await service.assign_review(
            info.context.work,
            filing_key(input.filing),
            key(input.lead, "Member") if input.lead is not None else None,
            input.committees,
            input.request,
        )

    @verb(may.RECORD_FINDING, "在自己的审查任务中记一条审查发现")
    async def record_finding(self, info: Info, input: RecordFindingInput) -> Finding:
        new = service.NewFinding(
            standard=input.standard,
            clause=input.clause,
            quote=input.quote,
            problem=input.problem,
            conflicts_with=tuple(input.conflicts_with),
            seriousness=input.seriousness,
            advice=input.advice,
        )
        return await service.record_finding(info.context.work, key(input.task, "ReviewTask"), new)

    @verb(may.SUBMIT_REVIEW, "提交自己的审查任务；委员会的随即送回审查负责人")
    async def submit_review(self, info: Info, input: SubmitReviewInput) -> ReviewTask:
        task = key(input.task, "ReviewTask")
        return await service.submit_review(info.context.work, task, input.summary)

    @verb(may.RECALL_REVIEW, "收回委员会尚未提交的审查任务，审查不再等它")
    async def recall_review(self, info: Info, input: RecallReviewInput) -> ReviewTask:
        task = key(input.task, "ReviewTask")
        return await service.recall_review(info.context.work, task, input.reason)

    @verb(may.CONCLUDE_REVIEW, "逐条决定审查发现，作出审查结论")
    async def conclude_review(self, info: Info, input: ConcludeReviewInput) -> Filing:
        merges = [
            service.Merge(finding_id=key(one.finding, "Finding"), adopt=one.adopt, note=one.note)
            for one in input.merges
        ]
        return await service.conclude_review(
            info.context.work, filing_key(input.filing), merges, input.note
        )

    @verb(may.RECORD_NOTE, "记录与制定机关的沟通、专家意见或上级指导")
    async def record_note(self, info: Info, input: RecordNoteInput) -> Letter:
        note = service.Note(
            kind=input.kind,
            held_on=input.held_on,
            with_whom=input.with_whom,
            text=input.text,
            file_id=file_key(input.file),
        )
        return await service.record_note(info.context.work, filing_key(input.filing), note)

    @verb(may.DRAFT_OPINION, "审查意见拟稿；主席团的须写明通过的会议和表决")
    async def draft_opinion(self, info: Info, input: DraftOpinionInput) -> Opinion:
        new = to_opinion(input)
        return await service.draft_opinion(info.context.work, filing_key(input.filing), new)

    @verb(may.CHECK_OPINION, "审查意见核稿；拟稿人不能核自己的稿")
    async def check_opinion(self, info: Info, input: CheckOpinionInput) -> Opinion:
        return await service.check_opinion(info.context.work, key(input.opinion, "Opinion"))

    @verb(may.ISSUE_OPINION, "审查意见签发并送制定机关，反馈期限开始")
    async def issue_opinion(self, info: Info, input: IssueOpinionInput) -> Opinion:
        opinion = key(input.opinion, "Opinion")
        return await service.issue_opinion(info.context.work, opinion, input.number)

    @verb(may.CLOSE_FILING, "办结归档，并告知制定机关")
    async def close_filing(self, info: Info, input: CloseFilingInput) -> Filing:
        return await service.close_filing(
            info.context.work, filing_key(input.filing), input.note, input.archive_number
        )

    @verb(may.CHECK_SECRECY, "公开前的保密审查")
    async def check_secrecy(self, info: Info, input: CheckSecrecyInput) -> Filing:
        return await service.check_secrecy(
            info.context.work, filing_key(input.filing), passed=input.passed, note=input.note
        )

    @verb(may.PUBLISH_FILING, "批准列入公开目录；须先通过保密审查，且由另一人批准")
    async def publish_filing(self, info: Info, input: FilingInput) -> Filing:
        return await service.publish_filing(info.context.work, filing_key(input.filing))

    @verb(may.WITHDRAW_PUBLICATION, "从公开目录撤回，写明理由；再次公开须另行保密审查")
    async def withdraw_publication(self, info: Info, input: WithdrawPublicationInput) -> Filing:
        return await service.withdraw_publication(
            info.context.work, filing_key(input.filing), input.reason
        )
