"""The government's list: drafted, handed in, examined, fixed, returned, deliberated on.

Plays rows 0-09 and 0-30 (debate), 2-30 (a list for the congress's yearly vote), 2-19 and 2-32
(micro projects of a subdistrict) of the systems.
"""

from typing import Any

import pytest
from calls_path import Hall, meeting, mutation, never, on, open_hall, project, told_once
from edited_twice import second_is_told

from core.testing import House, query_count

pytestmark = pytest.mark.database


async def state_of(hall: Hall, record: str, who: str = "secretary") -> str:
    return (await hall.see(who, record, "state"))["state"]


# --- drafts ----------------------------------------------------------------------------------


async def test_a_draft_is_its_organs_alone_until_it_is_handed_in(house: House) -> None:
    """0-09: the government prepares and explains; the congress sees the list, not the drafts."""
    hall = await open_hall(house)
    cycle = await hall.screening()
    async with told_once(hall, "draft_candidate"):
        draft = await hall.draft(cycle, title="秘密项目")
    assert (await hall.see("drafter", draft, "title"))["title"] == "秘密项目"
    for organ in ("standing_committee", "department"):
        other = await house.person(hall.body, organ, "candidate_drafter", "candidate_signer")
        assert await hall.see(other, draft, "title") is None
        listed = await hall.ask(other, "{ candidateDrafts { totalCount } }")
        assert listed["candidateDrafts"]["totalCount"] == 0
    assert "秘密项目" not in str(await hall.events())
    assert await hall.candidates(cycle) == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"title": " "}, "项目名称"),
        ({"responsibleUnit": "", "target": ""}, "责任单位、目标"),
        ({"investment": -1}, "投资额"),
        ({"startsOn": "2026-12-01"}, "完成期限早于"),
        ({"startsOn": "2027-01-01", "dueOn": "2027-06-01"}, "2026年度"),
        ({"startsOn": "2025-01-01", "dueOn": "2025-06-01"}, "2026年度"),
    ],
)
async def test_a_candidate_is_whole(house: House, changes: dict[str, Any], word: str) -> None:
    hall = await open_hall(house)
    cycle = await hall.opened()
    sent = {"cycle": cycle, "candidate": project(**changes)}
    refusal = await hall.refused("drafter", "draftCandidate", **sent)
    assert refusal["extensions"]["code"] == "CANDIDATE_FAULTY"
    assert word in refusal["message"]


async def test_a_draft_comes_from_ideas_that_were_taken(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        await hall.propose(cycle, "修路")
        (idea,) = await hall.ideas(cycle)
        named = {"cycle": cycle, "candidate": project(ideas=[idea["id"]])}
        assert await hall.code("drafter", "draftCandidate", **named) == "IDEA_NOT_TAKEN"
        await hall.do("secretary", "screenIdea", idea=idea["id"], outcome="TAKEN")
        draft = (await hall.do("drafter", "draftCandidate", **named))["id"]
        unknown = {"cycle": cycle, "candidate": project(ideas=[never("Idea")])}
        assert await hall.code("drafter", "draftCandidate", **unknown) == "NOT_FOUND"
        shown = await hall.see("drafter", draft, "ideas { title }")
        assert shown["ideas"] == [{"title": "修路"}]
    await hall.do("secretary", "closeCall", cycle=cycle)
    twin = await hall.draft(cycle, title="另一项目", ideas=[idea["id"]])
    both = {"cycle": cycle, "drafts": [draft, twin], "text": "说明"}
    assert await hall.code("signer", "submitCandidates", **both) == "IDEA_TWICE"
    await hall.do("drafter", "reviseCandidate", draft=twin, candidate=project(title="另一项目"))
    await hall.do("signer", "submitCandidates", **both)


async def test_a_draft_is_revised_and_given_up(house: House) -> None:
    hall = await open_hall(house)
    cycle = await hall.screening()
    first, second = await hall.draft(cycle), await hall.draft(cycle)
    async with told_once(hall, "revise_candidate"):
        sent = {"draft": first, "candidate": project(title="改名")}
        await hall.do("drafter", "reviseCandidate", **sent)
    assert (await hall.see("drafter", first, "title"))["title"] == "改名"
    assert await hall.code("drafter", "discardCandidate", draft=second, reason="") == "REASON_EMPTY"
    async with told_once(hall, "discard_candidate"):
        await hall.do("drafter", "discardCandidate", draft=second, reason="资金未落实")
    gone = {"cycle": cycle, "drafts": [second], "text": "说明"}
    assert await hall.code("signer", "submitCandidates", **gone) == "STATE_FORBIDS"
    sent = {"draft": second, "candidate": project()}
    assert await hall.code("drafter", "reviseCandidate", **sent) == "STATE_FORBIDS"


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "别人的标题"},
        {"assessments": [{"kind": "FINANCE", "note": "资金已落实"}]},
    ],
    ids=["its content", "its assessments"],
)
async def test_of_two_who_revise_a_draft_the_second_is_told(
    house: House, changed: dict[str, Any]
) -> None:
    hall = await open_hall(house)
    draft = await hall.draft(await hall.screening())
    mine, theirs = (
        {"draft": draft, "candidate": project(**one)} for one in ({"target": "惠及800户"}, changed)
    )

    async def now() -> Any:
        return await hall.see("drafter", draft, "revision title target assessments { kind note }")

    by = hall.people["drafter"]
    await second_is_told(house, mutation("reviseCandidate"), mine, theirs, now, by)


async def test_candidates_come_from_a_government(house: House) -> None:
    hall = await open_hall(house)
    cycle = await hall.screening()
    court = await house.person(hall.body, "court", "candidate_drafter", "candidate_signer")
    sent = {"cycle": cycle, "candidate": project()}
    assert await hall.code(court, "draftCandidate", **sent) == "NOT_DRAFTING_ORGAN"
    handed = {"cycle": cycle, "drafts": [], "text": "说明"}
    assert await hall.code(court, "submitCandidates", **handed) == "NOT_DRAFTING_ORGAN"


# --- handing in ------------------------------------------------------------------------------


async def test_a_list_arrives_at_the_standing_committee(house: House) -> None:
    """0-09, 2-30: sealed, with the government's explanation; what was sent is what is there."""
    hall = await open_hall(house)
    cycle = await hall.screening()
    file = await hall.upload("drafter")
    assessments = [{"kind": "FEASIBILITY", "file": file}, {"kind": "FINANCE", "note": "列入预算"}]
    drafts = [
        await hall.draft(cycle, title="甲", assessments=assessments),
        await hall.draft(cycle, title="乙", dueOn="2027-10-31"),
    ]
    sent = {"cycle": cycle, "drafts": drafts[::-1], "text": "共两项", "number": "测政函1号"}
    async with told_once(hall, "submit_candidates"):
        await hall.do("signer", "submitCandidates", **sent)
    assert await hall.candidates(cycle) == [], "it is on its way"
    await house.drain(1)
    seen = await hall.candidates(cycle, "id number state title dueOn investment reason")
    assert [(one["number"], one["title"], one["state"]) for one in seen] == [
        (1, "乙", "SUBMITTED"),
        (2, "甲", "SUBMITTED"),
    ]
    assert (seen[0]["dueOn"], seen[0]["investment"]) == ("2027-10-31", 6_000_000)
    query = (
        "query($cycle: ID!) { candidateLists(cycle: $cycle) { nodes"
        " { state text number candidates fromOrganName signedByName digest } } }"
    )
    (came,) = (await hall.ask("secretary", query, cycle=cycle))["candidateLists"]["nodes"]
    assert (came["state"], came["text"], came["candidates"]) == ("SUBMITTED", "共两项", 2)
    assert (came["number"], came["signedByName"], len(came["digest"])) == ("测政函1号", "签发", 64)
    await assessed(hall, seen[1]["id"])


async def assessed(hall: Hall, candidate: str) -> None:
    """The notes are the body's to read, the file is the examining organ's."""
    query = (
        "query($candidate: ID!) { candidateAssessments(candidate: $candidate)"
        " { nodes { kind note file { name } } } }"
    )
    for who, file in (("secretary", {"name": "论证.pdf"}), ("drafter", None)):
        seen = await hall.ask(who, query, candidate=candidate)
        assert seen["candidateAssessments"]["nodes"] == [
            {"kind": "FEASIBILITY", "note": None, "file": file},
            {"kind": "FINANCE", "note": "列入预算", "file": None},
        ]


async def test_who_drafted_does_not_sign_off(house: House) -> None:
    hall = await open_hall(house)
    cycle = await hall.screening()
    both = await house.person(hall.body, "government", "candidate_drafter", "candidate_signer")
    made = await hall.do(both, "draftCandidate", cycle=cycle, candidate=project())
    sent = {"cycle": cycle, "drafts": [made["id"]], "text": "说明"}
    assert await hall.code(both, "submitCandidates", **sent) == "SAME_PERSON"
    await hall.do("signer", "submitCandidates", **sent)


async def test_a_list_goes_after_the_call_and_once(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        draft = await hall.draft(cycle)
        sent = {"cycle": cycle, "drafts": [draft], "text": "说明"}
        assert await hall.code("signer", "submitCandidates", **sent) == "STATE_FORBIDS"
    await hall.do("secretary", "closeCall", cycle=cycle)
    assert await hall.code("signer", "submitCandidates", **{**sent, "text": ""}) == "TEXT_EMPTY"
    for drafts in ([], [draft, draft]):
        wrong = {**sent, "drafts": drafts}
        assert await hall.code("signer", "submitCandidates", **wrong) == "CANDIDATES_EMPTY"
    wrong = {**sent, "drafts": [never("CandidateDraft")]}
    assert await hall.code("signer", "submitCandidates", **wrong) == "NOT_FOUND"
    await hall.do("signer", "submitCandidates", **sent)
    more = {**sent, "drafts": [await hall.draft(cycle)]}
    assert await hall.code("signer", "submitCandidates", **more) == "LIST_SUBMITTED"
    revised = {"draft": draft, "candidate": project()}
    assert await hall.code("drafter", "reviseCandidate", **revised) == "STATE_FORBIDS"


async def test_what_practice_demands_with_a_candidate_is_there(house: House) -> None:
    """As in Shaanxi: feasibility, assessment and legality review."""
    hall = await open_hall(house)
    await hall.let("assessments", ["feasibility", "evaluation", "legality"])
    cycle = await hall.screening()
    some = [{"kind": "FEASIBILITY", "note": "可行"}, {"kind": "LEGALITY"}]
    draft = await hall.draft(cycle, assessments=some)
    sent = {"cycle": cycle, "drafts": [draft], "text": "说明"}
    refusal = await hall.refused("signer", "submitCandidates", **sent)
    assert refusal["extensions"]["code"] == "ASSESSMENT_MISSING"
    assert "评估、合法性审查" in refusal["message"], "an empty one is none"
    assert "票决办法（测试）" in refusal["message"]
    twice = project(assessments=[some[0], some[0]])
    wrong = {"draft": draft, "candidate": twice}
    assert await hall.code("drafter", "reviseCandidate", **wrong) == "ASSESSMENT_TWICE"
    kinds = ("FEASIBILITY", "EVALUATION", "LEGALITY")
    every = [{"kind": kind, "note": "无意见"} for kind in kinds]
    await hall.do("drafter", "reviseCandidate", draft=draft, candidate=project(assessments=every))
    await hall.do("signer", "submitCandidates", **sent)


async def test_practice_names_the_organ_that_examines(house: House) -> None:
    hall = await open_hall(house)
    await hall.let("examiner", "working_commission")
    cycle = await hall.screening()
    draft = await hall.draft(cycle)
    candidates = await hall.submitted(cycle, draft)
    sent = hall.examined(candidates, cycle)
    assert await hall.code("secretary", "examineCandidates", **sent) == "NOT_EXAMINING_ORGAN"
    assert await hall.code("secretary", "returnCandidates", cycle=cycle, reason="改") == (
        "NOT_EXAMINING_ORGAN"
    )
    theirs = await house.person(hall.body, "working_commission", "project_secretary")
    await hall.do(theirs, "examineCandidates", **sent)


# --- examination -----------------------------------------------------------------------------


@pytest.mark.parametrize("body", ["county-a", "town-a", "subdistrict-a"])
async def test_a_meeting_examines_and_fixes_the_list(house: House, body: str) -> None:
    """0-09, 2-30; 2-19, 2-32 at a subdistrict: standing committee, presidium, working committee."""
    hall = await open_hall(house, body)
    cycle = await hall.screening()
    drafts = [await hall.draft(cycle, title=title) for title in "甲乙丙"]
    first, second, third = await hall.submitted(cycle, *drafts)
    async with told_once(hall, "examine_candidates"):
        made = await hall.examine([third, first, second], cycle, (first,), places=1)
    seen = await hall.candidates(cycle, "id number state reason")
    assert [(one["id"], one["number"], one["state"], one["reason"]) for one in seen] == [
        (third, 1, "LISTED", None),
        (second, 2, "LISTED", None),
        (first, 3, "LEFT_OUT", "条件不成熟"),
    ]
    fields = "organName meetingTitle meetingInFavour majorityText places listed leftOut"
    shown = await hall.see("drafter", made, fields)
    assert (shown["places"], shown["listed"], shown["leftOut"]) == (1, 2, 1)
    assert (shown["majorityText"] is None) is (body == "subdistrict-a"), "no rule, no number"
    told = [await hall.see("drafter", one, "state number reason") for one in drafts]
    assert told == [
        {"state": "LEFT_OUT", "number": 3, "reason": "条件不成熟"},
        {"state": "LISTED", "number": 2, "reason": None},
        {"state": "LISTED", "number": 1, "reason": None},
    ]
    assert await state_of(hall, cycle) == "LISTED"


async def test_a_working_committee_drafts_micro_projects_itself(house: House) -> None:
    """2-19: the list passes from the committee to itself, by the same way."""
    hall = await open_hall(house, "subdistrict-a")
    own = [
        await house.person(hall.body, hall.examiner, f"candidate_{part}", name=part)
        for part in ("drafter", "signer")
    ]
    cycle = await hall.screening()
    made = await hall.do(own[0], "draftCandidate", cycle=cycle, candidate=project())
    theirs = await hall.draft(cycle, title="办事处提出")
    sent = {"cycle": cycle, "drafts": [made["id"]], "text": "说明"}
    await hall.do(own[1], "submitCandidates", **sent)
    first, second = await hall.submitted(cycle, theirs)
    await hall.examine([first, second], cycle)
    assert await state_of(hall, cycle) == "LISTED"
    assert (await hall.see(own[0], made["id"], "state"))["state"] == "LISTED"
    assert await state_of(hall, theirs, "drafter") == "LISTED"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"inFavour": 4}, "MEETING_FAULTY"),
        ({"members": 16}, "MEETING_FAULTY"),
        ({"members": 14, "present": 7}, "MEETING_FAULTY"),
        ({"inFavour": 9}, "MEETING_FAULTY"),
        ({"members": 0, "present": 0, "inFavour": 0}, "MEETING_FAULTY"),
        ({"title": ""}, "MEETING_MISSING"),
        ({"heldOn": "2099-01-01"}, "DATE_IN_FUTURE"),
    ],
)
async def test_an_examination_rests_on_a_meeting(
    house: House, changes: dict[str, Any], code: str
) -> None:
    """More than half of all members: exactly half does not do (7 of 14)."""
    hall = await open_hall(house, "town-a")
    cycle = await hall.screening()
    candidates = await hall.submitted(cycle, await hall.draft(cycle))
    sent = hall.examined(candidates, cycle, meeting=meeting(**changes))
    assert await hall.code("secretary", "examineCandidates", **sent) == code
    assert await state_of(hall, cycle) == "SCREENING"


async def test_an_examination_that_failed_says_what_to_do(house: House) -> None:
    hall = await open_hall(house, "town-a")
    cycle = await hall.screening()
    candidates = await hall.submitted(cycle, await hall.draft(cycle))
    sent = hall.examined(candidates, cycle, meeting=meeting(inFavour=4))
    told = (await hall.refused("secretary", "examineCandidates", **sent))["message"]
    assert "审查没有通过（依据：" in told
    assert "人数填错的，请改正；确实没有通过的，请退回清单" in told


async def test_every_candidate_is_decided_once(house: House) -> None:
    hall = await open_hall(house)
    cycle = await hall.screening()
    nothing = hall.examined([], cycle)
    assert await hall.code("secretary", "examineCandidates", **nothing) == "NOTHING_TO_EXAMINE"
    drafts = [await hall.draft(cycle, title=title) for title in "甲乙"]
    first, second = await hall.submitted(cycle, *drafts)
    for some in ([first], [first, second, second]):
        sent = hall.examined(some, cycle)
        assert await hall.code("secretary", "examineCandidates", **sent) == "CANDIDATES_UNDECIDED"
    sent = hall.examined([first, never("Candidate")], cycle)
    assert await hall.code("secretary", "examineCandidates", **sent) == "NOT_FOUND"
    silent = hall.examined([first], cycle)
    silent["decisions"].append({"candidate": second, "listed": False, "reason": " "})
    assert await hall.code("secretary", "examineCandidates", **silent) == "REASON_EMPTY"
    past = hall.examined([first, second], cycle, voteOn="2020-01-01")
    assert await hall.code("secretary", "examineCandidates", **past) == "DATE_IN_PAST"
    none = hall.examined([first, second], cycle, places=0)
    assert await hall.code("secretary", "examineCandidates", **none) == "PLACES_EMPTY"


async def test_bounds_of_more_candidates_than_places(house: House) -> None:
    """As in Shaanxi: more candidates than places; a body names how many at least and at most."""
    hall = await open_hall(house)
    cycle = await hall.screening()
    drafts = [await hall.draft(cycle, title=title) for title in "甲乙丙丁"]
    candidates = await hall.submitted(cycle, *drafts)
    too_many_places = hall.examined(candidates, cycle, places=5)
    assert await hall.code("secretary", "examineCandidates", **too_many_places) == (
        "TOO_FEW_CANDIDATES"
    )
    await hall.let("extra_candidates", {"least": 1, "most": 2})
    few = await hall.refused(
        "secretary", "examineCandidates", **hall.examined(candidates, cycle, places=4)
    )
    assert few["extensions"]["code"] == "TOO_FEW_CANDIDATES"
    assert "还差1项" in few["message"]
    assert "票决办法（测试）" in few["message"]
    many = await hall.refused(
        "secretary", "examineCandidates", **hall.examined(candidates, cycle, places=1)
    )
    assert many["extensions"]["code"] == "TOO_MANY_CANDIDATES"
    assert "多出1项" in many["message"]
    made = await hall.examine(candidates, cycle, places=3)
    assert "至少多1项、至多2项" in (await hall.see("secretary", made, "extraText"))["extraText"]


async def test_no_list_is_fixed_while_an_idea_waits(house: House) -> None:
    """Every idea ends before the list does: nobody's waits for ever."""
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        await hall.propose(cycle, "修路")
        await hall.propose(cycle, "修桥")
        ids = {one["title"]: one["id"] for one in await hall.ideas(cycle, "id title")}
        await hall.do("secretary", "screenIdea", idea=ids["修路"], outcome="TAKEN")
    await hall.do("secretary", "closeCall", cycle=cycle)
    candidates = await hall.submitted(cycle, await hall.draft(cycle))
    refusal = await hall.refused(
        "secretary", "examineCandidates", **hall.examined(candidates, cycle)
    )
    assert (refusal["extensions"]["code"], refusal["message"][:4]) == ("IDEAS_OPEN", "还有2条")
    for idea in ids.values():
        await hall.do("secretary", "screenIdea", idea=idea, outcome="RESERVED", reason="储备")
    await hall.examine(candidates, cycle)


# --- nothing changes silently ----------------------------------------------------------------


async def test_a_fixed_list_changes_by_a_new_examination_only(house: House) -> None:
    hall = await open_hall(house)
    cycle, drafts, candidates = await hall.listed(3)
    for draft in drafts:
        changed = {"draft": draft, "candidate": project()}
        assert await hall.code("drafter", "reviseCandidate", **changed) == "LIST_FIXED"
    assert await hall.code("drafter", "discardCandidate", draft=drafts[0], reason="无") == (
        "STATE_FORBIDS"
    )
    new = {"cycle": cycle, "candidate": project()}
    assert await hall.code("drafter", "draftCandidate", **new) == "LIST_FIXED"
    again = hall.examined(candidates, cycle)
    assert await hall.code("secretary", "examineCandidates", **again) == "STATE_FORBIDS"
    assert (
        await hall.code("secretary", "returnCandidates", cycle=cycle, reason="") == "REASON_EMPTY"
    )
    async with told_once(hall, "return_candidates"):
        await hall.do("secretary", "returnCandidates", cycle=cycle, reason="第一项资金有变")
    await house.drain(1)
    assert await state_of(hall, cycle) == "SCREENING"
    assert {one["state"] for one in await hall.candidates(cycle, "state")} == {"SUBMITTED"}
    back = await hall.see("drafter", drafts[0], "state reason number")
    assert back == {"state": "DRAFT", "reason": "第一项资金有变", "number": None}
    # The returned list cannot be examined as it was: the government hands it in anew.
    assert await hall.code("secretary", "examineCandidates", **again) == "NOTHING_TO_EXAMINE"
    assert await hall.code("secretary", "returnCandidates", cycle=cycle, reason="再退") == (
        "NOTHING_TO_RETURN"
    )
    await mended(hall, cycle, drafts, candidates)


async def mended(hall: Hall, cycle: str, drafts: list[str], candidates: list[str]) -> None:
    """One is mended, one stays, one is withdrawn, a new one comes; then all is examined anew."""
    changed = project(title="项目零（缩减）", investment=5)
    await hall.do("drafter", "reviseCandidate", draft=drafts[0], candidate=changed)
    fresh = await hall.draft(cycle, title="新项目")
    await hall.submitted(cycle, drafts[1], drafts[0], fresh)
    seen = {one["title"]: one for one in await hall.candidates(cycle, "id title state reason")}
    assert seen["项目零（缩减）"]["id"] == candidates[0], "the same candidate, mended"
    assert seen["项目2"]["state"] == "LEFT_OUT"
    assert "没有再列入" in seen["项目2"]["reason"]
    waiting = [seen[title]["id"] for title in ("项目1", "项目零（缩减）", "新项目")]
    await hall.examine(waiting, cycle, places=2)
    numbered = await hall.candidates(cycle, "id number state")
    assert [one["id"] for one in numbered] == [*waiting, candidates[2]]
    assert [one["number"] for one in numbered] == [1, 2, 3, 4]
    query = (
        "query($cycle: ID!) { examinations(cycle: $cycle) { nodes { voidedOn places } }"
        " candidateLists(cycle: $cycle) { nodes { state returnReason } } }"
    )
    kept = await hall.ask("secretary", query, cycle=cycle)
    voided = [one["voidedOn"] is not None for one in kept["examinations"]["nodes"]]
    assert voided == [False, True], "the first stays as history"
    assert [one["state"] for one in kept["candidateLists"]["nodes"]] == ["EXAMINED", "RETURNED"]


async def test_a_list_with_too_few_goes_back_before_it_is_examined(house: House) -> None:
    hall = await open_hall(house)
    cycle = await hall.screening()
    draft = await hall.draft(cycle)
    await hall.submitted(cycle, draft)
    await hall.do("secretary", "returnCandidates", cycle=cycle, reason="请再提一项")
    await house.drain(1)
    second = await hall.draft(cycle, title="补充项目")
    candidates = await hall.submitted(cycle, draft, second)
    await hall.examine(candidates, cycle)
    assert await state_of(hall, draft, "drafter") == "LISTED"


async def test_a_list_that_crosses_the_examination_goes_back(house: House) -> None:
    """Two organs of a subdistrict hand lists in; one is still on its way when all is fixed."""
    hall = await open_hall(house, "subdistrict-a")
    roles = ("candidate_drafter", "candidate_signer")
    own = [await house.person(hall.body, hall.examiner, one) for one in roles]
    cycle = await hall.screening()
    candidates = await hall.submitted(cycle, await hall.draft(cycle))
    made = await hall.do(own[0], "draftCandidate", cycle=cycle, candidate=project())
    sent = {"cycle": cycle, "drafts": [made["id"]], "text": "说明"}
    await hall.do(own[1], "submitCandidates", **sent)
    await hall.do("secretary", "examineCandidates", **hall.examined(candidates, cycle))
    await house.drain(2)
    assert len(await hall.candidates(cycle)) == 1
    shown = await hall.see(own[0], made["id"], "state reason")
    assert (shown["state"], shown["reason"][:10]) == ("DRAFT", "候选项目的审查已经结")


# --- handing out, deliberation ---------------------------------------------------------------


async def test_the_list_reaches_the_deputies_before_the_meeting(house: House) -> None:
    """As in Hainan: the papers are with the deputies before the meeting."""
    hall = await open_hall(house)
    await hall.let("handout_days", 5)
    with on("2025-12-01"):
        cycle = await hall.screening()
        candidates = await hall.submitted(cycle, await hall.draft(cycle))
        early = {"cycle": cycle, "handedOutOn": "2025-12-01"}
        assert await hall.code("secretary", "handOutCandidates", **early) == "NOT_EXAMINED"
        await hall.examine(candidates, cycle, voteOn="2026-01-20")
        query = "{ deadlines { nodes { rule dueOn state subjectTitle } } }"
        clocks = (await hall.ask("secretary", query))["deadlines"]["nodes"]
        due = [one for one in clocks if one["rule"] == "people_votes.handout_days"]
        assert due == [
            {
                "rule": "people_votes.handout_days",
                "dueOn": "2026-01-15",
                "state": "RUNNING",
                "subjectTitle": (await hall.see("secretary", cycle, "title"))["title"],
            }
        ]
    with on("2026-01-14"):
        for day in ("2025-11-30", "2026-01-15"):
            wrong = {"cycle": cycle, "handedOutOn": day}
            assert await hall.code("secretary", "handOutCandidates", **wrong) == "HANDOUT_DATE"
        sent = {"cycle": cycle, "handedOutOn": "2026-01-14"}
        async with told_once(hall, "hand_out_candidates"):
            made = await hall.do("secretary", "handOutCandidates", "handedOutOn", **sent)
        assert made["handedOutOn"] == "2026-01-14"
        assert await hall.code("secretary", "handOutCandidates", **sent) == "HANDED_OUT"


async def test_delegations_deliberate_and_the_government_answers(house: House) -> None:
    """0-09, 0-30 (debate): on the whole list or on one candidate; a delegation, never a deputy."""
    hall = await open_hall(house)
    cycle, _, (first, second) = await hall.listed()
    whole = {
        "cycle": cycle,
        "delegation": "第一代表团",
        "text": "总体赞成",
        "deliberatedOn": "2025-10-01",
    }
    async with told_once(hall, "record_deliberation"):
        await hall.do("secretary", "recordDeliberation", **whole)
    one = {**whole, "delegation": "第二代表团", "candidate": second, "text": "建议增加停车位"}
    said = (await hall.do("secretary", "recordDeliberation", **one))["id"]
    assert await hall.code("secretary", "answerDeliberation", deliberation=said, text="好") == (
        "FORBIDDEN"
    )
    empty = {"deliberation": said, "text": " "}
    assert await hall.code("drafter", "answerDeliberation", **empty) == "TEXT_EMPTY"
    async with told_once(hall, "answer_deliberation"):
        await hall.do("drafter", "answerDeliberation", deliberation=said, text="已纳入方案")
    again = {"deliberation": said, "text": "再答"}
    assert await hall.code("signer", "answerDeliberation", **again) == "ANSWERED_BEFORE"
    query = (
        "query($cycle: ID!, $candidate: ID) { deliberations(cycle: $cycle, candidate: $candidate)"
        " { nodes { delegation answer answeredOrganName candidate { title } } } }"
    )
    every = (await hall.ask("drafter", query, cycle=cycle))["deliberations"]["nodes"]
    assert [(row["delegation"], row["answer"]) for row in every] == [
        ("第一代表团", None),
        ("第二代表团", "已纳入方案"),
    ]
    assert (every[0]["candidate"], every[1]["candidate"]) == (None, {"title": "项目1"})
    only = (await hall.ask("drafter", query, cycle=cycle, candidate=first))["deliberations"]
    assert only["nodes"] == []
    assert "停车位" not in str(await hall.events())


async def test_there_is_nothing_to_deliberate_before_a_list(house: House) -> None:
    hall = await open_hall(house)
    cycle = await hall.screening()
    said = {
        "cycle": cycle,
        "delegation": "第一代表团",
        "text": "赞成",
        "deliberatedOn": "2025-10-01",
    }
    assert await hall.code("secretary", "recordDeliberation", **said) == "STATE_FORBIDS"
    listed, _, candidates = await hall.listed()
    said["cycle"] = listed
    for wrong, code in (
        ({"text": ""}, "TEXT_EMPTY"),
        ({"delegation": " "}, "TEXT_EMPTY"),
        ({"deliberatedOn": "2099-01-01"}, "DATE_IN_FUTURE"),
        ({"candidate": never("Candidate")}, "NOT_FOUND"),
        ({"cycle": never("Cycle")}, "NOT_FOUND"),
    ):
        assert await hall.code("secretary", "recordDeliberation", **{**said, **wrong}) == code
    await hall.do("secretary", "returnCandidates", cycle=listed, reason="修改")
    about = {**said, "candidate": candidates[0]}
    assert await hall.code("secretary", "recordDeliberation", **about) == "STATE_FORBIDS"


async def test_lists_do_not_ask_more_the_longer_they_are(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        for title in "甲乙丙丁":
            await hall.propose(cycle, title)
        ideas = [one["id"] for one in await hall.ideas(cycle)]
        for idea in ideas:
            await hall.do("secretary", "screenIdea", idea=idea, outcome="TAKEN")
    fields = "title cycle { title } ideas { title } assessments { kind }"
    drafts = f"{{ candidateDrafts {{ nodes {{ {fields} }} }} }}"
    counts = list[int]()
    for idea in ideas:
        noted = [{"kind": "FINANCE", "note": "列入预算"}]
        await hall.draft(cycle, ideas=[idea], assessments=noted)
        with query_count() as sent:
            await hall.ask("drafter", drafts)
        counts.append(len(sent))
    assert counts[0] == counts[-1], counts
