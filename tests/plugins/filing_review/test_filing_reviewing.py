"""The reviewer's side: who may review, what is decided, the opinion and what comes after it."""

from typing import Any

import pytest
from filing_path import COUNTY, TOWN, Office, finding, member_id, on, open_office

from core.testing import House, Someone

ADD_PLACE = """mutation($input: AddMembershipInput!) { addMembership(input: $input) { id } }"""


async def give_place(office: Office, one: Someone, organ: str, *roles: str) -> None:
    """A further place for somebody, by the body's admin."""
    desk = "office" if office.receiver == COUNTY else TOWN
    admin = await office.house.person(office.body, desk, "admin")
    place = {"organ": organ, "post": "干部", "postKind": "STAFF", "roles": list(roles)}
    sent = {"input": {"member": member_id(one), "place": place}}
    await office.house.gql(ADD_PLACE, sent, by=admin)


# --- nobody of the maker's -------------------------------------------------------------------


async def test_who_also_works_in_the_maker_organ_does_not_review(county: Office) -> None:
    both = await county.house.person("county-a", COUNTY, "review_lead", "reviewer", name="两边")
    await give_place(county, both, "government")
    with on("2025-01-20"):
        _, filing = await county.registered()
        given = {"filing": filing, "lead": member_id(both)}
        assert await county.code("lead", "assignReview", **given) == "REVIEWER_IS_MAKER"
        task = await county.assign(filing)
        sent = {"task": task, **finding()}
        assert await county.code(both, "recordFinding", **sent) == "REVIEWER_IS_MAKER"
        handed = {"task": task, "summary": "无意见"}
        assert await county.code(both, "submitReview", **handed) == "REVIEWER_IS_MAKER"
        await county.do("lead", "recordFinding", **sent)


async def test_a_committees_reviewer_who_works_in_the_maker_organ_is_refused(
    county: Office,
) -> None:
    both = await county.house.person("county-a", "working_commission", "reviewer")
    await give_place(county, both, "government")
    with on("2025-01-20"):
        await county.assigned("working_commission")
        tasks = "{ reviewTasks { nodes { id } } }"
        task = (await county.house.gql(tasks, by=both))["reviewTasks"]["nodes"][0]["id"]
        handed = {"task": task, "summary": "无意见"}
        assert await county.code(both, "submitReview", **handed) == "REVIEWER_IS_MAKER"


async def test_nor_does_it_conclude_check_or_sign_off(county: Office) -> None:
    lead = await county.house.person("county-a", COUNTY, "review_lead", "reviewer")
    checker = await county.house.person("county-a", COUNTY, "opinion_checker")
    issuer = await county.house.person("county-a", COUNTY, "opinion_signer")
    with on("2025-01-20"):
        _, filing = await county.registered()
        await county.do("lead", "assignReview", filing=filing, lead=member_id(lead))
        seen = await county.see("lead", filing, "tasks { id }")
        await county.submit("second", seen["tasks"][0]["id"])
        await give_place(county, lead, "government")
        concluded = await county.code(lead, "concludeReview", filing=filing)
        assert concluded == "REVIEWER_IS_MAKER"

        _, other = await county.faulty()
        opinion = await county.draft(other)
        await give_place(county, checker, "government")
        assert await county.code(checker, "checkOpinion", opinion=opinion) == "REVIEWER_IS_MAKER"
        await county.do("checker", "checkOpinion", opinion=opinion)
        await give_place(county, issuer, "government")
        issue = {"opinion": opinion, "number": "测审1号"}
        assert await county.code(issuer, "issueOpinion", **issue) == "REVIEWER_IS_MAKER"
        await county.do("issuer", "issueOpinion", **issue)


# --- the lead and the others -----------------------------------------------------------------


async def test_only_the_lead_decides(county: Office) -> None:
    other = await county.house.person("county-a", COUNTY, "review_lead", name="另一位")
    with on("2025-01-20"):
        _, filing, task = await county.assigned()
        doubt = await county.find("lead", task, standard="CONSTITUTION_TEXT")
        await county.submit("lead", task)
        up = {"finding": doubt, "number": "测函1号", "text": "请研究。"}
        assert await county.code(other, "passUpDoubt", **up) == "NOT_THE_LEAD"
        refusal = await county.refused(other, "concludeReview", filing=filing)
        assert refusal["extensions"]["code"] == "NOT_THE_LEAD"
        assert "lead" in refusal["message"], "who the lead is, is said"
        await county.do("lead", "passUpDoubt", **up)
        await county.conclude(filing)
        closed = await county.code(other, "closeFiling", filing=filing, note="办结")
        assert closed == "NOT_THE_LEAD"
        _, faulty = await county.faulty()
        drafted = {"filing": faulty, "title": "意见", "text": "请修改"}
        assert await county.code(other, "draftOpinion", **drafted) == "NOT_THE_LEAD"


async def test_a_filing_may_be_given_to_another_lead(county: Office) -> None:
    other = await county.house.person("county-a", COUNTY, "review_lead", "reviewer")
    with on("2025-01-20"):
        _, filing, task = await county.assigned()
        await county.submit("lead", task)
        await county.do("lead", "assignReview", filing=filing, lead=member_id(other))
        assert await county.code("lead", "concludeReview", filing=filing) == "NOT_THE_LEAD"
        await county.do(other, "concludeReview", filing=filing)


async def test_a_lead_is_somebody_who_may_conclude(county: Office) -> None:
    reader = await county.house.person("county-a", COUNTY, "reviewer", name="只审查的")
    asked = '{ colleagues(may: "filing_review.conclude_review") { id } }'
    with on("2025-01-20"):
        _, filing = await county.registered()
        told = await county.house.gql(asked, by=county.people["lead"])
        ids = {one["id"] for one in told["colleagues"]}
        assert member_id(county.people["lead"]) in ids
        assert member_id(reader) not in ids
        given = {"filing": filing, "lead": member_id(reader)}
        refusal = await county.refused("lead", "assignReview", **given)
        assert refusal["extensions"]["code"] == "LEAD_MAY_NOT"
        assert refusal["message"].startswith("只审查的没有")
        state = (await county.see("lead", filing, "state"))["state"]
        assert state == "REGISTERED", "nothing was given to anybody"


async def test_a_committees_package_waits_no_longer_once_it_has_reviewed(county: Office) -> None:
    """Who has answered is not asked to acknowledge what was answered."""
    committee = await county.house.person("county-a", "working_commission", "reviewer")
    waiting = "{ receivedPackages(state: ARRIVED) { totalCount } }"
    with on("2025-01-20"):
        await county.assigned("working_commission")
        before = (await county.house.gql(waiting, by=committee))["receivedPackages"]["totalCount"]
        asked = "{ reviewTasks { nodes { id submittedOn } } }"
        tasks = (await county.house.gql(asked, by=committee))["reviewTasks"]["nodes"]
        task = next(one["id"] for one in tasks if one["submittedOn"] is None)
        await county.do(committee, "submitReview", task=task, summary="无意见")
        after = (await county.house.gql(waiting, by=committee))["receivedPackages"]["totalCount"]
        assert after == before - 1


async def test_committees_are_added_and_the_lead_stays(county: Office) -> None:
    with on("2025-01-20"):
        _, filing, _ = await county.assigned()
        before = (await county.see("lead", filing, "leadName"))["leadName"]
        more = {"filing": filing, "committees": ["working_commission"]}
        await county.do("lead", "assignReview", **more)
        seen = await county.see("lead", filing, "leadName tasks { reviewerOrgan }")
        assert seen["leadName"] == before
        assert "working_commission" in {one["reviewerOrgan"] for one in seen["tasks"]}
        _, other = await county.registered()
        nobody = {"filing": other, "committees": ["working_commission"]}
        assert await county.code("lead", "assignReview", **nobody) == "LEAD_MISSING"


async def test_nothing_is_added_after_submission(county: Office) -> None:
    with on("2025-01-20"):
        _, filing, task = await county.assigned()
        outstanding = await county.refused("lead", "concludeReview", filing=filing)
        assert outstanding["extensions"]["code"] == "REVIEWS_OUTSTANDING"
        empty = await county.code("lead", "submitReview", task=task, summary=" ")
        assert empty == "TEXT_EMPTY"
        await county.submit("lead", task)
        again = await county.code("lead", "submitReview", task=task, summary="再交")
        assert again == "TASK_SUBMITTED"
        late = await county.code("second", "recordFinding", task=task, **finding())
        assert late == "TASK_SUBMITTED"


@pytest.mark.parametrize("blank", ["clause", "problem", "advice"])
async def test_a_finding_says_clause_problem_and_advice(county: Office, blank: str) -> None:
    with on("2025-01-20"):
        _, _, task = await county.assigned()
        sent = {"task": task, **finding(**{blank: "  "})}
        assert await county.code("lead", "recordFinding", **sent) == "FINDING_INCOMPLETE"


# --- deciding the findings -------------------------------------------------------------------


async def test_every_finding_is_decided_and_a_rejection_has_its_reason(county: Office) -> None:
    with on("2025-01-20"):
        _, filing, task = await county.assigned()
        first, second = [await county.find("lead", task) for _ in range(2)]
        await county.submit("lead", task)

        async def code(*merges: dict[str, Any]) -> str:
            return await county.code("lead", "concludeReview", filing=filing, merges=list(merges))

        adopted = {"finding": first, "adopt": True}
        assert await code(adopted) == "REVIEW_UNDECIDED"
        for note in (None, "", "  "):
            rejected = {"finding": second, "adopt": False, "note": note}
            assert await code(adopted, rejected) == "REASON_EMPTY"
        _, other, other_task = await county.assigned()
        foreign = await county.find("lead", other_task)
        assert await code(adopted, {"finding": foreign, "adopt": True}) == "NOT_FOUND"
        seen = await county.see("lead", filing, "state findings { decision }")
        assert seen == {
            "state": "UNDER_REVIEW",
            "findings": [{"decision": "OPEN"}, {"decision": "OPEN"}],
        }
        assert await county.conclude(filing, first, rejected=(second,)) == "PROBLEM"
        again = await county.code("lead", "concludeReview", filing=filing)
        assert again == "STATE_FORBIDS"
        assert other != filing


async def test_a_doubt_about_the_constitution_is_only_passed_up(county: Office) -> None:
    with on("2025-01-20"):
        _, filing, task = await county.assigned()
        doubt = await county.find("lead", task, standard="CONSTITUTION_SPIRIT")
        plain = await county.find("lead", task)
        await county.submit("lead", task)
        decided = {"finding": plain, "adopt": True}
        for adopt in (True, False):
            merges = [decided, {"finding": doubt, "adopt": adopt, "note": "理由"}]
            sent = {"filing": filing, "merges": merges}
            assert await county.code("lead", "concludeReview", **sent) == "DOUBT_NOT_OURS"
        sent = {"filing": filing, "merges": [decided]}
        refusal = await county.refused("lead", "concludeReview", **sent)
        assert refusal["extensions"]["code"] == "REVIEW_UNDECIDED"
        assert "合宪性" in refusal["message"]
        closed = await county.code("lead", "closeFiling", filing=filing, note="办结")
        assert closed == "STATE_FORBIDS", "no closing verb gets past it"
        up = {"number": "测函1号", "text": "请研究。"}
        assert await county.code("lead", "passUpDoubt", finding=plain, **up) == "NOT_A_DOUBT"
        for blank, code in (("text", "TEXT_EMPTY"), ("number", "NUMBER_EMPTY")):
            sent = {"finding": doubt, **up, blank: " "}
            assert await county.code("lead", "passUpDoubt", **sent) == code
        assert await county.code("lead", "passUpDoubt", **up) == "DOUBT_UNNAMED"
        passed = {
            "passedUpTo": "city-a（演示）法制工作委员会",
            "passedUpNumber": "测函1号",
            "passedUpOn": "2025-01-20",
        }
        fields = "state passedUpTo passedUpNumber passedUpOn"
        done = await county.do("lead", "passUpDoubt", fields, finding=doubt, **up)
        assert done == {"state": "PASSED_UP", **passed}
        fields = "decision passedUpTo passedUpNumber passedUpOn"
        seen = await county.see("lead", doubt, fields)
        assert seen == {"decision": "PASSED_UP", **passed}, "the finding says so too"
        again = await county.code("lead", "passUpDoubt", finding=doubt, **up)
        assert again == "DOUBT_PASSED_UP"
        assert await county.conclude(filing, plain) == "PROBLEM", "the legality part goes on"
        late = await county.code("lead", "passUpDoubt", finding=doubt, **up)
        assert late == "STATE_FORBIDS", "what was concluded is not rewritten"


async def test_a_doubt_alone_is_no_problem_of_ours(county: Office) -> None:
    with on("2025-01-20"):
        _, filing, task = await county.assigned()
        doubt = await county.find("lead", task, standard="CONSTITUTION_TEXT")
        await county.submit("lead", task)
        up = {"number": "测函1号", "text": "请研究。"}
        await county.do("lead", "passUpDoubt", finding=doubt, **up)
        assert await county.conclude(filing) == "PASSED_UP"
        assert (await county.see("lead", filing, "state"))["state"] == "PASSED_UP"
        closed = await county.code("lead", "closeFiling", filing=filing, note="办结")
        assert closed == "STATE_FORBIDS", "only the answer from above closes it"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "OPINION"}, "NOTE_KIND"),
        ({"text": " "}, "TEXT_EMPTY"),
        ({"heldOn": "2025-01-21"}, "DATE_IN_FUTURE"),
    ],
)
async def test_what_a_note_may_say(county: Office, changes: dict[str, Any], code: str) -> None:
    with on("2025-01-20"):
        _, filing = await county.sent()
        note = {"filing": filing, "heldOn": "2025-01-20", "withWhom": "制定机关", "text": "已沟通"}
        assert (
            await county.code("lead", "recordNote", **{**note, "kind": "TALK", **changes}) == code
        )
        for kind in ("TALK", "EXPERT_ADVICE", "GUIDANCE"):
            made = await county.do("lead", "recordNote", "kind direction", **note, kind=kind)
            assert made == {"kind": kind, "direction": "NOTE"}


# --- the opinion and its three hands ---------------------------------------------------------


async def test_an_opinion_passes_three_hands(county: Office) -> None:
    every = await county.house.person(
        "county-a", COUNTY, "review_lead", "reviewer", "opinion_checker", "opinion_signer"
    )
    with on("2025-01-20"):
        _, filing = await county.registered()
        early = {"filing": filing, "title": "意见", "text": "请修改"}
        assert await county.code("lead", "draftOpinion", **early) == "NOT_THE_LEAD"
        await county.do("lead", "assignReview", filing=filing, lead=member_id(every))
        assert await county.code(every, "draftOpinion", **early) == "STATE_FORBIDS"
        task = (await county.see("lead", filing, "tasks { id }"))["tasks"][0]["id"]
        found = await county.find(every, task)
        await county.submit(every, task)
        merges = [{"finding": found, "adopt": True}]
        await county.do(every, "concludeReview", filing=filing, merges=merges)
        for blank in ("title", "text"):
            sent = {**early, blank: " "}
            assert await county.code(every, "draftOpinion", **sent) == "TEXT_EMPTY"
        opinion = (await county.do(every, "draftOpinion", **early))["id"]
        number = {"opinion": opinion, "number": "测审1号"}
        assert await county.code(every, "checkOpinion", opinion=opinion) == "SAME_PERSON"
        assert await county.code("issuer", "issueOpinion", **number) == "STATE_FORBIDS"
        await county.do("checker", "checkOpinion", opinion=opinion)
        assert await county.code("checker", "checkOpinion", opinion=opinion) == "STATE_FORBIDS"
        assert await county.code(every, "issueOpinion", **number) == "SAME_PERSON"
        hand = county.people["checker"]
        await give_roles(county, hand, "opinion_checker", "opinion_signer")
        assert await county.code(hand, "issueOpinion", **number) == "SAME_PERSON"
        blank = {"opinion": opinion, "number": ""}
        assert await county.code("issuer", "issueOpinion", **blank) == "NUMBER_EMPTY"
        await county.do("issuer", "issueOpinion", **number)
        assert await county.code("issuer", "issueOpinion", **number) == "STATE_FORBIDS"


async def give_roles(office: Office, one: Someone, *roles: str) -> None:
    admin = await office.house.person(office.body, "office", "admin")
    query = "mutation($input: AssignRolesInput!) { assignRoles(input: $input) { id } }"
    sent = {"input": {"member": member_id(one), "roles": list(roles)}}
    await office.house.gql(query, sent, by=admin)


async def test_one_opinion_at_a_time(county: Office) -> None:
    with on("2025-01-20"):
        _, filing = await county.faulty()
        first = await county.draft(filing)
        second = {"filing": filing, "title": "意见", "text": "请修改"}
        assert await county.code("lead", "draftOpinion", **second) == "OPINION_EXISTS"
        closed = await county.code("lead", "closeFiling", filing=filing, note="办结")
        assert closed == "OPINION_PENDING", "what was begun is not left behind"
        await county.do("checker", "checkOpinion", opinion=first)
        await county.do("issuer", "issueOpinion", opinion=first, number="测审1号")
        again = {"opinion": first, "number": "测审2号"}
        assert await county.code("issuer", "issueOpinion", **again) == "STATE_FORBIDS"
        fields = "opinions { state number } letters { kind }"
        seen = await county.see("lead", filing, fields)
        assert [one["state"] for one in seen["opinions"]] == ["ISSUED"]
        assert [one["kind"] for one in seen["letters"]].count("OPINION") == 1


async def overdue(office: Office) -> list[str]:
    return [one["id"] for one in await office.ledger({"overdue": True})]


async def test_no_answer_is_shown_as_overdue(county: Office) -> None:
    with on("2025-01-20"):
        outgoing, filing = await county.opined()
    for day, late in (("2025-02-19", False), ("2025-02-20", True)):
        with on(day):
            seen = await county.see("lead", filing, "state dueOn overdue")
            assert seen == {"state": "OPINION_ISSUED", "dueOn": "2025-02-19", "overdue": late}
            assert (filing in await overdue(county)) is late
            query = "{ deadlines(where: {overdue: true}) { nodes { rule dueOn } } }"
            for who in ("clerk", "lead"):
                told = await county.house.gql(query, by=county.people[who])
                mine = [one for one in told["deadlines"]["nodes"] if one["dueOn"] == "2025-02-19"]
                assert bool(mine) is late
    with on("2025-02-21"):
        await county.answer(outgoing)
        fields = "dueOn overdue deadlines { rule state lateBy }"
        seen = await county.see("lead", filing, fields)
        late_by = {one["rule"]: one["lateBy"] for one in seen["deadlines"]}
        assert late_by["filing_review.answer_period"] == 2
        assert (seen["overdue"], seen["dueOn"]) == (False, "2025-03-24"), "30日，末日为周日，顺延"
        again = {"filing": outgoing, "measure": "AMEND", "text": "再次反馈"}
        assert await county.code("clerk", "answerOpinion", **again) == "STATE_FORBIDS"


async def test_a_maker_that_declines_leaves_it_uncorrected(county: Office) -> None:
    with on("2025-01-20"):
        outgoing, filing = await county.opined()
        blank = {"filing": outgoing, "measure": "DECLINE", "text": " "}
        assert await county.code("clerk", "answerOpinion", **blank) == "TEXT_EMPTY"
        await county.answer(outgoing, "DECLINE")
        for who, record in (("clerk", outgoing), ("lead", filing)):
            assert "correction_period" in await county.deadlines(who, record)
        seen = await county.see("lead", filing, "state dueOn letters { kind measure }")
        assert (seen["state"], seen["dueOn"]) == ("ANSWERED", "2025-02-19")
        assert {"kind": "ANSWER", "measure": "DECLINE"} in seen["letters"]
        closed = await county.code("lead", "closeFiling", filing=filing, note="办结")
        assert closed == "STATE_FORBIDS"
        where = {"year": 2025, "figure": "UNCORRECTED"}
        assert filing in [one["id"] for one in await county.ledger(where)]
    with on("2025-02-20"):
        assert filing in await overdue(county), "a refusal comes up as overdue"


async def test_a_talk_and_a_repeal_before_any_opinion(county: Office) -> None:
    with on("2025-05-20"):
        outgoing, filing = await county.faulty()
        note = {"kind": "TALK", "heldOn": "2025-05-20", "withWhom": "制定机关", "text": "自行废止"}
        await county.do("lead", "recordNote", filing=filing, **note)
    with on("2025-06-05"):
        future = {"filing": outgoing, "repealedOn": "2025-06-06", "number": "测废1号"}
        assert await county.code("clerk", "reportCorrection", **future) == "DATE_IN_FUTURE"
        await county.repeal(outgoing, "2025-06-04")
        fields = "state correction correctedOn correctionNote"
        assert await county.see("lead", filing, fields) == {
            "state": "CORRECTED",
            "correction": "REPEALED",
            "correctedOn": "2025-06-04",
            "correctionNote": "测废1号",
        }
        late = {"filing": filing, "title": "意见", "text": "请修改"}
        assert await county.code("lead", "draftOpinion", **late) == "STATE_FORBIDS"
        await county.close(filing)


@pytest.mark.parametrize("found", [True, False], ids=["problem", "clean"])
async def test_a_repeal_while_the_review_runs(county: Office, found: bool) -> None:
    with on("2025-05-20"):
        outgoing, filing, task = await county.assigned()
        await county.repeal(outgoing)
        seen = await county.see("lead", filing, "state correction")
        assert seen == {"state": "UNDER_REVIEW", "correction": "REPEALED"}, (
            "every record is reviewed"
        )
        adopted = [await county.find("lead", task)] if found else []
        await county.submit("lead", task)
        await county.conclude(filing, *adopted)
        seen = await county.see("lead", filing, "state dueOn")
        assert seen == {"state": "CORRECTED" if found else "NO_PROBLEM", "dueOn": None}
        await county.close(filing)
        assert (await county.see("clerk", outgoing, "state"))["state"] == "CLOSED"
        repealed = await county.ledger({"year": 2025, "figure": "REPEALED"})
        assert (filing in [one["id"] for one in repealed]) is found


async def test_an_amended_text_while_the_review_of_the_old_one_runs(county: Office) -> None:
    with on("2025-05-20"):
        old, filing, task = await county.assigned()
        new_outgoing, new = await county.received(replaces=old, publishedOn="2025-05-19")
        await county.do("registry", "registerFiling", filing=new)
        await county.house.drain(1)
        fields = "state correction correctedOn"
        assert await county.see("lead", filing, fields) == {
            "state": "UNDER_REVIEW",
            "correction": "AMENDED",
            "correctedOn": "2025-05-19",
        }
        assert (await county.see("clerk", old, "state"))["state"] == "CORRECTED"
        adopted = await county.find("lead", task)
        await county.submit("lead", task)
        assert await county.conclude(filing, adopted) == "PROBLEM"
        assert (await county.see("lead", filing, "state"))["state"] == "CORRECTED"
        await county.close(filing)
        assert (await county.see("clerk", old, "state"))["state"] == "CLOSED"
        assert (await county.see("clerk", new_outgoing, "state"))["state"] == "REGISTERED"


async def test_an_amended_text_of_a_closed_filing_changes_nothing_there(county: Office) -> None:
    with on("2025-05-20"):
        old, filing = await county.clean()
        await county.close(filing)
        _, new = await county.registered(replaces=old, publishedOn="2025-05-19")
        assert await county.see("lead", filing, "state correction") == {
            "state": "ARCHIVED",
            "correction": None,
        }
        assert (await county.see("clerk", old, "state"))["state"] == "CLOSED"
        assert (await county.see("lead", new, "amends { id }"))["amends"] == {"id": filing}


async def test_the_notes_stay_with_the_reviewer(house: House) -> None:
    office = await open_office(house, "town-a")
    with on("2025-05-20"):
        _, filing = await office.registered()
        note = {"heldOn": "2025-05-20", "withWhom": "县法工委", "text": "请示内容"}
        await office.do("lead", "recordNote", filing=filing, kind="GUIDANCE", **note)
        await house.drain(1)
    query = "{ letters { nodes { kind text } } }"
    maker = (await house.gql(query, by=office.people["clerk"]))["letters"]["nodes"]
    assert [one["kind"] for one in maker] == ["REGISTERED"]
    reviewer = (await house.gql(query, by=office.people["lead"]))["letters"]["nodes"]
    assert sorted(one["kind"] for one in reviewer) == ["GUIDANCE", "REGISTERED"]


# --- a committee that does not answer --------------------------------------------------------


async def test_a_task_that_is_not_answered_can_be_taken_back(county: Office) -> None:
    field = "special_committee"
    committee = await county.house.person("county-a", field, "reviewer")
    with on("2025-01-20"):
        _, filing, own = await county.assigned(field)
        await county.submit("lead", own)
        await county.house.drain(1)
        seen = await county.see("lead", filing, "tasks { id reviewerOrgan }")
        theirs = next(one["id"] for one in seen["tasks"] if one["reviewerOrgan"] == field)
        for task, reason, code in (
            (theirs, " ", "REASON_EMPTY"),
            (own, "不是委员会的", "NOT_FOUND"),
        ):
            assert await county.code("lead", "recallReview", task=task, reason=reason) == code
        assert (
            await county.code("second", "recallReview", task=theirs, reason="催过") == "FORBIDDEN"
        )
        recalled = await county.do(
            "lead", "recallReview", "state summary deadlines { state }", task=theirs, reason="催过"
        )
        assert (recalled["state"], recalled["summary"]) == ("RECALLED", "催过")
        again = await county.code("lead", "recallReview", task=theirs, reason="再收")
        assert again == "TASK_NOT_OPEN"
        await county.house.drain(1)
        asked = "{ reviewTasks { nodes { id state summary } } }"
        (seen_there,) = (await county.house.gql(asked, by=committee))["reviewTasks"]["nodes"]
        assert (seen_there["state"], seen_there["summary"]) == ("RECALLED", "催过")
        late = await county.code(committee, "submitReview", task=seen_there["id"], summary="无")
        assert late == "TASK_RECALLED"
        await county.do("lead", "concludeReview", filing=filing)


async def test_the_ledger_shows_whose_review_a_line_is(county: Office) -> None:
    field = "special_committee"
    with on("2025-01-20"):
        _, alone, _ = await county.assigned()
        _, shared, _ = await county.assigned(field)

    async def lines(**where: Any) -> set[str]:
        query = "query($w: FilingFilter) { filings(where: $w) { nodes { id } } }"
        seen = await county.house.gql(query, {"w": where}, by=county.people["lead"])
        return {one["id"] for one in seen["filings"]["nodes"]} & {alone, shared}

    assert await lines(reviewerOrgan=field) == {shared}
    assert await lines(reviewerOrgan=COUNTY) == {alone, shared}
    assert await lines(leadName="lead") == {alone, shared}
    assert await lines(leadName="second") == set()
