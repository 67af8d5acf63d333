"""What a named vote tells nobody: choices, reasons, figures before the result."""

import json
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
import pytest
import sqlalchemy as sa
from naming import (
    APPROVE,
    BODY,
    OPPOSE,
    OWN,
    REASON,
    SECRETS,
    announced,
    cast,
    codes,
    mandate_of,
    opened,
)
from polling import Polling, mutation, open_polling, rows_of

from core import global_id, postgres
from core.events import Event
from core.kit.ballots.tables import Cast
from core.mandates import MandateChange
from core.testing import House, Someone, TestServer, query_count

pytestmark = pytest.mark.database


@pytest.fixture
async def town(house: House) -> AsyncGenerator[Polling]:
    """A town's congress of nine whose votes are public, before the vote is prepared."""
    with house.on("2025-02-10"):
        polling = await open_polling(house, BODY)
        for setting, value in {"method": "each", "secret": False, "electronic": True}.items():
            await polling.practise(setting, value)
        yield polling


async def test_why_a_mandate_stands_still_is_seen_by_credentials_staff_alone(
    town: Polling,
) -> None:
    await opened(town)
    voter = town.deputies[3]
    mandate = await mandate_of(town, voter)
    await town.do("credentials", "suspendMandate", mandate=mandate, on="2025-02-10", reason=REASON)
    refused = await cast(town, voter)
    assert codes([refused]) == {"VOTER_NOT_ENTITLED": 1}
    assert await rows_of(town.house, BODY, Cast) == []
    asking = "query($m: ID!) { mandateChanges(mandate: $m) { nodes { id step reason } } }"
    seen = await town.house.gql(asking, {"m": mandate}, by=town.people["credentials"])
    assert [one["reason"] for one in seen["mandateChanges"]["nodes"]] == [REASON]
    change = seen["mandateChanges"]["nodes"][0]["id"]
    auditor = await town.house.person(BODY, town.organ, "auditor")
    elsewhere = await town.house.person(BODY, "government", "credentials_staff")
    everything = [
        refused,
        await town.house.events(BODY),
        *[
            await all_of(town, who, asking, mandate, change)
            for who in (town.people["secretary"], auditor, elsewhere, voter, town.deputies[4])
        ],
    ]
    assert REASON not in json.dumps(everything, ensure_ascii=False, default=str)
    (kept,) = await rows_of(town.house, BODY, MandateChange)
    assert kept.reason == REASON
    await town.do("credentials", "resumeMandate", mandate=mandate, on="2025-02-10", reason="撤销")
    assert codes([await cast(town, voter)]) == {"ok": 1}


async def all_of(town: Polling, who: Someone, asking: str, mandate: str, change: str) -> Any:
    """Whatever somebody gets to see that could tell of a suspension."""
    ask = town.house.ask
    return [
        await ask(asking, {"m": mandate}, by=who),
        await ask("query($i: ID!) { node(id: $i) { id ... on MandateChange { reason } } }",
                  {"i": change}, by=who),
        await ask("query($i: ID!) { node(id: $i) { ... on Mandate { name status } } }",
                  {"i": mandate}, by=who),
        await ask("{ events(first: 100) { nodes { name payload } } }", by=who),
        await ask("query($r: ID!) { voteRoll(round: $r, first: 50) { nodes { name delegation } } }",
                  {"r": town.round}, by=who),
        await ask("query($m: ID!) { meetingRoll(meeting: $m, first: 50) { nodes { name } } }",
                  {"m": town.meeting}, by=who),
    ]  # fmt: skip


async def test_a_choice_is_shown_to_the_voter_alone(town: Polling) -> None:
    await opened(town)
    voter = town.deputies[0]
    await cast(town, voter, OPPOSE)
    assert (await town.see(voter, OWN))["ownBallot"] == OPPOSE
    auditor = await town.house.person(BODY, town.organ, "auditor", "admin")
    others = [town.deputies[1], auditor, *town.people.values()]
    for who in others:
        seen = await town.see(who, f"{OWN} turnout {{ cast entitled }} tally {{ outcome }}")
        assert seen == {
            "ownBallot": None,
            "turnout": {"cast": 1, "entitled": 9},
            "tally": None,
        }
    ballots = await rows_of(town.house, BODY, Cast)
    for kind in ("Cast", "BallotCast", "OwnMark", "VoteItem", "RollPlace", "VoteRound"):
        for who in (voter, *others):
            answer = await town.house.ask(
                "query($i: ID!) { node(id: $i) { __typename } }",
                {"i": global_id(kind, ballots[0].id)},
                by=who,
            )
            assert not (answer.get("data") or {}).get("node"), kind
    shape = '{ __type(name: "RollPlace") { fields { name } } }'
    fields = (await town.house.gql(shape, by=auditor))["__type"]["fields"]
    assert {one["name"] for one in fields} == {"id", "name", "delegation"}
    told = json.dumps(await town.house.events(BODY), ensure_ascii=False, default=str)
    assert not any(word in told for word in SECRETS)
    async with town.house.platform.as_core(town.house.bodies[BODY].id) as work:
        events = (
            await work.session.scalars(sa.select(Event).where(Event.name.endswith("cast_vote")))
        ).all()
    assert [(one.payload, one.personal, one.actor_id) for one in events] == [
        ({}, None, voter.person_id)
    ]
    await announced(town)
    assert (await town.see(town.deputies[1], OWN))["ownBallot"] is None, "not afterwards either"


async def test_turnout_and_own_ballots_of_many_rounds_cost_no_more(town: Polling) -> None:
    await opened(town)
    await cast(town, town.deputies[0])
    listing = """{ votes(first: 20) { nodes { id turnout { cast entitled }
      ownBallot { number mark } } } }"""
    with query_count() as one:
        await town.house.gql(listing, by=town.deputies[0])
    for _ in range(4):
        await town.do("secretary", "cancelVote", round=town.round, reason="改期")
        await town.prepared(mode="NAMED_ELECTRONIC")
        await town.do("chair", "openVote", round=town.round)
        await cast(town, town.deputies[0])
    with query_count() as five:
        answer = await town.house.gql(listing, by=town.deputies[0])
    nodes = answer["votes"]["nodes"]
    assert [one["turnout"]["cast"] for one in nodes] == [1] * 5
    assert all(one["ownBallot"] == APPROVE for one in nodes)
    assert len(five) == len(one), five


async def test_no_mark_reaches_the_log_of_a_server(house: House, renda_server: TestServer) -> None:
    """A real server, its whole log: what was taken and what was refused leaves no choice there."""
    # Today is today: the server's clock is its own.
    town = await open_polling(house, BODY)
    for setting, value in {"method": "each", "secret": False, "electronic": True}.items():
        await town.practise(setting, value)
    await opened(town)
    marker = "一个不该出现在日志里的选择"
    query = mutation("castVote", "id")
    with town.house.served() as served:
        said = list[dict[str, Any]]()
        sent = [
            (town.deputies[0], OPPOSE),
            (town.deputies[0], APPROVE),
            (town.deputies[1], [{"number": 1, "mark": marker}]),
            (town.deputies[1], [{"number": 77, "mark": "oppose"}]),
        ]
        for voter, marks in sent:
            answered = await post(
                f"{served.address}/t/{BODY}/graphql",
                json={
                    "query": query,
                    "variables": {"input": {"round": town.round, "marks": marks}},
                },
                headers={"Authorization": f"Bearer {voter.token}", "Idempotency-Key": "k-1"},
            )
            said.append(answered.json())
        with broken(renda_server, house):
            fault = await post(
                f"{served.address}/t/{BODY}/graphql",
                json={
                    "query": query,
                    "variables": {"input": {"round": town.round, "marks": OPPOSE}},
                },
                headers={"Authorization": f"Bearer {town.deputies[2].token}"},
            )
        assert codes([fault.json()]) == {"INTERNAL": 1}
        log = served.log.read_text("utf-8")
    assert codes(said) == {
        "ok": 1,
        "IDEMPOTENCY_KEY_REUSED": 1,
        "MARK_UNKNOWN": 1,
        "ITEM_UNKNOWN": 1,
    }
    assert len(await rows_of(town.house, BODY, Cast)) == 1
    assert "ballot_cast" in log, "the fault is there, with its statement"
    assert not any(word in log for word in (*SECRETS, marker))


async def post(address: str, **sent: Any) -> httpx.Response:
    """As any client does."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        return await http.post(address, **sent)


@contextmanager
def broken(server: TestServer, house: House) -> Generator[None]:
    """No ballot can be written."""
    name = sa.make_url(house.databases.app).database
    dsn = postgres.dsn_for(server.superuser, database=name)
    with psycopg.connect(dsn, autocommit=True) as hand:
        hand.execute("ALTER TABLE ballot_cast RENAME COLUMN marks TO gone")
        yield
        hand.execute("ALTER TABLE ballot_cast RENAME COLUMN gone TO marks")


NUMBERS = {
    "castVote": {"marks.number"},
    "enterCount": {
        "valid", "void", "items.approve", "items.oppose", "items.abstain", "items.void",
        "items.grades.votes",
    },
    "recordPapers": {"figures.number"},
    "prepareVote": {"places"},
    "openCycle": {"year"},
}  # fmt: skip
"""Where a number may be typed in this plugin, and the core's verbs that its votes use."""


RESULT_WORDS = ("tally", "result", "outcome", "chosen", "passed", "digest", "votesFor", "present")


async def test_no_field_takes_a_figure_of_the_result(town: Polling) -> None:
    """Walk all inputs: figures are typed by tellers alone, from the papers that they counted."""
    asked = """{ __schema { mutationType { fields { name args { name type { ...T } } } }
      types { name inputFields { name type { ...T } } } } }
      fragment T on __Type { kind name ofType { kind name ofType { kind name
        ofType { kind name ofType { kind name } } } } }"""
    schema = (await town.house.gql(asked, by=town.people["chair"]))["__schema"]
    inputs = {one["name"]: one["inputFields"] for one in schema["types"] if one["inputFields"]}

    def leaf(kind: Any) -> str:
        while kind.get("ofType"):
            kind = kind["ofType"]
        return kind["name"]

    def walk(fields: Any, path: str = "", seen: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        found = list[tuple[str, str]]()
        for one in fields:
            kind = leaf(one["type"])
            if kind in inputs and kind not in seen:
                inner = "" if one["name"] == "input" else f"{path}{one['name']}."
                found += walk(inputs[kind], inner, (*seen, kind))
            else:
                found.append((f"{path}{one['name']}", kind))
        return found

    verbs = {one["name"]: walk(one["args"]) for one in schema["mutationType"]["fields"]}
    ours = {name for name in verbs if any(word in name for word in ("Vote", "Count", "Papers",
            "Result", "Round", "Recount", "Cycle", "Assessment"))}  # fmt: skip
    assert {"announceResult", "castVote", "closeVote", "confirmCount", "orderRecount"} <= ours
    numeric = {
        name: {path for path, kind in verbs[name] if kind in ("Int", "Float", "JSON")}
        for name in ours
    }
    assert {name: paths for name, paths in numeric.items() if paths and name in NUMBERS} == {
        name: paths for name, paths in NUMBERS.items() if name in verbs
    }
    assert [name for name, paths in numeric.items() if paths and name not in NUMBERS] == []
    for name in ours:
        wrong = [path for path, _ in verbs[name] if path.split(".")[-1] in RESULT_WORDS]
        assert wrong == [], name
