"""Verbs about time limits: a review stands still and goes on, a time becomes longer."""

from datetime import date

import strawberry

from core import DeadlineRecord, Info, given, key, verb
from plugins.filing_review import permissions as may
from plugins.filing_review import service
from plugins.filing_review.schema.inputs import file_key, filing_key
from plugins.filing_review.schema.records import Filing

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@strawberry.input(description="审查中止")
class SuspendReviewInput:
    """On the maker's written plan."""

    filing: strawberry.ID = given("备案件的 id")
    plan: str = given("制定机关书面处理计划的内容")
    planned_until: date = given("处理计划的时限")
    number: str | None = given("处理计划的文号", default=None)
    file: strawberry.ID | None = given("处理计划的文件 id", default=None)


@strawberry.input(description="恢复审查")
class ResumeReviewInput:
    """With the time that was left."""

    filing: strawberry.ID = given("备案件的 id")
    reason: str = given("理由")


_FILING = "备案件的 id；延长正在进行的一步的期限：审查，或者收到书面反馈以后的修改、废止"
_TASK = "委员会自己的审查任务的 id；与备案件二者选一"


@strawberry.input(description="申请延长期限")
class RequestExtensionInput:
    """Longer, by how much practice says."""

    filing: strawberry.ID | None = given(_FILING, default=None)
    task: strawberry.ID | None = given(_TASK, default=None)
    reason: str = given("理由；修改、废止期限的，写明制定机关申请的理由")


@strawberry.input(description="批准延长期限")
class ExtendReviewInput:
    """Approved."""

    filing: strawberry.ID | None = given(_FILING, default=None)
    task: strawberry.ID | None = given(_TASK, default=None)
    note: str | None = given("批准的意见", default=None)


@strawberry.input(description="不批准延长期限")
class DeclineExtensionInput:
    """Declined."""

    filing: strawberry.ID | None = given(_FILING, default=None)
    task: strawberry.ID | None = given(_TASK, default=None)
    note: str = given("不批准的理由")


def _of(input: RequestExtensionInput | ExtendReviewInput | DeclineExtensionInput) -> service.Of:
    return service.Of(
        filing_id=filing_key(input.filing) if input.filing else None,
        task_id=key(input.task, "ReviewTask") if input.task else None,
    )


@strawberry.type
class LimitVerbs:
    """Verbs of `Mutation` that are about time limits."""

    @verb(
        may.SUSPEND_REVIEW,
        "中止：制定机关书面提出处理计划和时限；正在计算的审查期限，或者收到书面反馈以后的修改、废止"
        "期限停止计算，计划的时限另行计时",
    )
    async def suspend_review(self, info: Info, input: SuspendReviewInput) -> Filing:
        plan = service.Plan(
            text=input.plan,
            until=input.planned_until,
            number=input.number,
            file_id=file_key(input.file),
        )
        return await service.suspend_review(info.context.work, filing_key(input.filing), plan)

    @verb(
        may.RESUME_REVIEW,
        "恢复中止的一步，按中止时剩余的期限续计；计划的时限一过，不办理也自行恢复",
    )
    async def resume_review(self, info: Info, input: ResumeReviewInput) -> Filing:
        return await service.resume_review(
            info.context.work, filing_key(input.filing), input.reason
        )

    @verb(
        may.REQUEST_EXTENSION,
        "申请延长审查期限、委员会审查期限或者修改、废止期限，延长多久以本机构的做法为准，限一次；"
        "答复所申请延长的期限",
    )
    async def request_extension(self, info: Info, input: RequestExtensionInput) -> DeadlineRecord:
        return await service.request_extension(info.context.work, _of(input), input.reason)

    @verb(
        may.EXTEND_REVIEW,
        "批准延长期限，并告知分办的审查机关或者制定机关；申请人不能自己批准；答复延长后的期限",
    )
    async def extend_review(self, info: Info, input: ExtendReviewInput) -> DeadlineRecord:
        return await service.extend_review(info.context.work, _of(input), input.note)

    @verb(may.DECLINE_EXTENSION, "不批准延长期限，原期限不变；答复该项期限")
    async def decline_extension(self, info: Info, input: DeclineExtensionInput) -> DeadlineRecord:
        return await service.decline_extension(info.context.work, _of(input), input.note)
