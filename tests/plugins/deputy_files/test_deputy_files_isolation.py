"""Who sees whose file: a deputy their own, a leader the group's, a station those it keeps, the rest
nothing; by lists, by links and by ids alike. And every verb and read, tried by every role.
"""

from typing import Any
from uuid import uuid4

import pytest
from files_path import PLUGIN, Hall, entry, mutation, open_hall, photo, uploaded
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_input_object_type,
    is_required_input_field,
)

from core import global_id
from core.graphql.ids import decode
from core.testing import House, Someone
from plugins.deputy_files.permissions import ACTIONS

pytestmark = pytest.mark.database

TODAY = "2025-06-01"
TOLD_WHO_CONFIRMS = {"EntryLikeness", "EntryLooked"}
NODE = "query($id: ID!) { node(id: $id) { __typename id } }"


async def written(hall: Hall) -> dict[str, dict[str, str]]:
    """An id of each kind of record in the file of each deputy."""
    found = dict[str, dict[str, str]]()
    for name, who in hall.deputies.items():
        picture = await uploaded(hall.house, who, photo(1))
        await hall.log(who, name, "id", evidence=[picture])
        draft = await hall.log(who, name, "id", evidence=[picture])
        kept = await hall.do(
            hall.office,
            "confirmEntry",
            "id evidence { id } looked { id }",
            draft=draft["id"],
            looked=[one["id"] for one in await hall.alike(draft["id"])],
        )
        waiting = await hall.log(who, name, "id evidence { id }", evidence=[picture])
        alike = (await hall.alike(waiting["id"]))[0]
        asked = await hall.do(who, "requestErasure", entry=kept["id"], why="涉及家人")
        found[name] = {
            "DeputyFile": hall.files[name],
            "EntryDraft": waiting["id"],
            "DraftEvidence": waiting["evidence"][0]["id"],
            "EntryLikeness": alike["id"],
            "DutyEntry": kept["id"],
            "EntryEvidence": kept["evidence"][0]["id"],
            "EntryLooked": kept["looked"][0]["id"],
            "WordsErasure": asked["id"],
        }
    return found


async def seen(house: House, by: Someone, ids: dict[str, dict[str, str]]) -> dict[str, set[str]]:
    """Of whom somebody sees what, by the ids."""
    found = dict[str, set[str]]()
    for name, kinds in ids.items():
        for kind, row_id in kinds.items():
            told = (await house.gql(NODE, {"id": row_id}, by=by))["node"]
            if told is not None:
                found.setdefault(name, set()).add(kind)
    return found


async def test_each_sees_the_files_that_are_theirs_to_see(house: House) -> None:
    hall = await open_hall(house)
    other = await open_hall(house, "county-b")
    with house.on(TODAY):
        await hall.open()
        ids = await written(hall)
        every = set(next(iter(ids.values())))
        clerk = await house.person(hall.body, "government")
        checker = await house.person(hall.body, "office", "auditor")
        expected = {
            "office": (hall.office, {"甲", "乙", "丙"}),
            "keeper": (hall.keeper, {"甲", "乙", "丙"}),
            "leader": (hall.deputies["甲"], {"甲", "乙"}),
            "deputy": (hall.deputies["乙"], {"乙"}),
            "deputy of no group": (hall.deputies["丙"], {"丙"}),
            "another organ": (clerk, set[str]()),
            "auditor": (checker, set[str]()),
            "another body's office": (other.office, set[str]()),
            "another body's deputy": (other.deputies["乙"], set[str]()),
        }
        for who, (by, names) in expected.items():
            told = await seen(house, by, ids)
            confirming = who in ("office", "keeper", "leader")
            # What an entry looks like names other deputies: told to who confirms it, alone.
            # A request to erase is told to who made it, and to the officer.
            assert told == {
                name: every
                - (set() if confirming and by != hall.deputies.get(name) else TOLD_WHO_CONFIRMS)
                - (set() if by == hall.deputies.get(name) else {"WordsErasure"})
                for name in names
            }, who
            listed = await house.ask(
                """{ deputyFiles { nodes { name } } entryDrafts { nodes { file { name } } }
                  dutyEntries { nodes { name } } }""",
                by=by,
            )
            if not listed.get("errors"):
                files = {one["name"] for one in listed["data"]["deputyFiles"]["nodes"]}
                drafts = {one["file"]["name"] for one in listed["data"]["entryDrafts"]["nodes"]}
                entries = {one["name"] for one in listed["data"]["dutyEntries"]["nodes"]}
                shown = names if by.body == hall.body else set[str]()
                assert files - {"甲", "乙", "丙"} == set(), who
                if by.body == hall.body:
                    assert (files, drafts, entries) == (shown, shown, shown), who


async def test_of_two_deputies_of_one_organ_none_downloads_the_others_evidence(
    house: House,
) -> None:
    """By the real address of a file: the upload, its copy for a reader, and the handbook."""
    hall = await open_hall(house)
    own, beside, leader = (hall.deputies[name] for name in ("乙", "丙", "甲"))

    async def opens(who: Someone, file: str) -> bool:
        told = await house.client.get(
            f"/t/{hall.body}/files/{file}", headers={"Authorization": f"Bearer {who.token}"}
        )
        return told.status_code == 200

    with house.on(TODAY):
        await hall.open()
        picture = await uploaded(house, own, photo(1))
        assert (await opens(own, picture), await opens(beside, picture)) == (True, False)
        draft = await hall.log(own, "乙", "id evidence { id }", evidence=[picture])
        assert (await opens(own, picture), await opens(beside, picture)) == (True, False)
        piece = draft["evidence"][0]["id"]
        # The leader of the group reads the record: by a row of their own, in the same organ.
        copied = (await hall.do(leader, "copyEvidence", "id", draftEvidence=piece))["id"]
        assert copied != picture
        assert [await opens(who, copied) for who in (leader, own, beside)] == [True, False, False]
        code, _ = await hall.refused(beside, "copyEvidence", draftEvidence=piece)
        assert code == "NOT_FOUND"
        again = await hall.do(own, "copyEvidence", "id", draftEvidence=piece)
        assert again["id"] == picture, "who uploaded it has it already"
        book = await hall.do(own, "makeHandbook", "word { id }", file=hall.files["乙"])
        word = book["word"]["id"]
        assert (await opens(own, word), await opens(beside, word)) == (True, False)
        # Nor does another take it for a record of their own.
        sent = {"file": hall.files["丙"], "entry": entry(evidence=[picture])}
        assert (await hall.refused(beside, "logEntry", **sent))[0] == "NOT_FOUND"


def inputs(kind: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every place of an input type that takes an id."""
    named = get_named_type(kind)
    if named.name == "ID":
        return [path]
    if not is_input_object_type(named):
        return []
    return [
        one for name, field in named.fields.items() for one in inputs(field.type, (*path, name))
    ]


def dummy(kind: Any) -> Any:
    """A value that a type accepts and that names nothing which exists."""
    if isinstance(kind, GraphQLNonNull):
        return dummy(kind.of_type)
    if isinstance(kind, GraphQLList):
        return []
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: dummy(field.type)
            for name, field in kind.fields.items()
            if is_required_input_field(field)
        }
    plain = {"String": "无", "Int": 1, "Boolean": True, "Date": "2025-01-06"}
    return global_id("Nothing", uuid4()) if kind.name == "ID" else plain[kind.name]


def fields_of(house: House) -> tuple[dict[str, Any], dict[str, Any]]:
    with_plugin: Any = house.schemas.of(frozenset({PLUGIN}))._schema  # pyright: ignore[reportPrivateUsage]
    without: Any = house.schemas.of(frozenset())._schema  # pyright: ignore[reportPrivateUsage]
    return (
        {
            k: v
            for k, v in with_plugin.mutation_type.fields.items()
            if k not in without.mutation_type.fields
        },
        {
            k: v
            for k, v in with_plugin.query_type.fields.items()
            if k not in without.query_type.fields
        },
    )


async def test_another_deputys_and_another_bodys_ids_are_as_those_that_never_were(
    house: House,
) -> None:
    """Every argument that takes an id, filled with a stranger's: the answer never tells."""
    hall = await open_hall(house)
    other = await open_hall(house, "county-b")
    with house.on(TODAY):
        await hall.open()
        await other.open()
        theirs = (await written(other))["乙"]
        beside = (await written(hall))["丙"]
        by = hall.deputies["乙"]
        before = await house.events(other.body)
        for verb, field in fields_of(house)[0].items():
            named = field.args.get("input")
            for path in inputs(named.type) if named else ():
                for kind in theirs:
                    sent = dummy(named.type)
                    answers = list[Any]()
                    for row_id in (global_id(kind, uuid4()), theirs[kind], beside[kind]):
                        put(sent, path, row_id)
                        shown = answer_of(field)
                        answers.append(
                            await house.ask(mutation(verb, shown), {"input": sent}, by=by)
                        )
                    codes = [one["errors"][0]["extensions"]["code"] for one in answers]
                    assert codes[0] == codes[1] == codes[2], (verb, path, kind)
        assert await house.events(other.body) == before


LISTED = ("mandates", "evidence", "drafts", "looked")


def put(sent: dict[str, Any], path: tuple[str, ...], value: str) -> None:
    at: Any = sent
    for name in path[:-1]:
        if not isinstance(at.get(name), dict):
            at[name] = {"entry": value, "reason": "因"}
        at = at[name]
    at[path[-1]] = [value] if path[-1] in LISTED else value


def answer_of(field: Any) -> str:
    named = get_named_type(field.type)
    return "id" if "id" in named.fields else next(iter(named.fields))


OFFICE, KEEPER, LEADER, DEPUTY = "deputy_affairs", "station_keeper", "group_leader", "deputy"
DECIDER, CHECKER, NOBODY = "leave_decider", "publication_checker", "(no role)"
POINTS, HEAD, OFFICER = "points_clerk", "points_head", "personal_data_officer"
CREDENTIALS = "credentials_staff"
ROLES = (
    OFFICE,
    KEEPER,
    LEADER,
    DEPUTY,
    DECIDER,
    CHECKER,
    POINTS,
    HEAD,
    OFFICER,
    CREDENTIALS,
    NOBODY,
)
EVERYBODY = {*ROLES, "(visitor)"}
WRITERS = {OFFICE, KEEPER, DEPUTY}
CONFIRMERS = {OFFICE, KEEPER, LEADER}
POINTS_STAFF = {POINTS, HEAD, CHECKER}
READERS = WRITERS | CONFIRMERS | POINTS_STAFF | {DECIDER, OFFICER}
VERBS = {
    "openFiles": {OFFICE},
    "moveFile": {OFFICE},
    "archiveFiles": {OFFICE},
    "openMatter": WRITERS,
    "logEntry": WRITERS,
    "reviseEntry": WRITERS,
    "submitEntry": WRITERS,
    "discardEntry": WRITERS,
    "confirmEntries": CONFIRMERS,
    "confirmEntry": CONFIRMERS,
    "refuseEntry": CONFIRMERS,
    "copyEvidence": WRITERS | CONFIRMERS | POINTS_STAFF | {OFFICER},
    "requestLeave": {DEPUTY, OFFICE},
    "withdrawLeave": {DEPUTY},
    "withdrawPaperLeave": {OFFICE},
    "decideLeave": {DECIDER},
    "makeStatistics": {OFFICE},
    "beginYearlyTable": {OFFICE},
    "submitYearlyTable": {OFFICE},
    "makeHandbook": WRITERS,
    "draftCard": {OFFICE},
    "checkCardSecrecy": {CHECKER},
    "publishCard": {OFFICE},
    "withdrawCard": {OFFICE},
    "makeEntrySheet": {OFFICE},
    "importEntries": {OFFICE},
    "sendFact": {OFFICE},
    "placeFact": {OFFICE},
    "readNotice": {DEPUTY},
    "requestErasure": {DEPUTY},
    "eraseWords": {OFFICER},
    "refuseErasure": {OFFICER},
}
READS = {
    "deputyFiles": ("{ totalCount }", READERS),
    "entryDrafts": ("{ totalCount }", READERS),
    f'entryLikenesses(draft: "{global_id("EntryDraft", uuid4())}")': ("{ id }", CONFIRMERS),
    "dutyEntries": ("{ totalCount }", READERS),
    "dutyMatters": ("{ totalCount }", READERS),
    "dutyLists": ("{ kindsRule }", READERS),
    "leaveRequests": ("{ totalCount }", READERS),
    "absentDeputies(term: 19)": ("{ name }", {OFFICE, DECIDER, CREDENTIALS}),
    f'entryImportPreview(file: "{global_id("File", uuid4())}")': ("{ row }", {OFFICE}),
    "yearlyTables": ("{ totalCount }", {OFFICE}),
    "receivedTables": ("{ totalCount }", {OFFICE}),
    "receivedFacts": ("{ totalCount }", {OFFICE}),
    "myMandates": ("{ code }", READERS),
    "myDeputyFiles": ("{ code }", READERS),
    f'cardPreview(card: "{global_id("DeputyCard", uuid4())}")': ("{ text }", {OFFICE, CHECKER}),
    "deputyCards": ("{ totalCount }", {OFFICE, CHECKER}),
    "dataNotice": ("{ read }", READERS),
    "erasures": ("{ totalCount }", {DEPUTY, OFFICER}),
    "publicDeputyCards": ("{ totalCount }", EVERYBODY),
}


async def test_who_may_do_and_read_what(house: House) -> None:
    await open_hall(house)
    verbs, queries = fields_of(house)
    assert verbs.keys() == VERBS.keys()
    assert queries.keys() == {one.partition("(")[0] for one in READS}
    assert len(ACTIONS) == len({one.name for one in ACTIONS})
    people: dict[str, Someone | None] = {
        role: await house.person("county-a", "office", *({role} - {NOBODY})) for role in ROLES
    }
    people["(visitor)"] = None
    for verb, allowed in VERBS.items():
        field = verbs[verb]
        may = set[str]()
        for role, by in people.items():
            if "input" in field.args:
                sent = {"input": dummy(field.args["input"].type)}
                asked = mutation(verb, answer_of(field))
            else:
                sent, asked = {}, f"mutation {{ {verb} {{ {answer_of(field)} }} }}"
            answer = await house.ask(asked, sent, by=by, body="county-a")
            code = answer["errors"][0]["extensions"]["code"] if answer.get("errors") else "DONE"
            assert code not in ("GRAPHQL_VALIDATION_FAILED", "INTERNAL"), answer
            if code not in ("FORBIDDEN", "NOT_SIGNED_IN"):
                may.add(role)
        assert may == allowed, verb
    for read, (shown, allowed) in READS.items():
        may = set[str]()
        for role, by in people.items():
            answer = await house.ask(f"{{ {read} {shown} }}", by=by, body="county-a")
            code = answer["errors"][0]["extensions"]["code"] if answer.get("errors") else "DONE"
            if code not in ("FORBIDDEN", "NOT_SIGNED_IN"):
                may.add(role)
        assert may == allowed, read


def test_ids_are_told_apart() -> None:
    row = uuid4()
    assert decode(global_id("DutyEntry", row)) == ("DutyEntry", row)
