"""What everybody sees: the lists of points that were published to the public."""

from typing import Any

from core import PublicPage, PublicSection, PublicTable
from plugins.deputy_points import permissions as may
from plugins.deputy_points import rules


def _list(facts: dict[str, Any]) -> PublicPage:
    """Points with the rule they rest on, as they were published."""
    change = rules.permille_text(rules.change_in_permille(facts["points"], facts["points_before"]))
    told = (
        ("年度", f"{facts['year']}年"),
        ("合计", rules.points(facts["points"])),
        ("比上一年同期", change),
        ("计分依据", facts.get("rule")),
    )
    corrects = facts.get("corrects")
    return PublicPage(
        summary=f"{facts['year']}年，共{len(facts['rows'])}名代表，"
        f"合计{rules.points(facts['points'])}。",
        text="积分由经确认的履职记录按本机构的规则计算，不单独作为任何决定的依据。",
        lines=tuple((label, text) for label, text in told if text),
        table=_table(facts["rows"]),
        links=(("本份更正此前公布的一份，查看原来的一份", corrects),) if corrects else (),
    )


def _table(rows: list[dict[str, Any]]) -> PublicTable:
    """Places only where the body's practice ranks at all."""
    ranked = any(row.get("place") is not None for row in rows)
    columns = ("选区或选举单位", "代表姓名", "记录条数", "积分", *(("名次",) if ranked else ()))
    return PublicTable(
        caption="各代表的积分",
        columns=columns,
        rows=tuple(
            (
                row["district"],
                row["name"],
                str(row["entries"]),
                rules.points(row["points"]),
                *((str(row["place"] or ""),) if ranked else ()),
            )
            for row in rows
        ),
        numbers=tuple(range(2, len(columns))),
    )


SECTIONS = [
    PublicSection(
        name="deputy_points.lists",
        title="代表履职积分",
        description="经审查、批准向社会公布的人大代表履职积分。",
        action=may.READ_PUBLIC,
        page=_list,
        gone="这一期积分已经撤下，不再公开。",
    )
]
