"""The list of candidates: drafts, the list as handed in, its examination, deliberations."""

import asyncio
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import strawberry

from core import (
    OFFERED,
    REVISION,
    SEEN,
    FileRecord,
    Info,
    Node,
    children,
    column,
    computed,
    given,
    key,
    link,
    record,
    records,
    verb,
)
from plugins.people_votes import models, rules, service
from plugins.people_votes import permissions as may
from plugins.people_votes.schema.calls import CycleId, Idea
from plugins.people_votes.schema.inputs import DecidingMeetingInput
from plugins.people_votes.schema.records import Candidate, Cycle

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@record(models.DraftAssessment, read=may.READ_DRAFTS, description="候选项目稿所附的论证、审查意见")
class DraftAssessment(Node):
    """What was said of a draft."""

    kind: rules.Assessment = column("种类")
    note: str | None = column("意见")
    file: FileRecord | None = link(FileRecord, "file_id", "文件")


@record(
    models.CandidateDraft, read=may.READ_DRAFTS, description="本机关起草的候选项目", timeline=True
)
class CandidateDraft(Node):
    """A draft, its organ's own."""

    state: rules.DraftState = column("状态")
    title: str = column("项目名称")
    content: str = column("建设内容")
    responsible_unit: str = column("责任单位")
    target: str = column("目标")
    investment: int = column("投资额，元")
    funding: str = column("资金来源")
    starts_on: date = column("开工、启动日期")
    due_on: date = column("完成期限")
    explanation: str = column("说明")
    drafted_by_name: str = column("经办人")
    number: int | None = column("审查确定的序号")
    reason: str | None = column("退回、未列入或者不再提出的理由")
    cycle: Cycle | None = link(Cycle, "cycle_id", "这一轮票决")
    assessments: list[DraftAssessment] = children(
        DraftAssessment, "draft_id", "论证、审查意见，每种一份", order=["kind"]
    )

    @computed("所依据的建议", needs=["idea_ids"])
    async def ideas(root: Any, info: Info) -> list[Idea]:
        """All ideas of all drafts of an answer, in one query."""
        if not info.context.may(may.READ_IDEAS):
            return []
        loading = (
            info.context.load("ideas of drafts", UUID(one), service.load_ideas)
            for one in root.idea_ids
        )
        found = await asyncio.gather(*loading)
        return [one for one in found if one is not None]

    @computed(REVISION, needs=["id", *models.CandidateDraft.EDITED])
    async def revision(root: Any, info: Info) -> str:
        """For the one who edits it next."""
        how = "assessments of drafts"
        assessments = await info.context.load(how, root.id, service.assessments_said)
        return service.candidate_revision(root, assessments)

    @computed(OFFERED, needs=["id"])
    async def offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of drafts"
        return await info.context.load_for_asker(how, root.id, service.offered_of_drafts) or []


@record(models.CandidateList, read=may.READ, description="政府提出的一份候选项目清单")
class CandidateList(Node):
    """A list as it was handed in."""

    state: rules.ListState = column("状态")
    number: str | None = column("发文字号")
    text: str = column("政府对清单的说明")
    candidates: int = column("提出的候选项目数")
    from_organ_name: str = column("提出机关")
    signed_by_name: str = column("签发人")
    submitted_on: date = column("提出日期")
    digest: str = column("材料的摘要，用于核对内容没有改动")
    returned_on: date | None = column("退回日期")
    return_reason: str | None = column("退回的理由")


@record(models.CandidateAssessment, read=may.READ, description="随候选项目报来的论证、审查意见")
class CandidateAssessment(Node):
    """What came with a candidate."""

    kind: rules.Assessment = column("种类")
    note: str | None = column("意见")
    file: FileRecord | None = link(FileRecord, "file_id", "文件；只有审查机关可以打开")
    candidate: Candidate | None = link(Candidate, "candidate_id", "候选项目")


@record(
    models.Examination,
    read=may.READ,
    description="对候选项目清单的一次审查",
    part_of={models.Cycle: "cycle_id"},
)
class Examination(Node):
    """An examination."""

    organ_name: str = column("审查机关")
    meeting_title: str = column("会议名称")
    meeting_held_on: date = column("会议日期")
    meeting_members: int = column("全体成员人数")
    meeting_present: int = column("出席人数")
    meeting_in_favour: int = column("赞成人数")
    majority_text: str | None = column("所需多数及其依据；没有规定时为空")
    places: int = column("应选项目数")
    listed: int = column("列入的候选项目数")
    left_out: int = column("未列入的候选项目数")
    extra_text: str | None = column("差额的规定及其依据；没有规定时为空")
    vote_on: date | None = column("票决会议的日期")
    handed_out_on: date | None = column("清单交给代表的日期")
    examined_on: date = column("登记日期")
    examined_by_name: str = column("由谁登记")
    voided_on: date | None = column("清单退回、须重新审查的日期")


@record(models.Deliberation, read=may.READ, description="代表团的一条审议意见；不记代表姓名")
class Deliberation(Node):
    """What a delegation said."""

    delegation: str = column("代表团")
    candidate: Candidate | None = link(
        Candidate, "candidate_id", "所针对的候选项目；为空表示整份清单"
    )
    text: str = column("意见")
    deliberated_on: date = column("审议日期")
    recorded_by_name: str = column("由谁记录")
    answer: str | None = column("答复")
    answered_on: date | None = column("答复日期")
    answered_by_name: str | None = column("答复人")
    answered_organ_name: str | None = column("答复机关")


@strawberry.type
class ListReads:
    """Reads of candidates on their way to the vote."""

    @records(CandidateDraft, "本机关起草的候选项目，最近的在前")
    def candidate_drafts(
        self,
        info: Info,
        cycle: Annotated[
            strawberry.ID | None, strawberry.argument(description="只要这一轮票决的")
        ] = None,
        state: Annotated[
            rules.DraftState | None, strawberry.argument(description="只要此状态的")
        ] = None,
    ) -> Any:
        return service.draft_list(key(cycle, "Cycle") if cycle else None, state)

    @records(CandidateList, "一轮票决中提出过的候选项目清单，最近的在前")
    def candidate_lists(
        self,
        info: Info,
        cycle: CycleId,
        state: Annotated[
            rules.ListState | None, strawberry.argument(description="只要此状态的")
        ] = None,
    ) -> Any:
        return service.list_list(key(cycle, "Cycle"), state)

    @records(CandidateAssessment, "一个候选项目所附的论证、审查意见")
    def candidate_assessments(
        self,
        info: Info,
        candidate: Annotated[strawberry.ID, strawberry.argument(description="候选项目的 id")],
    ) -> Any:
        return service.assessment_list(key(candidate, "Candidate"))

    @records(Examination, "一轮票决中对候选项目清单的审查，最近的在前")
    def examinations(self, info: Info, cycle: CycleId) -> Any:
        return service.examination_list(key(cycle, "Cycle"))

    @records(Deliberation, "一轮票决中代表团的审议意见，按记录的先后")
    def deliberations(
        self,
        info: Info,
        cycle: CycleId,
        candidate: Annotated[
            strawberry.ID | None, strawberry.argument(description="只要针对此候选项目的")
        ] = None,
    ) -> Any:
        asked = key(candidate, "Candidate") if candidate else None
        return service.deliberation_list(key(cycle, "Cycle"), asked)


@strawberry.input(description="一份论证、审查意见；意见和文件至少填一项")
class AssessmentInput:
    """A note or a file."""

    kind: rules.Assessment = given("种类")
    note: str | None = given("意见", default=None)
    file: strawberry.ID | None = given("已上传文件的 id", default=None)


@strawberry.input(description="候选项目的内容")
class CandidateContentInput:
    """A candidate."""

    title: str = given("项目名称")
    content: str = given("建设内容")
    responsible_unit: str = given("责任单位")
    target: str = given("目标")
    investment: int = given("投资额，元")
    funding: str = given("资金来源")
    starts_on: date = given("开工、启动日期")
    due_on: date = given("完成期限；超出本年度的为跨年度项目")
    explanation: str = given("说明")
    ideas: list[strawberry.ID] = given("所依据的建议的 id", default_factory=list)
    assessments: list[AssessmentInput] = given("论证、审查意见，每种一份", default_factory=list)

    def to_draft(self) -> service.NewDraft:
        """The plain form."""
        names = rules.Content.__struct_fields__
        return service.NewDraft(
            content=rules.Content(**{name: getattr(self, name) for name in names}),
            idea_ids=tuple(dict.fromkeys(key(one, "Idea") for one in self.ideas)),
            assessments=tuple(_evidence(one) for one in self.assessments),
        )


def _evidence(one: AssessmentInput) -> service.Evidence:
    file = key(one.file, "File") if one.file else None
    return service.Evidence(kind=one.kind, note=one.note, file_id=file)


@strawberry.input(description="起草候选项目")
class DraftCandidateInput:
    """A new draft."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    candidate: CandidateContentInput = given("候选项目的内容")


@strawberry.input(description="修改候选项目稿")
class ReviseCandidateInput:
    """A changed draft."""

    draft: strawberry.ID = given("候选项目稿的 id")
    candidate: CandidateContentInput = given("候选项目的内容，整体替换")
    seen: str | None = given(SEEN, default=None)


@strawberry.input(description="不再提出一个候选项目")
class DiscardCandidateInput:
    """Which draft, and why."""

    draft: strawberry.ID = given("候选项目稿的 id")
    reason: str = given("理由")


@strawberry.input(description="签发并提出候选项目清单")
class SubmitCandidatesInput:
    """A list."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    drafts: list[strawberry.ID] = given("列入清单的候选项目稿的 id，按清单的次序")
    text: str = given("对清单的说明")
    number: str | None = given("发文字号", default=None)


@strawberry.input(description="对一个候选项目的审查结果")
class CandidateDecisionInput:
    """Listed or left out."""

    candidate: strawberry.ID = given("候选项目的 id")
    listed: bool = given("是否列入")
    reason: str | None = given("未列入的理由", default=None)


@strawberry.input(description="登记候选项目清单的审查结果")
class ExamineCandidatesInput:
    """An examination."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    meeting: DecidingMeetingInput = given("审查的会议")
    decisions: list[CandidateDecisionInput] = given("逐项的结果，次序即序号的次序")
    places: int = given("应选项目数")
    vote_on: date | None = given("票决会议的日期", default=None)

    def to_examination(self) -> service.NewExamination:
        """The plain form."""
        return service.NewExamination(
            meeting=self.meeting.to_meeting(),
            decisions=tuple(
                service.Decided(
                    candidate_id=key(one.candidate, "Candidate"),
                    listed=one.listed,
                    reason=one.reason,
                )
                for one in self.decisions
            ),
            places=self.places,
            vote_on=self.vote_on,
        )


@strawberry.input(description="退回候选项目清单")
class ReturnCandidatesInput:
    """Back to be mended."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    reason: str = given("退回的理由和需要修改的内容")


@strawberry.input(description="登记候选项目清单已交给代表")
class HandOutCandidatesInput:
    """On which day."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    handed_out_on: date = given("交给代表的日期")


@strawberry.input(description="记录代表团审议意见")
class RecordDeliberationInput:
    """What a delegation said."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    delegation: str = given("代表团名称；不记代表姓名")
    text: str = given("意见")
    deliberated_on: date = given("审议日期")
    candidate: strawberry.ID | None = given("所针对的候选项目的 id；不填为整份清单", default=None)


@strawberry.input(description="答复代表团审议意见")
class AnswerDeliberationInput:
    """An answer."""

    deliberation: strawberry.ID = given("审议意见的 id")
    text: str = given("答复的内容")


@strawberry.type
class ListVerbs:
    """Verbs of candidates on their way to the vote."""

    @verb(may.DRAFT_CANDIDATE, "起草候选项目；提出清单以前只有本机关可见")
    async def draft_candidate(self, info: Info, input: DraftCandidateInput) -> CandidateDraft:
        cycle = key(input.cycle, "Cycle")
        return await service.draft_candidate(info.context.work, cycle, input.candidate.to_draft())

    @verb(may.REVISE_CANDIDATE, "修改还没有提出，或者已经退回的候选项目")
    async def revise_candidate(self, info: Info, input: ReviseCandidateInput) -> CandidateDraft:
        draft = key(input.draft, "CandidateDraft")
        new = input.candidate.to_draft()
        return await service.revise_candidate(info.context.work, draft, new, input.seen)

    @verb(may.DISCARD_CANDIDATE, "不再提出一个候选项目，写明理由")
    async def discard_candidate(self, info: Info, input: DiscardCandidateInput) -> CandidateDraft:
        draft = key(input.draft, "CandidateDraft")
        return await service.discard_candidate(info.context.work, draft, input.reason)

    @verb(may.SUBMIT_CANDIDATES, "签发候选项目清单，送审查机关审查")
    async def submit_candidates(
        self, info: Info, input: SubmitCandidatesInput
    ) -> list[CandidateDraft]:
        new = service.NewList(
            draft_ids=tuple(key(one, "CandidateDraft") for one in input.drafts),
            text=input.text,
            number=input.number,
        )
        return await service.submit_candidates(info.context.work, key(input.cycle, "Cycle"), new)

    @verb(may.EXAMINE_CANDIDATES, "登记会议审查的结果：逐项列入或者不列入，清单和序号从此确定")
    async def examine_candidates(self, info: Info, input: ExamineCandidatesInput) -> Examination:
        cycle = key(input.cycle, "Cycle")
        return await service.examine_candidates(info.context.work, cycle, input.to_examination())

    @verb(may.RETURN_CANDIDATES, "退回清单由政府修改；已经确定的清单退回后须重新审查")
    async def return_candidates(self, info: Info, input: ReturnCandidatesInput) -> Cycle:
        cycle = key(input.cycle, "Cycle")
        return await service.return_candidates(info.context.work, cycle, input.reason)

    @verb(may.HAND_OUT_CANDIDATES, "登记候选项目清单已交给代表")
    async def hand_out_candidates(self, info: Info, input: HandOutCandidatesInput) -> Examination:
        cycle = key(input.cycle, "Cycle")
        return await service.hand_out_candidates(info.context.work, cycle, input.handed_out_on)

    @verb(may.RECORD_DELIBERATION, "记录代表团对候选项目的审议意见")
    async def record_deliberation(self, info: Info, input: RecordDeliberationInput) -> Deliberation:
        new = service.NewDeliberation(
            delegation=input.delegation,
            text=input.text,
            deliberated_on=input.deliberated_on,
            candidate_id=key(input.candidate, "Candidate") if input.candidate else None,
        )
        cycle = key(input.cycle, "Cycle")
        return await service.record_deliberation(info.context.work, cycle, new)

    @verb(may.ANSWER_DELIBERATION, "答复代表团的审议意见")
    async def answer_deliberation(self, info: Info, input: AnswerDeliberationInput) -> Deliberation:
        said = key(input.deliberation, "Deliberation")
        return await service.answer_deliberation(info.context.work, said, input.text)
