"""What visitors see of projects: facts from the catalogue, and nothing else."""

from datetime import date
from typing import Any

from core import Node, Published, column, computed, record
from plugins.people_votes import permissions as may
from plugins.people_votes import rules


@record(Published, read=may.READ_PUBLIC_PROJECTS, description="已公布的民生实事项目")
class PublicProject(Node):
    """What a visitor sees."""

    title: str = column("项目名称")
    published_on: date = column("公布日期")

    @computed("年度", needs=["facts"])
    def year(root: Any) -> int | None:
        """From the entry, like all that follows."""
        return root.facts.get("year")

    @computed("序号", needs=["facts"])
    def number(root: Any) -> int | None:
        """From the entry."""
        return root.facts.get("number")

    @computed("建设内容", needs=["facts"])
    def content(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("content")

    @computed("责任单位", needs=["facts"])
    def unit(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("unit")

    @computed("实施方案定的实施单位；没有另定的为空", needs=["facts"])
    def plan_unit(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("plan_unit")

    @computed("目标", needs=["facts"])
    def target(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("target")

    @computed("完成期限", needs=["facts"])
    def due_on(root: Any) -> date | None:
        """From the entry."""
        return _day(root.facts.get("due_on"))

    @computed("是否跨年度项目", needs=["facts"])
    def cross_year(root: Any) -> bool:
        """From the entry."""
        return bool(root.facts.get("cross_year"))

    @computed("投资额，元", needs=["facts"])
    def investment(root: Any) -> int | None:
        """From the entry."""
        return root.facts.get("investment")

    @computed("实施方案的预算，元", needs=["facts"])
    def budget(root: Any) -> int | None:
        """From the entry."""
        return root.facts.get("budget")

    @computed("状态", needs=["facts"])
    def state(root: Any) -> rules.ProjectState | None:
        """From the entry."""
        state = root.facts.get("state")
        return rules.ProjectState(state) if state else None

    @computed("公布的验收日期；尚未公布的为空", needs=["facts"])
    def accepted_on(root: Any) -> date | None:
        """From the entry."""
        return _day(root.facts.get("accepted_on"))

    @computed("公布的满意度测评结果；尚未公布的为空", needs=["facts"])
    def assessed(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("assessed")

    @computed("已公告的调整的公告正文，按先后", needs=["facts"])
    def notices(root: Any) -> list[str]:
        """From the entry."""
        return [one["notice"] for one in root.facts.get("adjustments", [])]

    @computed("由谁票决或者推选；议事会推选的，不是人民代表大会的决定", needs=["facts"])
    def chosen_by(root: Any) -> str | None:
        """From the entry."""
        decider = root.facts.get("decider")
        return rules.DECIDERS[rules.Decider(decider)] if decider else None

    @computed("监督小组成员的姓名，组长在前；没有公开的为空", needs=["facts"])
    def group(root: Any) -> list[str]:
        """Names only."""
        return root.facts.get("group", [])

    @computed("公布的进度，0到100；尚未公布进度的为空", needs=["facts"])
    def percent(root: Any) -> int | None:
        """From the entry."""
        return root.facts.get("percent")

    @computed("公布的累计支出，元", needs=["facts"])
    def spent(root: Any) -> int | None:
        """From the entry."""
        return root.facts.get("spent")

    @computed("进度截至的日期", needs=["facts"])
    def reported_on(root: Any) -> date | None:
        """From the entry."""
        return _day(root.facts.get("reported_on"))

    @computed("内容更新的日期", needs=["facts"])
    def updated_on(root: Any) -> date | None:
        """From the entry."""
        return _day(root.facts.get("updated_on"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
