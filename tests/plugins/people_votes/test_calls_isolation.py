"""Nobody reaches another body's cycle, or another organ's draft, by any list, link or argument."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
import sqlalchemy as sa
from calls_path import PLUGIN, Hall, committee_meeting, mutation, on, open_hall, project
from graphql import GraphQLInputObjectType, GraphQLList, get_named_type, get_nullable_type

from core import OrganOwned, clock, global_id
from core.dispatch import Incoming
from core.graphql.ids import decode
from core.graphql.nodes import record_info
from core.testing import WORLD, House, Someone
from plugins.people_votes import models
from plugins.people_votes.permissions import CALL_ACTIONS

pytestmark = pytest.mark.database

Path = tuple[str, ...]
"""Names of input fields down to an id; `*` stands for every element of a list."""


def camel(action: str) -> str:
    first, *rest = action.partition(".")[2].split("_")
    return first + "".join(word.capitalize() for word in rest)


VERBS = {camel(action.name) for action in CALL_ACTIONS}


def id_paths(kind: Any, above: Path = ()) -> Iterator[Path]:
    """Every way into a type of argument that ends at an id."""
    kind = get_nullable_type(kind)
    if isinstance(kind, GraphQLList):
        yield from id_paths(kind.of_type, (*above, "*"))
    elif isinstance(kind, GraphQLInputObjectType):
        for name, field in kind.fields.items():
            yield from id_paths(field.type, (*above, name))
    elif get_named_type(kind).name == "ID":
        yield above


def ids_asked(house: House) -> set[tuple[str, Path]]:
    made = house.schemas.of(frozenset({PLUGIN}))._schema  # pyright: ignore[reportPrivateUsage]
    return {
        (verb, path)
        for verb, field in made.mutation_type.fields.items()
        if verb in VERBS
        for path in id_paths(field.args["input"].type)
    }


def given(sent: Any, path: Path) -> Iterator[str]:
    """The ids that an input gives along a path."""
    if sent is None:
        return
    if not path:
        yield sent
    elif path[0] == "*":
        for one in sent:
            yield from given(one, path[1:])
    else:
        yield from given(sent.get(path[0]), path[1:])


def swapped(sent: Any, old: str, new: str) -> Any:
    """The same input with one id in place of another."""
    if isinstance(sent, dict):
        return {name: swapped(one, old, new) for name, one in sent.items()}
    if isinstance(sent, list):
        return [swapped(one, old, new) for one in sent]
    return new if sent == old else sent


class Strangers:
    """Copies of one's own rows under new ids, in another body or in another organ."""

    def __init__(self, house: House, body: str, organ: str | None) -> None:
        self.house, self.body = house, body
        self.organ_id = uuid5(WORLD, organ) if organ else None
        self.made: dict[tuple[str, UUID], UUID] = {}

    async def like(self, source: str, model: Any, row_id: UUID) -> UUID:
        """The id of a row like this one; what it points to is copied with it."""
        if source == self.body and not issubclass(model, OrganOwned):
            return row_id
        key = (model.__tablename__, row_id)
        if key in self.made:
            return self.made[key]
        async with self.house.platform.as_core(self.house.bodies[source].id) as work:
            row = await work.session.get_one(model, (work.body.id, row_id))
            values = {one.key: getattr(row, one.key) for one in sa.inspect(model).columns}
        for column, parent in _parents(model):
            if values[column] is not None:
                values[column] = await self.like(source, parent, values[column])
        values |= {"id": uuid4(), "tenant_id": self.house.bodies[self.body].id}
        if self.organ_id is not None:
            values["organ_id"] = self.organ_id
        async with self.house.platform.as_core(self.house.bodies[self.body].id) as work:
            work.session.add(model(**values))
        self.made[key] = values["id"]
        return values["id"]


def _parents(model: Any) -> Iterator[tuple[str, Any]]:
    """Columns that point to another table of the plugin, with that table's model."""
    classes = {one.class_.__tablename__: one.class_ for one in model.registry.mappers}
    for constraint in model.__table__.foreign_key_constraints:
        name = constraint.referred_table.name
        if name.startswith(PLUGIN):
            yield constraint.column_keys[1], classes[name]


class Attack:
    """Before a verb goes through, tries it with every id replaced by one that is not ours."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.records = house.schemas.records(frozenset({PLUGIN}))
        self.elsewhere = Strangers(house, "county-b", None)
        self.beside = Strangers(house, "county-a", "department")
        self.tried = set[tuple[str, Path]]()

    async def __call__(
        self, hall: Hall, by: Someone | None, verb: str, sent: dict[str, Any]
    ) -> None:
        for name, path in ids_asked(self.house):
            for own in given(sent, path) if name == verb else ():
                await self._try(hall, by, verb, sent, own)
                self.tried.add((name, path))

    async def _try(
        self, hall: Hall, by: Someone | None, verb: str, sent: dict[str, Any], own: str
    ) -> None:
        kind, row_id = decode(own)
        record = record_info(self.records[kind])
        assert record is not None
        others = [uuid4(), await self.elsewhere.like(hall.body, record.model, row_id)]
        if issubclass(record.model, OrganOwned):
            others.append(await self.beside.like(hall.body, record.model, row_id))
        answers = [
            await self.house.ask(
                mutation(verb),
                {"input": swapped(sent, own, global_id(kind, other))},
                by=by,
                body=hall.body,
            )
            for other in others
        ]
        never = answers[0]
        assert never["errors"][0]["extensions"] == {"code": "NOT_FOUND"}, (verb, kind, never)
        assert answers == [never] * len(answers), "an id of others is an id that never was"


async def test_every_argument_that_takes_an_id_knows_ones_own_only(house: House) -> None:
    """Each verb is tried with others' ids first, and then goes through with the very same input."""
    hall = await open_hall(house)
    await open_hall(house, "county-b")
    attack = Attack(house)
    hall.before.append(attack)
    with on("2025-09-01"):
        cycle = await hall.calling()
        await hall.do("secretary", "withdrawCall", cycle=cycle, reason="误操作")
        called = {"text": "请提建议。", "secrecyNote": "不涉密。", "until": "2025-09-30"}
        await hall.do("secretary", "openCall", cycle=cycle, **called)
        await hall.do("secretary", "changeCall", cycle=cycle, **called, reason="更正")
        await hall.propose(cycle, "修路")
        recorded = {"title": "修桥", "content": "修桥", "source": "HOTLINE", "collectedBy": "热线"}
        await hall.do("collector", "recordIdea", cycle=cycle, **recorded)
        bridge, road = [one["id"] for one in await hall.ideas(cycle)]
        await hall.do("secretary", "screenIdea", idea=road, outcome="TAKEN")
        await hall.do("secretary", "mergeIdeas", into=road, ideas=[bridge], reason="相同")
    with on("2025-10-09"):
        await hall.do("secretary", "closeCall", cycle=cycle)
        file = await hall.upload("drafter")
        noted = [{"kind": "FINANCE", "file": file}]
        whole = project(ideas=[road], assessments=noted)
        made = await hall.do("drafter", "draftCandidate", cycle=cycle, candidate=whole)
        await hall.do("drafter", "reviseCandidate", draft=made["id"], candidate=whole)
        spare = await hall.draft(cycle)
        await hall.do("drafter", "discardCandidate", draft=spare, reason="不成熟")
        candidates = await hall.submitted(cycle, made["id"])
        await hall.do("secretary", "returnCandidates", cycle=cycle, reason="修改")
        await house.drain(1)
        await hall.submitted(cycle, made["id"])
        held = {"record": await committee_meeting(house), "inFavour": 4}
        await hall.examine(candidates, cycle, meeting=held)
        day = str(clock.today())
        await hall.do("secretary", "handOutCandidates", cycle=cycle, handedOutOn=day)
        said = {"delegation": "第一代表团", "text": "赞成", "deliberatedOn": day}
        said |= {"cycle": cycle, "candidate": candidates[0]}
        answered = (await hall.do("secretary", "recordDeliberation", **said))["id"]
        await hall.do("drafter", "answerDeliberation", deliberation=answered, text="已研究")
    assert attack.tried == ids_asked(house), "every id field of every verb before the vote"
    assert len(attack.tried) > 20


LISTS = {
    "callsForIdeas": "",
    "ideas": "(where: {cycle: $cycle})",
    "candidateDrafts": "(cycle: $cycle)",
    "candidateLists": "(cycle: $cycle)",
    "candidateAssessments": "(candidate: $candidate)",
    "examinations": "(cycle: $cycle)",
    "deliberations": "(cycle: $cycle)",
}
EVERY_ROLE = ("project_secretary", "candidate_drafter", "candidate_signer", "idea_collector")


async def filled(hall: Hall) -> tuple[str, str, dict[str, str]]:
    """A cycle with a row of every kind: its id, a candidate, one record of each list."""
    with on("2025-09-01"):
        cycle = await hall.calling()
        await hall.propose(cycle, "修路")
        (idea,) = await hall.ideas(cycle)
        await hall.do("secretary", "screenIdea", idea=idea["id"], outcome="TAKEN")
    await hall.do("secretary", "closeCall", cycle=cycle)
    noted = [{"kind": "FINANCE", "note": "列入预算"}]
    draft = await hall.draft(cycle, ideas=[idea["id"]], assessments=noted)
    (candidate,) = await hall.submitted(cycle, draft)
    await hall.examine([candidate], cycle)
    said = {"cycle": cycle, "delegation": "一团", "text": "赞成", "deliberatedOn": "2025-10-01"}
    await hall.do("secretary", "recordDeliberation", **said)
    own = dict[str, str]()
    for listing in LISTS:
        who = "drafter" if listing == "candidateDrafts" else "secretary"
        own[listing] = (await rows(hall, hall.people[who], listing, cycle, candidate))[0]
    return cycle, candidate, own


async def rows(hall: Hall, by: Someone, listing: str, cycle: str, candidate: str) -> list[str]:
    used = [one for one in ("cycle", "candidate") if f"${one}" in LISTS[listing]]
    asked = ", ".join(f"${one}: ID!" for one in used)
    head = f"query({asked})" if asked else "query"
    query = f"{head} {{ {listing}{LISTS[listing]} {{ nodes {{ id }} }} }}"
    known = {"cycle": cycle, "candidate": candidate}
    variables = {one: known[one] for one in used}
    seen = await hall.house.gql(query, variables, by=by)
    return [one["id"] for one in seen[listing]["nodes"]]


async def test_no_list_and_no_id_shows_what_is_another_bodys(house: House) -> None:
    hall = await open_hall(house)
    cycle, candidate, own = await filled(hall)
    await open_hall(house, "county-b")
    stranger = await house.person("county-b", "government", *EVERY_ROLE)
    for listing, record in own.items():
        assert await rows(hall, stranger, listing, cycle, candidate) == [], listing
        kind, _ = decode(record)
        query = f"query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ id }} }} }}"
        assert (await house.gql(query, {"id": record}, by=stranger))["node"] is None, kind
        assert (await house.gql(query, {"id": record}, body="county-a"))["node"] is None, kind
    figures = "query($cycle: ID!) { ideaFigures(cycle: $cycle) { count } }"
    seen = await house.gql(figures, {"cycle": cycle}, by=stranger)
    assert {one["count"] for one in seen["ideaFigures"]} == {0}


async def test_a_code_is_known_at_its_own_body_only(house: House) -> None:
    hall = await open_hall(house)
    await open_hall(house, "county-b")
    with on("2025-09-01"):
        code = await hall.propose(await hall.calling(), "修路")
    query = "query($code: String!) { ideaByCode(code: $code) { title } }"
    assert await house.refused_code(query, {"code": code}, body="county-b") == "CODE_UNKNOWN"
    assert await house.gql("{ publicCalls { totalCount } }", body="county-b") == {
        "publicCalls": {"totalCount": 0}
    }


TABLES: list[type[Any]] = [
    models.Cycle,
    models.CallForIdeas,
    models.CandidateList,
    models.Candidate,
    models.Idea,
    models.CandidateDraft,
    Incoming,
]


async def test_twins_with_the_same_ids_do_not_touch_each_other(house: House) -> None:
    """Two bodies whose rows carry the same ids: what one does, the other does not see."""
    hall, twin = await open_hall(house), await open_hall(house, "county-b")
    with on("2025-09-01"):
        cycle = await hall.calling()
        code = await hall.propose(cycle, "修路")
        (idea,) = await hall.ideas(cycle)
    await hall.do("secretary", "closeCall", cycle=cycle)
    await hall.do("secretary", "screenIdea", idea=idea["id"], outcome="TAKEN")
    draft = await hall.draft(cycle, ideas=[idea["id"]])
    candidates = await hall.submitted(cycle, draft)
    assert await house.mirror("county-a", "county-b", TABLES) >= 6
    await twin.do("secretary", "returnCandidates", cycle=cycle, reason="修改")
    await house.drain(1)
    changed = project(title="另一个")
    await twin.do("drafter", "reviseCandidate", draft=draft, candidate=changed)
    assert (await hall.see("drafter", draft, "title state"))["state"] == "SUBMITTED"
    await hall.examine(candidates, cycle)
    assert (await hall.see("drafter", draft, "title"))["title"] == "改造三个老旧小区"
    assert (await twin.see("drafter", draft, "title state")) == {
        "title": "另一个",
        "state": "DRAFT",
    }
    assert (await twin.see("secretary", candidates[0], "state"))["state"] == "SUBMITTED"
    shown = "candidate { state }"
    assert (await hall.follow(code, shown))["candidate"] == {"state": "LISTED"}
    assert (await twin.follow(code, shown))["candidate"] is None
