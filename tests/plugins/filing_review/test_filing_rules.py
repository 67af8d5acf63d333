"""The law and the practice as functions: each case is named by the article it comes from."""

from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from plugins.filing_review import rules
from plugins.filing_review.rules import (
    Conclusion,
    Decision,
    Document,
    DocumentKind,
    DoubtMachine,
    DoubtState,
    FilingMachine,
    FilingState,
    Judged,
    Meeting,
    Openness,
    OpinionMachine,
    OpinionState,
    OutgoingMachine,
    OutgoingState,
    PartKind,
    Series,
    Share,
    Standard,
    StandardGroup,
)

FIRST, SECOND, THIRD = date(2025, 1, 3), date(2025, 1, 6), date(2025, 1, 8)

COMPLETE: dict[str, Any] = {
    "title": "关于禁止燃放烟花爆竹的通知",
    "document_number": "测政发〔2025〕3号",
    "kind": DocumentKind.NOTICE,
    "adopted_on": FIRST,
    "published_on": SECOND,
    "published_in": "公告栏",
    "effective_on": SECOND,
    "openness": Openness.PROACTIVE,
}


def case(name: str, *values: Any) -> Any:
    return pytest.param(*values, id=name)


# --- what a filing report names ------------------------------------------------------------


def test_a_complete_document_misses_nothing() -> None:
    assert rules.missing_facts(Document(**COMPLETE)) == {}


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        case("备案报告：发文字号", "document_number", "发文字号"),
        case("备案报告：种类", "kind", "文件种类"),
        case("备案报告：通过日期", "adopted_on", "通过日期"),
        case("备案报告：公布日期", "published_on", "公布日期"),
        case("备案报告：公布方式", "published_in", "公布方式"),
        case("备案报告：施行日期", "effective_on", "施行日期"),
        case("政府信息公开条例：公开属性", "openness", "公开属性"),
    ],
)
def test_what_a_filing_report_must_name(fact: str, name: str) -> None:
    assert rules.missing_facts(Document(**{**COMPLETE, fact: None})) == {fact: name}


def test_missing_facts_are_named_together_in_the_order_of_the_form() -> None:
    empty = rules.missing_facts(Document(title="只有标题"))
    demanded = [name for fact, name in rules.DEMANDED.items() if fact != "title"]
    assert list(empty.values()) == demanded


@pytest.mark.parametrize(
    ("days", "named"),
    [
        case(
            "自印发之日起施行：在公布之前施行",
            {"effective_on": FIRST, "published_on": SECOND},
            None,
        ),
        case(
            "同日通过、印发、公布、施行", dict.fromkeys(("adopted_on", "printed_on"), SECOND), None
        ),
        case("施行以前失效", {"valid_until": FIRST}, "有效期截止日"),
        case("施行当日失效", {"valid_until": SECOND}, None),
        case("印发早于通过", {"printed_on": date(2025, 1, 2)}, "印发日期"),
        case("公布早于印发", {"printed_on": THIRD}, "公布日期"),
        case("公布早于通过", {"published_on": date(2025, 1, 2)}, "公布日期"),
        case("施行早于通过", {"effective_on": date(2025, 1, 2)}, "施行日期"),
        case("未印发的不比较", {"printed_on": None}, None),
    ],
)
def test_the_order_of_dates(days: dict[str, date], named: str | None) -> None:
    told = rules.disordered_dates(Document(**{**COMPLETE, **days}))
    assert (told is None) is (named is None)
    assert named is None or (told and told.told.startswith(named))


# --- the package ---------------------------------------------------------------------------

SHANDONG = [
    PartKind.FILING_REPORT,
    PartKind.OFFICIAL_TEXT,
    PartKind.DRAFTING_NOTE,
    PartKind.LEGAL_BASIS,
]
SHANGHAI = SHANDONG[:3]


@pytest.mark.parametrize(
    ("demanded", "present", "explained", "missing"),
    [
        case("山东2017第七条：齐全", SHANDONG, SHANDONG, [], []),
        case("山东2017第七条：缺说明、依据", SHANDONG, SHANDONG[:2], [], SHANDONG[2:]),
        case("上海2024第十条：不要求依据", SHANGHAI, SHANDONG[:3], [], []),
        case("说明暂缺的不算缺", SHANDONG, SHANDONG[:3], [PartKind.LEGAL_BASIS], []),
        case(
            "正式文本不能说明暂缺",
            SHANDONG,
            [PartKind.FILING_REPORT, *SHANDONG[2:]],
            [PartKind.OFFICIAL_TEXT],
            [PartKind.OFFICIAL_TEXT],
        ),
        case("已附正式文本又写了原因", SHANGHAI, SHANGHAI, [PartKind.OFFICIAL_TEXT], []),
        case("多送的不算错", SHANGHAI, [*SHANDONG, PartKind.REFERENCE], [], []),
        case("没有规定的什么都不缺", [], [], [], []),
    ],
)
def test_the_parts_of_a_package(
    demanded: list[PartKind],
    present: list[PartKind],
    explained: list[PartKind],
    missing: list[PartKind],
) -> None:
    assert rules.missing_parts(demanded, present, explained) == missing


def test_parts_are_named_in_chinese() -> None:
    assert rules.part_names([PartKind.DRAFTING_NOTE, PartKind.LEGAL_BASIS]) == "起草说明、制定依据"


@pytest.mark.parametrize(
    ("series", "kind", "maker", "counted"),
    [
        case("不分类", Series.WHOLE, DocumentKind.NOTICE, "court", ("all", "")),
        case("没有规定的不分类", None, DocumentKind.NOTICE, "court", ("all", "")),
        case(
            "按文件种类", Series.DOCUMENT_KIND, DocumentKind.RULES, "court", ("kind.rules", "规定")
        ),
        case("种类不明的不分类", Series.DOCUMENT_KIND, None, "court", ("all", "")),
        case("按制定机关", Series.MAKER_KIND, None, "court", ("maker.court", "法院")),
        case("未列名的制定机关", Series.MAKER_KIND, None, "office", ("maker.office", "其他")),
    ],
)
def test_in_which_series_a_document_counts(
    series: Series | None, kind: DocumentKind | None, maker: str, counted: tuple[str, str]
) -> None:
    assert rules.series_of(series, kind, maker) == counted


# --- the majority of a presidium -----------------------------------------------------------

MORE_THAN_HALF = Share(1, 2, strictly_more=True)
"""山东省乡镇人民代表大会工作若干规定（2015）第八条：主席团全体成员的过半数。"""
TWO_THIRDS = Share(2, 3, strictly_more=False)


@pytest.mark.parametrize(
    ("share", "in_favour", "members", "reached"),
    [
        case("山东乡镇规定第八条：9人中7人", MORE_THAN_HALF, 7, 9, True),
        case("山东乡镇规定第八条：9人中5人", MORE_THAN_HALF, 5, 9, True),
        case("山东乡镇规定第八条：9人中4人", MORE_THAN_HALF, 4, 9, False),
        case("山东乡镇规定第八条：8人中4人恰为半数", MORE_THAN_HALF, 4, 8, False),
        case("山东乡镇规定第八条：8人中5人", MORE_THAN_HALF, 5, 8, True),
        case("三分之二以上：9人中6人恰好", TWO_THIRDS, 6, 9, True),
        case("三分之二以上：10人中6人", TWO_THIRDS, 6, 10, False),
        case("三分之二以上：7人中5人", TWO_THIRDS, 5, 7, True),
    ],
)
def test_the_majority_is_of_all_members(
    share: Share, in_favour: int, members: int, reached: bool
) -> None:
    meeting = Meeting(
        title="主席团会议", held_on=FIRST, members=members, present=in_favour, in_favour=in_favour
    )
    assert share.reached(in_favour, members) is reached
    assert (rules.faulty_meeting(meeting, share) is None) is reached


@pytest.mark.parametrize(
    ("share", "text"),
    [(MORE_THAN_HALF, "超过全体成员的2分之1"), (TWO_THIRDS, "不少于全体成员的3分之2")],
)
def test_a_refused_majority_says_what_was_needed(share: Share, text: str) -> None:
    meeting = Meeting(title="主席团会议", held_on=FIRST, members=9, present=6, in_favour=3)
    told = rules.faulty_meeting(meeting, share) or ""
    assert text in told
    assert "赞成3人" in told


@pytest.mark.parametrize(
    ("members", "present", "in_favour"),
    [(9, 8, 9), (9, 10, 7), (0, 0, 0), (9, 8, -1), (-1, -1, -1)],
)
@pytest.mark.parametrize("share", [None, MORE_THAN_HALF])
def test_numbers_of_a_meeting_that_cannot_be(
    members: int, present: int, in_favour: int, share: Share | None
) -> None:
    meeting = Meeting(
        title="会议", held_on=FIRST, members=members, present=present, in_favour=in_favour
    )
    assert "人数不对" in (rules.faulty_meeting(meeting, share) or "")


def test_without_a_rule_a_meeting_needs_no_majority() -> None:
    meeting = Meeting(title="会议", held_on=FIRST, members=9, present=8, in_favour=1)
    assert rules.faulty_meeting(meeting, None) is None


# --- standards -----------------------------------------------------------------------------

TREE = {
    "上海2024第二十八条：合宪性": (StandardGroup.CONSTITUTIONALITY, 2),
    "上海2024第二十九条：政治性": (StandardGroup.POLITICS, 2),
    "上海2024第三十条：合法性，七项": (StandardGroup.LEGALITY, 7),
    "上海2024第三十一条：适当性，五项": (StandardGroup.SUITABILITY, 5),
}


@pytest.mark.parametrize(("group", "items"), TREE.values(), ids=TREE)
def test_the_tree_of_standards(group: StandardGroup, items: int) -> None:
    found = [standard for standard in Standard if rules.group_of(standard) is group]
    assert len(found) == items
    assert all(rules.STANDARDS[one].startswith(rules.STANDARD_GROUPS[group]) for one in found)


@pytest.mark.parametrize("standard", Standard)
def test_only_a_doubt_about_the_constitution_is_passed_up(standard: Standard) -> None:
    doubts = {Standard.CONSTITUTION_TEXT, Standard.CONSTITUTION_SPIRIT}
    assert rules.must_pass_up(standard) is (standard in doubts)


def judged(*pairs: tuple[Standard, Decision]) -> list[Judged]:
    return [Judged(standard, decision) for standard, decision in pairs]


POWER, DOUBT = Standard.BEYOND_POWER, Standard.CONSTITUTION_TEXT


@pytest.mark.parametrize(
    ("findings", "outcome"),
    [
        case("没有审查发现", judged(), Conclusion.NO_PROBLEM),
        case("采纳一条即有问题", judged((POWER, Decision.ADOPTED)), Conclusion.PROBLEM),
        case("全不采纳", judged((POWER, Decision.REJECTED)), Conclusion.NO_PROBLEM),
        case(
            "采纳一条、不采纳一条",
            judged((POWER, Decision.REJECTED), (POWER, Decision.ADOPTED)),
            Conclusion.PROBLEM,
        ),
        case(
            "上海2024第二十八条：上报的疑问不由本机构判断",
            judged((DOUBT, Decision.PASSED_UP)),
            Conclusion.PASSED_UP,
        ),
    ],
)
def test_a_conclusion(findings: list[Judged], outcome: Conclusion) -> None:
    assert rules.faulty_merge(findings) is None
    assert rules.conclusion(findings) is outcome


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        case("未决定的", judged((POWER, Decision.OPEN)), "没有决定是否采纳"),
        case("上海2024第二十八条：疑问未上报", judged((DOUBT, Decision.OPEN)), "尚未上报"),
        case("上海2024第二十八条：疑问被采纳", judged((DOUBT, Decision.ADOPTED)), "尚未上报"),
        case("上海2024第二十八条：疑问不采纳", judged((DOUBT, Decision.REJECTED)), "尚未上报"),
    ],
)
def test_what_cannot_be_concluded_yet(findings: list[Judged], told: str) -> None:
    assert told in (rules.faulty_merge(findings) or "")


# --- states: every step from every state, allowed or refused -------------------------------

M, F, P = OutgoingState, FilingState, OpinionState

OUTGOING_STEPS: dict[str, dict[OutgoingState, OutgoingState]] = {
    "drop_filing": {M.DRAFT: M.DROPPED},
    "revise_filing": {M.DRAFT: M.DRAFT, M.SIGNED: M.DRAFT, M.WITHHELD: M.DRAFT},
    "sign_filing": {M.DRAFT: M.SIGNED},
    "send_filing": {M.SIGNED: M.SENT},
    "take_registered": {M.SENT: M.REGISTERED},
    "take_returned": {M.SENT: M.RETURNED},
    "take_back": {M.SENT: M.DRAFT},
    "take_withheld": {M.SENT: M.WITHHELD},
    "supplement_filing": {M.WITHHELD: M.SENT},
    "take_opinion": {M.REGISTERED: M.OPINION_RECEIVED},
    "answer_opinion": {M.OPINION_RECEIVED: M.ANSWERED},
    "report_correction": dict.fromkeys((M.REGISTERED, M.OPINION_RECEIVED, M.ANSWERED), M.CORRECTED),
    "take_closing": dict.fromkeys(
        (M.REGISTERED, M.OPINION_RECEIVED, M.ANSWERED, M.CORRECTED), M.CLOSED
    ),
}
FILING_STEPS: dict[str, dict[FilingState, FilingState]] = {
    "receive_filing": {F.ARRIVED: F.RECEIVED},
    "register_filing": {F.RECEIVED: F.REGISTERED},
    "return_filing": {F.RECEIVED: F.RETURNED},
    "withhold_filing": {F.RECEIVED: F.WITHHELD},
    "take_supplement": {F.WITHHELD: F.RECEIVED},
    "take_refiling": {F.WITHHELD: F.ARRIVED, F.WITHDRAWN: F.ARRIVED},
    "give_back": {F.ARRIVED: F.WITHDRAWN},
    "assign_review": {F.REGISTERED: F.UNDER_REVIEW, F.UNDER_REVIEW: F.UNDER_REVIEW},
    "suspend_review": {
        F.UNDER_REVIEW: F.SUSPENDED,
        F.PROBLEM: F.SUSPENDED,
        F.ANSWERED: F.SUSPENDED,
    },
    "resume_review": {F.SUSPENDED: F.UNDER_REVIEW},
    "resume_handling": {F.SUSPENDED: F.PROBLEM},
    "resume_correction": {F.SUSPENDED: F.ANSWERED},
    "conclude_clean": {F.UNDER_REVIEW: F.NO_PROBLEM},
    "conclude_problem": {F.UNDER_REVIEW: F.PROBLEM},
    "conclude_passed_up": {F.UNDER_REVIEW: F.PASSED_UP},
    "take_clearance": {F.PASSED_UP: F.NO_PROBLEM},
    "take_conflict": {F.PASSED_UP: F.PROBLEM},
    "issue_opinion": {F.PROBLEM: F.OPINION_ISSUED},
    "take_answer": {F.OPINION_ISSUED: F.ANSWERED},
    "take_correction": dict.fromkeys(
        (F.SUSPENDED, F.PASSED_UP, F.PROBLEM, F.OPINION_ISSUED, F.ANSWERED), F.CORRECTED
    ),
    "close_filing": {F.NO_PROBLEM: F.ARCHIVED, F.CORRECTED: F.ARCHIVED},
}
OPINION_STEPS: dict[str, dict[OpinionState, OpinionState]] = {
    "check_opinion": {P.DRAFTED: P.CHECKED},
    "return_opinion": {P.DRAFTED: P.RETURNED, P.CHECKED: P.RETURNED},
    "revise_opinion": {P.DRAFTED: P.DRAFTED, P.RETURNED: P.DRAFTED},
    "issue_opinion": {P.CHECKED: P.ISSUED},
    "issue_unchecked": {P.DRAFTED: P.ISSUED, P.CHECKED: P.ISSUED},
    "drop_letter": {P.DRAFTED: P.DROPPED, P.RETURNED: P.DROPPED},
}
DOUBT_STEPS: dict[str, dict[DoubtState, DoubtState]] = {
    "receive_doubt": {DoubtState.ARRIVED: DoubtState.RECEIVED},
    "pass_up_doubt": {DoubtState.RECEIVED: DoubtState.PASSED_UP},
    "take_answer": {DoubtState.PASSED_UP: DoubtState.ANSWERED},
}

MACHINES: list[tuple[Any, type[StrEnum], dict[str, dict[Any, Any]]]] = [
    (OutgoingMachine, OutgoingState, OUTGOING_STEPS),
    (FilingMachine, FilingState, FILING_STEPS),
    (OpinionMachine, OpinionState, OPINION_STEPS),
    (DoubtMachine, DoubtState, DOUBT_STEPS),
]
EVERY_STEP = [
    pytest.param(machine, state, step, to.get(state), id=f"{machine.__name__}-{state}-{step}")
    for machine, states, steps in MACHINES
    for step, to in steps.items()
    for state in states
]


@pytest.mark.parametrize(("machine", "state", "step", "reached"), EVERY_STEP)
def test_every_step_from_every_state(
    machine: Any, state: StrEnum, step: str, reached: StrEnum | None
) -> None:
    if reached is None:
        with pytest.raises(rules.NotAllowed):
            rules.next_state(machine, state, step)
    else:
        assert rules.next_state(machine, state, step) is reached


@pytest.mark.parametrize(("machine", "states", "steps"), MACHINES)
def test_the_table_names_every_step_and_state_of_the_machine(
    machine: Any, states: type[StrEnum], steps: dict[str, Any]
) -> None:
    assert {event.id for event in machine.events} == set(steps)
    assert {state.value for state in machine.states} == set(states)


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (rules.DocumentKind, rules.DOCUMENT_KINDS),
        (rules.Openness, rules.OPENNESS),
        (rules.PartKind, rules.PARTS),
        (rules.Standard, rules.STANDARDS),
        (rules.Seriousness, rules.SERIOUSNESS),
        (rules.Decision, rules.DECISIONS),
        (rules.Conclusion, rules.CONCLUSIONS),
        (rules.Measure, rules.MEASURES),
        (rules.Correction, rules.CORRECTIONS),
        (rules.Ask, rules.ASKS),
        (rules.LetterKind, rules.LETTERS),
        (rules.Direction, rules.DIRECTIONS),
        (rules.OutgoingState, rules.OUTGOING_STATES),
        (rules.FilingState, rules.FILING_STATES),
        (rules.OpinionState, rules.OPINION_STATES),
        (rules.TaskState, rules.TASK_STATES),
        (rules.DoubtState, rules.DOUBT_STATES),
        (rules.DoubtOutcome, rules.DOUBT_OUTCOMES),
        (rules.Figure, rules.FIGURES),
        (rules.LedgerOrder, rules.LEDGER_ORDERS),
    ],
)
def test_every_word_has_its_own_chinese_name(words: type[StrEnum], titles: dict[Any, str]) -> None:
    assert set(titles) == set(words)
    assert len(set(titles.values())) == len(titles)


@pytest.mark.parametrize("kind", rules.PAPERS)
def test_every_paper_that_leaves_has_a_title(kind: rules.LetterKind) -> None:
    wording = rules.Wording(kind=kind, document="停车管理办法", text="正文")
    assert "《停车管理办法》" in rules.paper_title(wording)


def test_a_title_within_marks_has_single_ones_of_its_own() -> None:
    document = "关于修改《停车管理办法》的决定"
    wording = rules.Wording(kind=rules.LetterKind.REGISTERED, document=document, text="")
    assert rules.paper_title(wording) == "关于《关于修改〈停车管理办法〉的决定》的备案回执"
    told = rules.limit_title(rules.LetterKind.SUSPENDED, rules.Limit.CORRECTION, document)
    assert told == "关于中止计算《关于修改〈停车管理办法〉的决定》修改、废止期限的告知"


@pytest.mark.parametrize(
    ("outcomes", "step"),
    [
        ([rules.DoubtOutcome.NO_CONFLICT], "take_clearance"),
        ([rules.DoubtOutcome.NO_CONFLICT, rules.DoubtOutcome.CONFLICT], "take_conflict"),
        ([rules.DoubtOutcome.CONFLICT, None], None),
        ([None], None),
        ([], None),
    ],
)
def test_a_filing_goes_on_by_the_last_answer_to_its_doubts(
    outcomes: list[rules.DoubtOutcome | None], step: str | None
) -> None:
    assert rules.answered_step(outcomes) == step
