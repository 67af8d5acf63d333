"""What everybody sees: calls for ideas with a form to answer them, and the projects."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from core import (
    Context,
    PublicAnswer,
    PublicField,
    PublicForm,
    PublicPage,
    PublicSection,
    on_day,
)
from plugins.people_votes import permissions as may
from plugins.people_votes import practice, rules, service
from plugins.people_votes.schema.calls import FollowedIdea, followed
from plugins.people_votes.service.publishing import KIND

CODE_LONGEST = 40


def _call(facts: dict[str, Any]) -> PublicPage:
    until = _day(facts.get("until"))
    told = (
        ("实施年度", f"{facts['year']}年"),
        ("社区", facts.get("area")),
        ("截止日期", f"{until}，当日仍可提出" if until else "常年征集"),
        ("公告更正日期", _day(facts.get("changed_on"))),
    )
    return PublicPage(
        summary=f"{until}截止。" if until else "常年征集。",
        text=facts["text"],
        lines=tuple((label, text) for label, text in told if text),
    )


def _project(facts: dict[str, Any]) -> PublicPage:
    """What was published of a project: its plan, its progress, who oversees it."""
    decider, state = facts.get("decider"), facts.get("state")
    told = (
        ("年度", f"{facts['year']}年" if facts.get("year") else None),
        ("序号", facts.get("number")),
        ("由谁票决、推选", rules.DECIDERS[rules.Decider(decider)] if decider else None),
        ("责任单位", facts.get("unit")),
        ("实施单位", facts.get("plan_unit")),
        ("目标", facts.get("target")),
        ("开工日期", _day(facts.get("starts_on"))),
        ("完成期限", _day(facts.get("due_on"))),
        ("跨年度实施", "是" if facts.get("cross_year") else None),
        ("投资额", _money(facts.get("investment"))),
        ("实施方案的预算", _money(facts.get("budget"))),
        ("累计支出", _money(facts.get("spent"))),
        ("状态", rules.PROJECT_STATES[rules.ProjectState(state)] if state else None),
        ("报告完成", _day(facts.get("completed_on"))),
        ("验收", _day(facts.get("accepted_on"))),
        ("停止实施", _day(facts.get("stopped_on"))),
        ("满意度测评", _assessed(facts)),
        *(line for one in facts.get("adjustments", []) for line in _adjusted(one)),
        ("监督小组", "、".join(facts.get("group", []))),
        ("进度截至", _day(facts.get("reported_on"))),
        ("内容更新日期", _day(facts.get("updated_on"))),
    )
    named = (f"{facts['year']}年" if facts.get("year") else None, facts.get("unit"))
    return PublicPage(
        summary="，".join(one for one in named if one) or str(facts.get("content") or ""),
        text=str(facts.get("content") or ""),
        lines=tuple((label, str(text)) for label, text in told if text not in (None, "")),
        percent=facts.get("percent"),
    )


def _assessed(facts: dict[str, Any]) -> str | None:
    return f"{facts['assessed']}（{_day(facts['assessed_on'])}）" if facts.get("assessed") else None


def _adjusted(one: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """What was decided of a project after the vote: by whom, when, and the notice itself."""
    kind = rules.ADJUSTMENT_KINDS[rules.AdjustmentKind(one["kind"])]
    held, noticed = _day(one["held_on"]), _day(one["noticed_on"])
    yield f"{kind}的决定", f"{one['decided_by'] or ''}{held}决定，{noticed}公告"
    if one["old_due_on"] != one["new_due_on"]:
        yield "原定完成期限", _day(one["old_due_on"])
    yield "公告", one["notice"]


def _day(text: str | None) -> str | None:
    """What was published by earlier versions says "None" where there was no day."""
    return None if text in (None, "None") else on_day(date.fromisoformat(text))


def _money(yuan: int | None) -> str | None:
    return None if yuan is None else f"{yuan:,}元"


async def _propose(
    context: Context, facts: dict[str, Any], given: dict[str, str], key: str
) -> PublicAnswer:
    """As the API takes an idea of somebody without an account."""
    new = service.NewIdea(
        title=given["title"], content=given["content"], place=given["place"].strip() or None
    )
    await service.limit_proposals(context)
    async with context.working() as work:
        proposed = await service.propose_idea(
            work, UUID(facts["cycle"]), new, as_deputy=False, request_key=key
        )
    text = (
        "这是您的查询码，只显示这一次，请抄下或者截图保存，遗失不补。"
        "凭它可以在“民生实事建议征集”栏目中查询办理情况。"
    )
    lines = (("建议", proposed.idea.title), ("提出日期", on_day(proposed.idea.proposed_on)))
    return PublicAnswer(
        title="建议已经收到", code=proposed.code, page=PublicPage(text=text, lines=lines)
    )


async def _follow(
    context: Context, _facts: dict[str, Any], given: dict[str, str], _key: str
) -> PublicAnswer:
    await service.limit_following(context)
    async with context.reading() as session:
        found = followed(await service.idea_by_code(session, given["code"]))
    page = PublicPage(text=found.content, lines=_followed_lines(found), links=_project_link(found))
    return PublicAnswer(title=found.title, page=page)


def _followed_lines(found: FollowedIdea) -> tuple[tuple[str, str], ...]:
    candidate = found.candidate
    into = rules.IDEA_STATES[found.into_state] if found.into_state else None
    told = (
        ("提出日期", on_day(found.proposed_on)),
        ("办理情况", found.state_title),
        ("理由", found.reason_title),
        ("说明", found.reason),
        ("筛选日期", on_day(found.screened_on) if found.screened_on else None),
        ("并入的建议", into),
        ("并入的建议的说明", found.into_reason),
        ("候选项目", f"{candidate.title}：{candidate.state_title}" if candidate else None),
        ("候选项目的说明", candidate.reason if candidate else None),
    )
    return tuple((label, str(text)) for label, text in told if text)


def _project_link(found: FollowedIdea) -> tuple[tuple[str, str], ...]:
    project: Any = found.project
    return ((f"查看项目：{project.title}", str(project.id)),) if project is not None else ()


PROPOSE = PublicForm(
    title="提出建议",
    notice="不需要登录。请不要填写姓名、电话、身份证号码：不需要联系方式，凭查询码查询办理情况。",
    button="提交建议",
    action=may.PROPOSE_IDEA,
    fields=(
        PublicField(name="title", title="标题", longest=practice.LONGEST_TITLE),
        PublicField(
            name="content",
            title="内容",
            hint=f"要解决什么问题、建议怎么做，不超过{practice.LONGEST_TEXT}字",
            longest=practice.LONGEST_TEXT,
            rows=8,
        ),
        PublicField(name="place", title="地点", longest=practice.LONGEST_TITLE, required=False),
    ),
    send=_propose,
)

FOLLOW = PublicForm(
    title="查询建议的办理情况",
    notice="提出建议时得到的查询码，短横、大小写不限。",
    button="查询",
    action=may.FOLLOW_IDEA,
    fields=(PublicField(name="code", title="查询码", longest=CODE_LONGEST),),
    send=_follow,
)

SECTIONS = [
    PublicSection(
        name="people_votes.calls",
        title="民生实事建议征集",
        description="正在进行的公开征集，任何人都可以提出建议，也可以凭查询码查询办理情况。",
        action=may.READ_CALLS,
        kind="call",
        page=_call,
        gone="这次公开征集已经结束或者撤回，不再接收建议。凭查询码仍可查询建议的办理情况。",
        form=PROPOSE,
        section_form=FOLLOW,
    ),
    PublicSection(
        name="people_votes.projects",
        title="民生实事项目",
        description="经票决、推选选定并公布的民生实事项目，及其实施方案和进度。",
        action=may.READ_PUBLIC_PROJECTS,
        kind=KIND,
        page=_project,
        gone="这个项目的公开内容已经撤下。",
    ),
]
