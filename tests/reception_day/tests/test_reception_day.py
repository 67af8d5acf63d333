"""What the plugin promises, through the public API, on a real database."""

from typing import Any

import pytest
from core import Refused
from core.testing import House, Someone, query_count

DAY = """
mutation ($on: Date!) {
  openReceptionDay(input: {heldOn: $on, place: "人大机关一楼接待室（测试）",
    receiverName: "某主任（测试）", receiverPost: "县人大常委会主任"}) { id heldOn }
}
"""
COMING = """
{ comingReceptionDays { totalCount nodes { heldOn place receiverName receiverPost } } }
"""
DAYS = "{ receptionDays { totalCount nodes { heldOn } } }"
RECORD = """
mutation ($day: ID!, $surname: String! = "欧阳", $subject: String! = "路灯不亮（测试）") {
  recordReceptionMatter(input: {day: $day, visitorKind: CITIZEN, surname: $surname,
    subject: $subject, text: "某路路灯三个月不亮（测试）"}) { id state surname dueText day { heldOn } }
}
"""
MATTERS = """
query ($state: ReceptionMatterState, $day: ID, $first: Int, $after: String) {
  receptionMatters(state: $state, day: $day, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id subject state handedTo handedToName dueOn dueText answer answeredOn day { heldOn } }
  }
}
"""
HAND = """
mutation ($id: ID!, $to: String! = "government") {
  handReceptionMatter(input: {matter: $id, to: $to}) { state handedTo dueOn dueText }
}
"""
TASKS = """
query ($state: ReceptionTaskState) {
  receptionTasks(state: $state) { totalCount nodes {
    id subject text state fromOrganName answer
    clock { state dueOn lateBy ruleText spanText provisional } } }
}
"""
ANSWER = """
mutation ($id: ID!, $answer: String! = "已修复（测试）") {
  answerReceptionTask(input: {task: $id, answer: $answer}) { state clock { state lateBy } }
}
"""
CLOSE = """
mutation ($id: ID!, $note: String! = "已告知来访人（测试）") {
  closeReceptionMatter(input: {matter: $id, note: $note}) { state closingNote closedOn }
}
"""
NODE = "query ($id: ID!) { node(id: $id) { id } }"
PERIOD = "reception_day.answer_period"
FIVE_WORKING_DAYS = {"amount": 5, "unit": "working_day"}
MONDAY = "2025-03-03"


@pytest.fixture
async def on(house: House) -> House:
    """Two bodies side by side that have turned the plugin on."""
    for body in ("county-a", "county-b"):
        await house.enable(body, "reception_day")
    return house


async def clerk(house: House, body: str = "county-a", organ: str = "office") -> Someone:
    return await house.person(body, organ, "reception_clerk")


async def handler(house: House, body: str = "county-a", organ: str = "government") -> Someone:
    return await house.person(body, organ, "reception_handling_clerk")


async def recorded(house: House, who: Someone, day: str = MONDAY) -> str:
    """A matter that was brought on a day that is today."""
    opened = (await house.gql(DAY, {"on": day}, by=who))["openReceptionDay"]["id"]
    return (await house.gql(RECORD, {"day": opened}, by=who))["recordReceptionMatter"]["id"]


async def the_task(house: House, who: Someone) -> dict[str, Any]:
    (task,) = (await house.gql(TASKS, by=who))["receptionTasks"]["nodes"]
    return task


async def test_from_the_announcement_to_the_close(on: House) -> None:
    await on.practise("county-a", PERIOD, FIVE_WORKING_DAYS)
    with on.on("2025-02-24"):
        who = await clerk(on)
        opened = (await on.gql(DAY, {"on": MONDAY}, by=who))["openReceptionDay"]
    with on.on(MONDAY):
        who, other = await clerk(on), await handler(on)
        made = (await on.gql(RECORD, {"day": opened["id"]}, by=who))["recordReceptionMatter"]
        assert made["day"] == {"heldOn": MONDAY}
        assert (made["state"], made["surname"], made["dueText"]) == ("RECORDED", "欧阳", None)
        handed = (await on.gql(HAND, {"id": made["id"]}, by=who))["handReceptionMatter"]
        assert (handed["state"], handed["handedTo"]) == ("HANDED", "government")
        assert handed["dueOn"] == "2025-03-10", "a weekend lies between"
        assert "2025年3月10日" in handed["dueText"]
        assert "5个工作日" in handed["dueText"]
        assert "本机构办法（测试）" in handed["dueText"]
        await on.drain()
        task = await the_task(on, other)
        assert (task["subject"], task["state"]) == ("路灯不亮（测试）", "WAITING")
        assert (task["clock"]["state"], task["clock"]["dueOn"]) == ("RUNNING", "2025-03-10")
        running = (await on.gql("{ deadlines { nodes { title dueOn } } }", by=other))["deadlines"]
        assert [one["dueOn"] for one in running["nodes"]] == ["2025-03-10"]
    with on.on("2025-03-07"):
        who, other = await clerk(on), await handler(on)
        done = (await on.gql(ANSWER, {"id": task["id"]}, by=other))["answerReceptionTask"]
        assert done == {"state": "ANSWERED", "clock": {"state": "MET", "lateBy": 0}}
        await on.drain()
        (matter,) = (await on.gql(MATTERS, by=who))["receptionMatters"]["nodes"]
        assert (matter["state"], matter["answer"]) == ("ANSWERED", "已修复（测试）")
        assert matter["answeredOn"] == "2025-03-07"
        closed = (await on.gql(CLOSE, {"id": made["id"]}, by=who))["closeReceptionMatter"]
        assert (closed["state"], closed["closedOn"]) == ("CLOSED", "2025-03-07")
        sent = "{ sentPackages { nodes { state } } }"
        (package,) = (await on.gql(sent, by=who))["sentPackages"]["nodes"]
        assert package["state"] == "ANSWERED"
    told = [one for one in await on.events("county-a") if one[0].startswith("reception_day.")]
    assert [name.removeprefix("reception_day.") for name, _ in told] == [
        "open_reception_day",
        "record_reception_matter",
        "hand_reception_matter",
        "answer_reception_task",
        "close_reception_matter",
    ]
    said = str([payload for _, payload in told])
    for secret in ("欧阳", "某主任", "路灯", "已修复"):
        assert secret not in said


async def test_every_verb_asks_its_permission(on: House) -> None:
    with on.on(MONDAY):
        who, other = await clerk(on), await handler(on)
        plain = await on.person("county-a", "office")
        matter = await recorded(on, who)
        opened = (await on.gql(DAY, {"on": MONDAY}, by=who))["openReceptionDay"]["id"]
        await on.gql(HAND, {"id": matter}, by=who)
        await on.drain()
        task = (await the_task(on, other))["id"]
        asked = [
            (DAY, {"on": MONDAY}, other),
            (RECORD, {"day": opened}, other),
            (HAND, {"id": matter}, other),
            (CLOSE, {"id": matter}, other),
            (ANSWER, {"id": task}, who),
            (MATTERS, {}, other),
            (TASKS, {}, who),
        ]
        for query, variables, stranger in asked:
            assert await on.refused_code(query, variables, body="county-a") == "NOT_SIGNED_IN"
            assert await on.refused_code(query, variables, by=plain) == "FORBIDDEN"
            assert await on.refused_code(query, variables, by=stranger) == "FORBIDDEN"


async def test_what_is_wrong_is_said_with_its_field(on: House) -> None:
    with on.on(MONDAY):
        who = await clerk(on)
        past = await on.refused(DAY, {"on": "2025-03-02"}, by=who)
        assert past["extensions"] == {"code": "RECEPTION_DAY_PAST", "field": "heldOn"}
        later = (await on.gql(DAY, {"on": "2025-03-04"}, by=who))["openReceptionDay"]["id"]
        code = await on.refused_code(RECORD, {"day": later}, by=who)
        assert code == "RECEPTION_DAY_TO_COME"
        day = (await on.gql(DAY, {"on": MONDAY}, by=who))["openReceptionDay"]["id"]
        for name in ("王某某", "王伟", "先生", "A", " "):
            wrong = await on.refused(RECORD, {"day": day, "surname": name}, by=who)
            assert wrong["extensions"] == {"code": "RECEPTION_SURNAME_ONLY", "field": "surname"}
        empty = await on.refused(RECORD, {"day": day, "subject": " "}, by=who)
        assert empty["extensions"] == {"code": "RECEPTION_TEXT_EMPTY", "field": "subject"}
        matter = (await on.gql(RECORD, {"day": day}, by=who))["recordReceptionMatter"]["id"]
        for code, organ in {
            "RECEPTION_NO_SUCH_ORGAN": "nowhere",
            "RECEPTION_OWN_ORGAN": "office",
        }.items():
            wrong = await on.refused(HAND, {"id": matter, "to": organ}, by=who)
            assert wrong["extensions"] == {"code": code, "field": "to"}


async def test_each_state_allows_what_comes_next_and_nothing_else(on: House) -> None:
    with on.on(MONDAY):
        who, other = await clerk(on), await handler(on)
        matter = await recorded(on, who)
        await on.gql(HAND, {"id": matter}, by=who)
        assert await on.refused_code(HAND, {"id": matter}, by=who) == "RECEPTION_NOT_RECORDED"
        assert await on.refused_code(CLOSE, {"id": matter}, by=who) == "RECEPTION_ANSWER_AWAITED"
        await on.drain()
        task = (await the_task(on, other))["id"]
        empty = await on.refused_code(ANSWER, {"id": task, "answer": " "}, by=other)
        assert empty == "RECEPTION_TEXT_EMPTY"
        await on.gql(ANSWER, {"id": task}, by=other)
        again = await on.refused_code(ANSWER, {"id": task}, by=other)
        assert again == "RECEPTION_TASK_ANSWERED"
        await on.drain()
        await on.gql(CLOSE, {"id": matter}, by=who)
        assert await on.refused_code(CLOSE, {"id": matter}, by=who) == "RECEPTION_CLOSED"
        spot = await recorded(on, who)
        settled = (await on.gql(CLOSE, {"id": spot}, by=who))["closeReceptionMatter"]
        assert settled["state"] == "CLOSED", "settled on the spot"


async def test_another_organ_and_another_body_see_nothing(on: House) -> None:
    with on.on(MONDAY):
        who, other = await clerk(on), await handler(on)
        matter = await recorded(on, who)
        strangers = [await clerk(on, organ="court"), await clerk(on, "county-b")]
        for one in strangers:
            assert (await on.gql(MATTERS, by=one))["receptionMatters"]["totalCount"] == 0
            assert (await on.gql(NODE, {"id": matter}, by=one))["node"] is None
            for query in (HAND, CLOSE):
                assert await on.refused_code(query, {"id": matter}, by=one) == "NOT_FOUND"
        await on.gql(HAND, {"id": matter}, by=who)
        await on.drain()
        task = await the_task(on, other)
        assert "欧阳" not in str(task), "who came stays with the organ that recorded it"
        assert (await on.gql(NODE, {"id": task["id"]}, by=other))["node"] == {"id": task["id"]}
        for one in (await handler(on, organ="court"), await handler(on, "county-b")):
            assert (await on.gql(TASKS, by=one))["receptionTasks"]["totalCount"] == 0
            assert (await on.gql(NODE, {"id": task["id"]}, by=one))["node"] is None
            assert await on.refused_code(ANSWER, {"id": task["id"]}, by=one) == "NOT_FOUND"
        day = (await on.gql(DAY, {"on": MONDAY}, by=who))["openReceptionDay"]["id"]
        beside = strangers[1]
        assert await on.refused_code(RECORD, {"day": day}, by=beside) == "NOT_FOUND"
        assert (await on.gql(DAYS, by=beside))["receptionDays"]["totalCount"] == 0
        listed = await on.gql(MATTERS, {"day": day}, by=beside)
        assert listed["receptionMatters"]["totalCount"] == 0


async def test_visitors_read_the_coming_days_and_nothing_else(on: House) -> None:
    with on.on(MONDAY):
        who = await clerk(on)
        await on.gql(DAY, {"on": MONDAY}, by=who)
        await on.gql(DAY, {"on": "2025-04-07"}, by=who)
        await on.gql(DAY, {"on": "2025-03-17"}, by=who)
    with on.on("2025-03-04"):
        coming = (await on.gql(COMING, body="county-a"))["comingReceptionDays"]
        assert [one["heldOn"] for one in coming["nodes"]] == ["2025-03-17", "2025-04-07"]
        assert coming["nodes"][0]["receiverPost"] == "县人大常委会主任"
        assert (await on.gql(COMING, body="county-b"))["comingReceptionDays"]["totalCount"] == 0
        assert await on.refused_code(MATTERS, body="county-a") == "NOT_SIGNED_IN"


async def test_no_rule_no_clock_and_the_answer_says_so(on: House) -> None:
    with on.on(MONDAY):
        who, other = await clerk(on), await handler(on)
        matter = await recorded(on, who)
        handed = (await on.gql(HAND, {"id": matter}, by=who))["handReceptionMatter"]
        assert (handed["dueOn"], handed["dueText"]) == (None, "没有规定答复期限，不计期限。")
        await on.drain()
        task = await the_task(on, other)
        assert (task["clock"]["state"], task["clock"]["dueOn"]) == ("NO_CLOCK", None)
        done = (await on.gql(ANSWER, {"id": task["id"]}, by=other))["answerReceptionTask"]
        assert done["state"] == "ANSWERED"


async def test_who_answers_late_is_told_and_counted(on: House) -> None:
    await on.practise("county-a", PERIOD, FIVE_WORKING_DAYS)
    with on.on(MONDAY):
        who = await clerk(on)
        await on.gql(HAND, {"id": await recorded(on, who)}, by=who)
        await on.drain()
    await on.daily("2025-03-11")
    overdue = [one for one in await on.events("county-a") if one[0] == "core.deadline_overdue"]
    assert len(overdue) == 1
    assert overdue[0][1]["rule"] == PERIOD
    with on.on("2025-03-12"):
        other = await handler(on)
        task = await the_task(on, other)
        done = (await on.gql(ANSWER, {"id": task["id"]}, by=other))["answerReceptionTask"]
        assert done["clock"] == {"state": "MET", "lateBy": 2}
        (payload,) = [
            said
            for name, said in await on.events("county-a")
            if name == "reception_day.answer_reception_task"
        ]
        assert payload["late_by"] == 2


async def test_a_lower_level_may_only_be_quicker(on: House) -> None:
    await on.enable("city-a", "reception_day")
    await on.practise("city-a", PERIOD, FIVE_WORKING_DAYS)
    admin = await on.person("county-a", "office", "admin")
    sets = """mutation ($value: JSON!) { setPractice(input: {setting: "reception_day.answer_period",
      value: $value, ruleKind: DECISION, ruleTitle: "县主任接待日办法（测试）",
      validFrom: "2024-01-01"}) { version } }"""
    longer = {"value": {"amount": 20, "unit": "working_day"}}
    assert await on.refused_code(sets, longer, by=admin) == "PRACTICE_FIXED_ABOVE"
    wrong = {"value": {"amount": 3, "unit": "year"}}
    assert await on.refused_code(sets, wrong, by=admin) == "PRACTICE_VALUE"
    await on.gql(sets, {"value": {"amount": 3, "unit": "working_day"}}, by=admin)
    with on.on(MONDAY):
        for body, due in (("county-a", "2025-03-06"), ("county-b", "2025-03-10")):
            who = await clerk(on, body)
            matter = await recorded(on, who)
            handed = (await on.gql(HAND, {"id": matter}, by=who))["handReceptionMatter"]
            assert handed["dueOn"] == due


async def test_lists_are_cut_into_pages_and_filtered_by_state(on: House) -> None:
    with on.on(MONDAY):
        who, other = await clerk(on), await handler(on)
        matters = [await recorded(on, who) for _ in range(3)]
        for matter in matters[:2]:
            await on.gql(HAND, {"id": matter}, by=who)
        await on.drain()
        tasks = (await on.gql(TASKS, by=other))["receptionTasks"]["nodes"]
        await on.gql(ANSWER, {"id": tasks[0]["id"]}, by=other)
        await on.drain()
        for state, count in {"RECORDED": 1, "HANDED": 1, "ANSWERED": 1, "CLOSED": 0}.items():
            found = (await on.gql(MATTERS, {"state": state}, by=who))["receptionMatters"]
            assert found["totalCount"] == count
        waiting = (await on.gql(TASKS, {"state": "WAITING"}, by=other))["receptionTasks"]
        assert [one["id"] for one in waiting["nodes"]] == [tasks[1]["id"]]
        with query_count() as sent:
            page = (await on.gql(MATTERS, {"first": 2}, by=who))["receptionMatters"]
        assert len([one for one in sent if "reception_day_" in one]) == 3
        assert (page["totalCount"], len(page["nodes"])) == (3, 2)
        assert page["pageInfo"]["hasNextPage"]
        after = page["pageInfo"]["endCursor"]
        rest = (await on.gql(MATTERS, {"first": 2, "after": after}, by=who))["receptionMatters"]
        seen = [one["id"] for one in page["nodes"] + rest["nodes"]]
        assert seen == matters[::-1]


async def test_what_is_open_when_the_plugin_is_turned_off(on: House) -> None:
    await on.practise("county-a", PERIOD, FIVE_WORKING_DAYS)
    preview = '{ disablingPreview(plugin: "reception_day") { open matters { title count } } }'
    with on.on(MONDAY):
        who, admin = await clerk(on), await on.person("county-a", "office", "admin")
        await on.gql(DAY, {"on": "2025-04-07"}, by=who)
        await recorded(on, who)
        await on.gql(HAND, {"id": await recorded(on, who)}, by=who)
        await on.drain()
    with on.on("2025-03-04"):
        admin = await on.person("county-a", "office", "admin")
        left = (await on.gql(preview, by=admin))["disablingPreview"]["matters"]
        counts = {one["title"]: one["count"] for one in left}
        assert counts["已预告、尚未举行的接待日"] == 1
        assert counts["尚未办结的接待事项"] == 2
        assert counts["交办后尚未答复的接待事项"] == 1
    await on.disable("county-a", "reception_day")
    assert "Cannot query field" in (await on.refused(COMING, body="county-a"))["message"]
    assert (await on.gql(COMING, body="county-b"))["comingReceptionDays"]["totalCount"] == 0


async def test_where_it_is_off_it_does_not_exist_and_a_township_cannot_have_it(
    house: House,
) -> None:
    assert "Cannot query field" in (await house.refused(COMING, body="county-a"))["message"]
    with pytest.raises(Refused) as told:
        await house.enable("town-a", "reception_day")
    assert told.value.code == "PLUGIN_NOT_FOR_BODY"


PAGES = """
{ pages { plugin pluginTitle name kind title english inMenu document rows paged opens by module
    columns { path title english kind options { value title } }
    label { path }
    filters { name path kind required options { value } choices { document rows value label { path } } }
    actions { mutation title document record offered { path values }
      inputs { name path title kind required many choices { document rows value label { path } } } }
} }
"""


async def pages_of(house: House, who: Someone | None) -> dict[str, Any]:
    return {one["name"]: one for one in (await house.gql(PAGES, by=who))["pages"]}


def found(answer: Any, path: list[str]) -> Any:
    for name in path:
        answer = answer[name]
    return answer


def filled(page: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Variables as a renderer makes them."""
    variables: dict[str, Any] = {}
    for one in page["inputs"]:
        *above, last = one["path"]
        here = variables
        for name in above:
            here = here.setdefault(name, {})
        here[last] = values[one["name"]]
    return variables


async def test_plugin_pages_are_shown_to_whoever_may_use_them(on: House) -> None:
    clerks, others = await pages_of(on, await clerk(on)), await pages_of(on, await handler(on))
    assert set(clerks) == {"days", "matters", "matter", "record", "standing", "board"}
    assert set(others) == {"days", "tasks", "task", "board"}
    assert set(await pages_of(on, None)) == {"days", "board"}
    assert [one["mutation"] for one in clerks["days"]["actions"]] == ["openReceptionDay"]
    assert others["days"]["actions"] == []
    assert {one["pluginTitle"] for one in clerks.values()} == {"主任接待日"}
    assert not clerks["matter"]["inMenu"]


async def test_with_what_plugin_pages_tell_a_client_does_the_work(on: House) -> None:
    """From the form to the chart: nothing is known here of the plugin's schema."""
    with on.on(MONDAY):
        who = await clerk(on)
        pages = await pages_of(on, who)
        opening = pages["days"]["actions"][0]
        day = {"heldOn": MONDAY, "place": "接待室", "receiverName": "某人", "receiverPost": "主任"}
        await on.gql(opening["document"], filled(opening, day), by=who)

        form = pages["record"]["actions"][0]
        (days,) = [one["choices"] for one in form["inputs"] if one["choices"]]
        (choice,) = found(await on.gql(days["document"], by=who), days["rows"])
        assert found(choice, days["label"]["path"]) == MONDAY
        entered = {
            "day": found(choice, days["value"]),
            "visitorKind": "CITIZEN",
            "surname": "欧阳",
            "subject": "路灯不亮",
            "text": "三个月不亮",
        }
        made = (await on.gql(form["document"], filled(form, entered), by=who))["done"]["id"]

        listing = pages["matters"]
        shown = await on.gql(listing["document"], {"state": "RECORDED", "first": 20}, by=who)
        (row,) = found(shown, listing["rows"])
        assert [found(row, one["path"]) for one in listing["columns"]][:3] == [
            "路灯不亮",
            "RECORDED",
            MONDAY,
        ]
        assert row["id"] == made
        assert (
            found(await on.gql(listing["document"], {"state": "CLOSED"}, by=who), listing["rows"])
            == []
        )

        detail = pages[listing["opens"]]
        record = found(await on.gql(detail["document"], {"id": made}, by=who), detail["rows"])
        assert record["text"] == "三个月不亮"
        hand, close = detail["actions"]
        for one in (hand, close):
            (offer,) = one["offered"]
            assert found(record, offer["path"]) in offer["values"]
        variables = filled(close, {"note": "当场答复"})
        variables["input"]["matter"] = made
        assert close["record"] == ["input", "matter"]
        await on.gql(close["document"], variables, by=who)

        chart = pages["standing"]
        bars = found(await on.gql(chart["document"], by=who), chart["rows"])
        told = {
            found(bar, chart["label"]["path"]): found(bar, chart["columns"][0]["path"])
            for bar in bars
        }
        assert told == {"RECORDED": 0, "HANDED": 0, "ANSWERED": 0, "CLOSED": 1}
        assert (chart["opens"], chart["by"]) == ("matters", "state")


async def test_the_chart_counts_only_what_the_organ_recorded(on: House) -> None:
    counts = "{ receptionMatterCounts { state count } }"
    with on.on(MONDAY):
        await recorded(on, await clerk(on))
        for other in (await clerk(on, organ="government"), await clerk(on, "county-b")):
            told = (await on.gql(counts, by=other))["receptionMatterCounts"]
            assert {one["count"] for one in told} == {0}


async def test_the_module_of_plugin_pages_is_served_from_the_package(on: House) -> None:
    board = (await pages_of(on, None))["board"]
    answer = await on.client.get(board["module"])
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "export function mount(" in answer.text


async def test_the_catalogue_lists_what_plugin_pages_add(house: House) -> None:
    admin = await house.person("county-a", "office", "admin")
    asked = '{ pluginCatalogue(names: ["reception_day"]) { adds { pages { title action } } } }'
    ((entry),) = (await house.gql(asked, by=admin))["pluginCatalogue"]
    assert {"title": "办理情况", "action": "reception_day.read_matters"} in entry["adds"]["pages"]
    assert (await house.gql("{ pages { name } }", by=admin))["pages"] == []
