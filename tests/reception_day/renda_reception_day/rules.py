"""Rules without a database."""

from datetime import date

from core import Invalid

# 复姓：来访人只记姓，两个字的须是其中之一，以免把全名记进来。
COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "东方",
        "独孤",
        "南宫",
        "西门",
        "端木",
        "百里",
        "呼延",
        "轩辕",
        "钟离",
        "申屠",
        "公冶",
        "澹台",
        "濮阳",
        "淳于",
        "单于",
        "太史",
        "闻人",
        "赫连",
        "司空",
        "拓跋",
        "完颜",
        "东郭",
        "纳兰",
    ]
)


def is_surname(text: str) -> bool:
    """Whether the text is a surname only: one character, or a known compound one."""
    return (len(text) == 1 and "\u4e00" <= text <= "\u9fff") or text in COMPOUND_SURNAMES


def filled(text: str, field: str, title: str) -> str:
    """The text without blanks around it; refused where nothing is left."""
    text = text.strip()
    if not text:
        raise Invalid("RECEPTION_TEXT_EMPTY", f"请填写{title}。", field=field)
    return text


def due_in_words(
    handed_on: date | None, due_on: date | None, span: str | None, rule: str | None
) -> str | None:
    """What is said of the time for an answer; also where there is none."""
    if handed_on is None:
        return None
    if due_on is None:
        return "没有规定答复期限，不计期限。"
    day = f"{due_on.year}年{due_on.month}月{due_on.day}日"
    return f"应于{day}前（含当日）答复：自交办之日起{span or ''}，依据{rule or '本机构的做法'}。"
