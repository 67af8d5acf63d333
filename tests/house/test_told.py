"""How the console tells in English what the server says: a list whole or not at all."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from server_texts import rooms
from sources import ROOT

TELLING = ROOT / "core" / "console" / "src" / "telling.ts"
NODE = Path(sys.executable).parent / "node"
PROGRAM = """
import { readFileSync } from "node:fs";
const { rooms, texts, telling } = JSON.parse(readFileSync(0, "utf8"));
const { take, told } = await import(telling);
take(rooms);
process.stdout.write(JSON.stringify(texts.map(told)));
"""

SAID = {
    "意见": "Opinions",
    "学习培训": "Study and training",
    "在会议上审议、发言": "Deliberating and speaking",
    "听取、反映": "Listening, passing on",
    "联系方式": "Contacts",
    "种类": "Kinds",
    "姓名；地点": "Names; places",
    "（实效）": "(effect)",
    "登记闭会": "Close a meeting",
    "上一级": "higher-level",
    "法制工作委员会": "legislative affairs commission",
    "{1}分": "{1} points",
    "{1}{2}{3}分": "{1} {2} {3} points",
    "满分{1}": "at most {1}",
    "{1}每年{2}次": "{1}: {2} a year",
    "{1}的文件报{2}{3}": "documents of {1} go to {2} {3}",
    "分{1}；{2}；其余为“{3}”": "grades {1}; {2}; otherwise “{3}”",
    "{1}合计达到{2}的，为“{3}”": "“{3}” where {1} reach {2}",
    "请改正{1}。": "Please correct {1}.",
    "{1}“{2}”{3}，按{4}计{5}{6}。": "{1} “{2}” {3}; by {4} it gives {5}{6}.",
    "；因达到{1}，减去{2}，实计{3}": "; having reached {1}, {2} are taken off and {3} counted",
    "超过": "more than",
    "{1}全体成员的{2}分之{3}": "{1} {3}/{2} of all members",
    "至少多{1}项{2}": "at least {1} more{2}",
    "、至多{1}项": ", at most {1}",
    "（依据：{1}）": "(basis: {1})",
}


def told(texts: list[str], said: list[dict[str, str]]) -> list[str]:
    """Asked of the console's own program."""
    brought = [{"fields": {}, "said": one} for one in said]
    asked = json.dumps({"rooms": brought, "texts": texts, "telling": TELLING.as_uri()})
    command = [str(NODE), "--experimental-strip-types", "--input-type=module", "-e", PROGRAM]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("意见、学习培训", "Opinions, Study and training"),
        ("批评、意见", "批评、意见"),
        ("听取、反映、意见", "Listening, passing on; Opinions"),
        ("意见；批评、学习培训", "意见；批评、学习培训"),
        ("在会议上审议、发言、意见", "Deliberating and speaking, Opinions"),
        ("联系方式：意见；种类：姓名；地点", "Contacts: Opinions; Kinds: Names; places"),
        ("联系方式：某某；种类：意见", "联系方式：某某；种类：意见"),
        ("学习培训15分（实效）", "Study and training 15 points (effect)"),
        ("意见1分", "Opinions 1 point"),
        ("意见0.1分", "Opinions 0.1 points"),
        ("满分100分", "at most 100 points"),
        ("批评15分", "批评15分"),
        ("登记闭会 → 学习培训", "Close a meeting → Study and training"),
        (
            "意见的文件报上一级法制工作委员会",
            "documents of Opinions go to higher-level legislative affairs commission",
        ),
        ("每年一次意见每年1次", "每年一次意见: 1 a year"),
        (
            "分甲、乙；甲合计达到半数的，为“乙”；其余为“意见”",
            "grades 甲、乙; “乙” where 甲 reach 半数; otherwise “Opinions”",
        ),
        ("《规定》第三条、意见", "《规定》第三条, Opinions"),
        # What is cited is never cut, whatever words are in its name.
        (
            "3月“意见”，按《统计办法（试行）》第五条计5分。",
            "3月 “Opinions”; by 《统计办法（试行）》第五条 it gives 5 points.",
        ),
        (
            "3月“意见”，按《办法》第五条计1分×141=141分；因达到上限，减去41分，实计100分。",
            "3月 “Opinions”; by 《办法》第五条 it gives 1 point × 141 = 141 points"
            "; having reached 上限, 41 points are taken off and 100 points counted.",
        ),
        # A basis in brackets stands behind the whole, not within it.
        (
            "超过全体成员的2分之1（依据：《办法（试行）》第十条）",
            "more than 1/2 of all members (basis: 《办法（试行）》第十条)",
        ),
        (
            "至少多1项、至多3项（依据：《办法》第九条）",
            "at least 1 more, at most 3 (basis: 《办法》第九条)",
        ),
        ("请改正意见。另请某某。", "Please correct Opinions. 另请某某。"),
        ("某某。另请某某。", "某某。另请某某。"),
    ],
)
def test_a_text_is_told(chinese: str, english: str) -> None:
    assert told([chinese], [SAID]) == [english]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (
            "2026年11月30日批准延长10日，自原届满日2026年12月5日的次日起续计"
            "（演示·签发人丁批准；依据《测试规定》）。",
            "Extended on 2026-11-30 by 10 days, counted on from the day after the earlier end,"
            " 2026-12-05 (approved by 演示·签发人丁; basis: 《测试规定》).",
        ),
        (
            "2026年11月30日起中止计时（理由：制定机关书面提出处理计划，时限为2027年3月31日；"
            "依据《测试规定》），原届满日为2026年12月25日，剩余25日。",
            "Paused from 2026-11-30 (reason: The enacting organ gave a written plan with the time"
            " 2027-03-31; basis: 《测试规定》); it would have ended on 2026-12-25: 25 days left.",
        ),
        (
            "2026年12月1日恢复计时，当日不计入，剩余1个工作日。",
            "Counting resumed on 2026-12-01; that day does not count: 1 working day left.",
        ),
        ("休息，依据：测试", "Off, by: 测试"),
        ("2026年1月9日", "2026-01-09"),
    ],
)
def test_days_and_rules_within_the_working_of_a_clock_are_told(chinese: str, english: str) -> None:
    """By the catalogues that are shipped: a name stays as it is, all around it is English."""
    brought = [
        json.loads((folder / "server.en.json").read_text(encoding="utf-8"))["said"]
        for folder in rooms().values()
    ]
    assert told([chinese], brought) == [english]


def test_what_is_known_word_for_word_is_told_so() -> None:
    said = {}
    for folder in rooms().values():
        said |= json.loads((folder / "server.en.json").read_text(encoding="utf-8"))["said"]
    known = {chinese: one for chinese, one in said.items() if "{" not in chinese}
    assert told(list(known), [said]) == list(known.values())
