"""Somebody leaves: the reviews that they had in hand do not wait for nobody."""

from filing_path import COUNTY, Office, member_id, on

from core.testing import House, Someone

END = "mutation($input: EndMembershipInput!) { endMembership(input: $input) { id } }"
TOLD = "{ notifications(first: 100) { nodes { text } } }"
MINE = "{ reviewTasks(first: 100, state: OPEN, mine: true) { nodes { id } } }"


async def leave(house: House, one: Someone, day: str) -> None:
    """The admin of the body ends somebody's place, and whoever listens hears of it."""
    admin = await house.person("county-a", "office", "admin")
    sent = {"input": {"member": member_id(one), "endedOn": day}}
    await house.gql(END, sent, by=admin)
    await house.drain(1)


async def told(house: House, one: Someone) -> list[str]:
    seen = await house.gql(TOLD, by=one)
    return [note["text"] for note in seen["notifications"]["nodes"]]


async def test_a_committees_last_reviewer_leaves_and_the_lead_is_told(county: Office) -> None:
    house, field = county.house, "special_committee"
    first = await house.person("county-a", field, "reviewer", name="先走的")
    last = await house.person("county-a", field, "reviewer", name="后走的")
    with on("2025-01-20"):
        _, filing, _ = await county.assigned(field)
        text = (await county.see("lead", filing, "registerText"))["registerText"]
        await leave(house, first, "2025-01-20")
        about = [one for one in await told(house, county.people["lead"]) if "没有人办理" in one]
        assert about == [], "another reviewer of the committee is still there"
        await leave(house, last, "2025-01-20")
        about = [one for one in await told(house, county.people["lead"]) if "没有人办理" in one]
        assert len(about) == 1
        assert about[0].startswith(f"{text}分给")
        assert about[0].endswith("已经没有人办理，请收回任务另行分办，或者请该机关安排人员。")


async def test_a_lead_leaves_and_whoever_assigns_is_told(county: Office) -> None:
    house = county.house
    leaving = await house.person("county-a", COUNTY, "review_lead", name="离开的")
    with on("2025-01-21"):
        _, filing = await county.registered()
        given = {"filing": filing, "lead": member_id(leaving)}
        await county.do("lead", "assignReview", **given)
        text = (await county.see("lead", filing, "registerText"))["registerText"]
        await leave(house, leaving, "2025-01-21")
        sentence = f"{text}的审查负责人已经结束任职，审查没有人负责，请另行分办。"
        assert sentence in await told(house, county.people["lead"])
        assert sentence not in await told(house, county.people["registry"])


async def test_a_task_of_another_lead_waits_for_nobody_else(county: Office) -> None:
    other = await county.house.person("county-a", COUNTY, "review_lead")
    with on("2025-01-22"):
        *_, own = await county.assigned()
        for one, waits in ((county.people["lead"], True), (other, False)):
            tasks = (await county.house.gql(MINE, by=one))["reviewTasks"]["nodes"]
            assert (own in [task["id"] for task in tasks]) is waits


async def test_a_committee_is_told_what_became_of_its_findings(county: Office) -> None:
    house, field = county.house, "working_commission"
    member = await house.person("county-a", field, "reviewer", name="委员会的")
    with on("2025-01-23"):
        _, filing, own = await county.assigned(field)
        text = (await county.see("lead", filing, "registerText"))["registerText"]
        (task,) = (await house.gql(MINE, by=member))["reviewTasks"]["nodes"]
        await county.find(member, task["id"])
        await county.find(member, task["id"], clause="第二条")
        await county.submit(member, task["id"])
        await county.submit("lead", own)
        await house.drain(1)
        seen = await county.see("lead", filing, "findings { id clause }")
        first, second = sorted(seen["findings"], key=lambda one: one["clause"])
        await county.conclude(filing, first["id"], rejected=(second["id"],))
        await house.drain(1)
        (about,) = [one for one in await told(house, member) if one.startswith(text)]
        assert about.endswith("提交的审查意见中，采纳1条、不采纳1条。")
