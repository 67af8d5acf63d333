"""Nobody reaches what is another organ's or another body's, by any list, link or argument."""

import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4, uuid5

import openpyxl
import pytest
import sqlalchemy as sa
from filing_path import (
    COUNTY,
    PLUGIN,
    ROLES,
    Office,
    document,
    downloaded,
    finding,
    member_id,
    mutation,
    on,
    open_office,
)
from graphql import (
    GraphQLInputObjectType,
    GraphQLList,
    get_named_type,
    get_nullable_type,
)

from core import global_id
from core.dispatch import Incoming
from core.graphql.ids import decode
from core.graphql.nodes import record_info
from core.testing import WORLD, House, Someone
from plugins.filing_review import models

pytestmark = pytest.mark.database

Path = tuple[str, ...]
"""Names of input fields down to an id; `*` stands for every element of a list."""


# --- the schema's own list of arguments that take an id -------------------------------------


def schema_of(house: House) -> Any:
    return house.schemas.of(frozenset({PLUGIN}))._schema  # pyright: ignore[reportPrivateUsage]


def own_fields(house: House, root: str) -> dict[str, Any]:
    """Fields of Query or Mutation that this plugin brings: the core alone does not have them."""
    bare = house.schemas.of(frozenset())._schema  # pyright: ignore[reportPrivateUsage]
    core_fields = bare.get_type(root).fields
    return {
        name: field
        for name, field in schema_of(house).get_type(root).fields.items()
        if name not in core_fields
    }


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
    return {
        (verb, path)
        for verb, field in own_fields(house, "Mutation").items()
        for argument in field.args.values()
        for path in id_paths(argument.type)
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


# --- rows like one's own, which belong to somebody else -------------------------------------


class Strangers:
    """Copies of one's own rows under new ids, in another organ or another body."""

    def __init__(self, house: House, body: str, organ: str | None) -> None:
        self.house, self.body = house, body
        self.organ_id = uuid5(WORLD, organ) if organ else None
        self.made: dict[tuple[str, UUID], UUID] = {}

    async def like(self, source: str, model: Any, row_id: UUID) -> UUID:
        """The id of a row like this one; what it points to is copied with it."""
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
        self.strangers = [
            Strangers(house, "county-a", "department"),
            Strangers(house, "county-b", None),
        ]
        self.tried = set[tuple[str, Path]]()

    async def __call__(self, office: Office, by: Someone, verb: str, sent: dict[str, Any]) -> None:
        for name, path in ids_asked(self.house):
            for own in given({"input": sent}, ("input", *path)) if name == verb else ():
                await self._try(office, by, verb, sent, own)
                self.tried.add((name, path))

    async def _try(
        self, office: Office, by: Someone, verb: str, sent: dict[str, Any], own: str
    ) -> None:
        kind, row_id = decode(own)
        model = record_info(self.records[kind])
        assert model is not None
        theirs = [await one.like(office.body, model.model, row_id) for one in self.strangers]
        answers = [
            await self.house.ask(
                mutation(verb), {"input": swapped(sent, own, global_id(kind, other))}, by=by
            )
            for other in [uuid4(), *theirs]
        ]
        never = answers[0]
        assert never["errors"][0]["extensions"] == {"code": "NOT_FOUND"}, (verb, kind, never)
        assert answers == [never] * 3, "an id of others is an id that never was"


async def test_every_argument_that_takes_an_id_knows_ones_own_only(house: House) -> None:
    """Each verb is tried with others' ids first, and then goes through with the very same input."""
    office = await open_office(house)
    await open_office(house, "county-b")
    attack = Attack(house)
    office.before.append(attack)
    await office.let("review_period", {"amount": 2, "unit": "month"})
    await office.let("review_extension", {"amount": 1, "unit": "month"})
    await office.let("review_suspension", True)
    for setting in ("committee_opinion_period", "committee_opinion_extension"):
        await office.let(setting, {"amount": 30, "unit": "day"})
    street = await open_office(house, "subdistrict-a")
    with on("2025-01-13"):
        _, street_filing = await street.opined()
        _, _, street_task = await street.assigned()
        street_doubt = await street.find("lead", street_task, standard="CONSTITUTION_TEXT")
        old, _ = await office.sent()
        file = await office.upload("clerk")
        parts = [{"kind": kind, "file": file} for kind in office.demanded]
        made = await office.do(
            "clerk", "prepareFiling", document=document(), parts=parts, replaces=old
        )
        outgoing = made["id"]
        revised = {"document": document(), "parts": parts, "replaces": old}
        await office.do("clerk", "reviseFiling", filing=outgoing, **revised)
        await office.do("signer", "signFiling", filing=outgoing, reportNumber="测备报1号")
        await office.do("clerk", "sendFiling", filing=outgoing)
        await house.drain(1)
        filing = await office.latest()
        await office.do("clerk", "withdrawFiling", filing=outgoing, reason="有误")
        await house.drain(2)
        await office.do("signer", "signFiling", filing=outgoing, reportNumber="测备报1号")
        await office.do("clerk", "sendFiling", filing=outgoing)
        await house.drain(1)
        await office.do("registry", "receiveFiling", filing=filing)
        withheld = {"ask": "SUPPLEMENT", "reason": "请补充"}
        await office.do("registry", "withholdFiling", filing=filing, **withheld)
        await house.drain(1)
        await office.do("clerk", "supplementFiling", filing=outgoing, parts=parts[:1])
        await house.drain(1)
        await office.do("registry", "registerFiling", filing=filing)
        await house.drain(1)
        task = await office.assign(filing, "working_commission")
        committee = await house.person("county-a", "working_commission", "reviewer")
        await committee_attacked(office, committee)
        await circulation_attacked(office, filing)
        task_of_silent = await office.assign_more(filing, "special_committee")
        await office.do("lead", "recallReview", task=task_of_silent, reason="不再等待")
        found, doubt = [
            await office.find("lead", task, standard=standard)
            for standard in ("BEYOND_POWER", "CONSTITUTION_TEXT")
        ]
        await office.submit("lead", task)
        own_file = await office.upload("lead")
        up = {"number": "测函1号", "text": "请研究", "file": own_file}
        written = {"kind": "DOUBT_REPORT", "finding": doubt, **up}
        report = (await office.do("lead", "draftLetter", **written))["id"]
        await office.do("lead", "reviseLetter", letter=report, content=written)
        await office.do("lead", "passUpDoubt", finding=doubt, **up)
        note = {"kind": "TALK", "heldOn": "2025-01-13", "withWhom": "制定机关", "text": "已沟通"}
        await office.do("lead", "recordNote", filing=filing, **note, file=own_file)
        plan = {"plan": "一月底前废止。", "plannedUntil": "2025-01-31", "file": own_file}
        await office.do("lead", "suspendReview", filing=filing, **plan)
        await office.do("lead", "resumeReview", filing=filing, reason="未按计划处理")
        await office.do("lead", "requestExtension", filing=filing, reason="案情复杂")
        await office.do("issuer", "declineExtension", filing=filing, note="可以按期完成")
        await office.do("lead", "requestExtension", filing=filing, reason="征求意见")
        await office.do("issuer", "extendReview", filing=filing)
        await house.drain(1)
        seen = await office.see("lead", filing, "findings { id }")
        merged = [one["id"] for one in seen["findings"] if one["id"] != doubt]
        assert found in merged
        await office.conclude(filing, *merged)
        opinion = await office.draft(filing, file=own_file)
        await office.do("checker", "returnOpinion", opinion=opinion, reason="请改")
        mended = {"title": "意见", "text": "请改", "file": own_file}
        await office.do("lead", "reviseOpinion", opinion=opinion, **mended)
        await office.do("checker", "checkOpinion", opinion=opinion)
        await office.do("issuer", "issueOpinion", opinion=opinion, number="测审1号")
        await house.drain(1)
        letter = {"kind": "REMINDER", "filing": filing, "text": "请注意表述", "file": own_file}
        await office.do("lead", "sendLetter", **letter)
        await house.drain(1)
        reply = {"kind": "REMINDER_ANSWER", "outgoing": outgoing, "text": "已注意", "file": file}
        await office.do("clerk", "sendLetter", **reply)
        await office.do("clerk", "draftLetter", **reply)
        draft = (await office.do("lead", "draftLetter", **letter))["id"]
        await office.do("checker", "returnLetter", letter=draft, reason="请改")
        await office.do("lead", "reviseLetter", letter=draft, content=letter)
        own = await office.house.gql("{ draftLetters { nodes { id } } }", by=office.people["clerk"])
        replied = own["draftLetters"]["nodes"][0]["id"]
        await office.do("clerk", "reviseLetter", letter=replied, content=reply)
        await office.do("clerk", "dropLetter", letter=replied, reason="不再答复")
        await office.do("checker", "checkLetter", letter=draft)
        await office.do("issuer", "issueLetter", letter=draft)
        mistaken = (await office.do("clerk", "prepareFiling", document=document()))["id"]
        await office.do("clerk", "dropFiling", filing=mistaken, reason="误建")
        await office.do("registry", "feedPlatform", filing=filing)
        sheet = await office.do("registry", "exportPlatformSheet")
        filled = await office.house.upload(
            office.people["registry"], "编号.xlsx", await numbered(office, sheet["id"])
        )
        await office.do("registry", "importPlatformNumbers", file=filled.json()["id"])
        answer = {"measure": "REPEAL", "text": "将废止", "file": file}
        await office.do("clerk", "answerOpinion", filing=outgoing, **answer)
        repeal = {"repealedOn": "2025-01-13", "number": "测废1号", "file": file}
        await office.do("clerk", "reportCorrection", filing=outgoing, **repeal)
        await house.drain(1)
        await office.close(filing)
        await office.publish(filing)
        await office.do("issuer", "withdrawPublication", filing=filing, reason="标题有误")
        _, other = await office.received()
        await office.do("registry", "returnFiling", filing=other, reason="不属于范围")
    with on("2025-03-13"):
        late = {
            "makerOrgan": "court",
            "publishedOn": "2025-01-06",
            "title": "办法",
            "text": "请报送",
        }
        own_file = await office.upload("registry")
        await office.do("registry", "notifyLateness", **late, file=own_file)
        await levels_attacked(office, street, street_filing, attack)
        await doubt_attacked(office, street, street_doubt)
    assert attack.tried == ids_asked(house), "every id field of every verb of the schema"


async def numbered(office: Office, sheet: str) -> bytes:
    """The exported sheet as somebody fills it in."""
    book = openpyxl.load_workbook(io.BytesIO(await downloaded(office, "registry", sheet)))
    page: Any = book.active
    for place, row in enumerate(page.iter_rows(min_row=2), start=1):
        row[-1].value = f"省{place}"
    filled = io.BytesIO()
    book.save(filled)
    return filled.getvalue()


async def levels_attacked(office: Office, street: Office, filing: str, attack: Attack) -> None:
    """What passes between levels: a subdistrict's reviewer writes up, the county answers."""
    house = office.house
    street.before.append(attack)
    file = await street.upload("lead")
    report = {"number": "测报1号", "text": "未予纠正", "file": file}
    await street.do("lead", "reportUncorrected", filing=filing, **report)
    await street.do("lead", "askGuidance", title="问题", text="内容", files=[file])
    await house.drain(2)
    lead, issuer = office.people["lead"], office.people["issuer"]
    reported = "filingCopies(where: {reported: true})"
    seen = await house.gql(
        f"{{ {reported} {{ nodes {{ id }} }} exchanges {{ nodes {{ id }} }} }}", by=lead
    )
    copy, asked = (seen[one]["nodes"][0]["id"] for one in ("filingCopies", "exchanges"))
    own_file = await office.upload(lead)
    request = {"number": "测函1号", "text": "请责成纠正", "file": own_file}
    written = {"kind": "CORRECTION_REQUEST", "copy": copy, "government": "government", **request}
    draft = (await office.do(lead, "draftLetter", **written))["id"]
    await office.do(lead, "reviseLetter", letter=draft, content=written)
    await office.do(issuer, "requestCorrection", copy=copy, **request)
    await office.do(lead, "answerGuidance", exchange=asked, text="答复", files=[own_file])
    await office.do(lead, "shareDocument", title="范本", text="参照", files=[own_file])


async def doubt_attacked(office: Office, street: Office, doubt: str) -> None:
    """A doubt of the subdistrict's: the county acknowledges, passes up, notes what came back."""
    file = await office.upload("lead")
    await street.do("lead", "passUpDoubt", finding=doubt, number="测报2号", text="请研究")
    await office.house.drain(2)
    arrived = (await rows(office, office.people["lead"], "doubts"))[0]
    await office.do("registry", "receiveDoubt", doubt=arrived)
    up = {"doubt": arrived, "number": "测报3号", "text": "请研究", "file": file}
    written = {"kind": "DOUBT_REPORT", **up}
    draft = (await office.do("lead", "draftLetter", **written))["id"]
    await office.do("lead", "reviseLetter", letter=draft, content=written)
    await office.do("lead", "passUpDoubt", **up)
    await office.house.drain(2)
    answer = {"outcome": "NO_CONFLICT", "answeredBy": "省人大常委会", "number": "省函1号"}
    said = {"answeredOn": "2025-03-13", "text": "不存在合宪性问题。", "file": file}
    await office.do("lead", "recordDoubtAnswer", doubt=arrived, **answer, **said)


async def committee_attacked(office: Office, by: Someone) -> None:
    """A committee's verbs too: its own task is not the lead's row that stands for it."""
    query = "{ reviewTasks { nodes { id } } }"
    task = (await office.house.gql(query, by=by))["reviewTasks"]["nodes"][0]["id"]
    await office.do(by, "recordFinding", task=task, **finding())
    head = await office.house.person(by.body, by.organ, "committee_head")
    await office.do(by, "requestExtension", task=task, reason="需要听证")
    await office.do(head, "declineExtension", task=task, note="可以按期完成")
    await office.do(by, "requestExtension", task=task, reason="征求意见")
    await office.do(head, "extendReview", task=task)
    await office.submit(by, task)
    seen = await office.see("lead", await office.latest(), "tasks { id reviewerOrgan }")
    stands_for = [one["id"] for one in seen["tasks"] if one["reviewerOrgan"] == by.organ]
    sent = {"task": stands_for[0], **finding()}
    assert await office.code("lead", "recordFinding", **sent) == "NOT_FOUND"


async def circulation_attacked(office: Office, filing: str) -> None:
    """A colleague's is as far away as another body's."""
    people = [member_id(office.people["checker"])]
    given = await office.do(
        "lead", "circulateFiling", "circulations { id }", filing=filing, people=people
    )
    theirs = given["circulations"][0]["id"]
    assert await office.code("lead", "markFilingRead", circulation=theirs) == "NOT_FOUND"
    await office.do("checker", "markFilingRead", circulation=theirs, words="同意")


async def test_no_other_field_of_the_plugin_takes_an_id(house: House) -> None:
    taken = {
        (name, argument)
        for name, field in own_fields(house, "Query").items()
        for argument, kind in field.args.items()
        if list(id_paths(kind.type))
    }
    # A preview asks for a file; that others' files are refused is shown with the imports.
    assert taken == {("platformNumbersPreview", "file")}, "reads go by lists and by node(id)"
    assert len(ids_asked(house)) > 30


# --- one whole case, and who sees what of it -------------------------------------------------

LISTS = {
    "filings": "nodes { id }",
    "outgoingFilings": "nodes { id }",
    "reviewTasks": "nodes { id }",
    "letters": "nodes { id }",
    "draftLetters": "nodes { id }",
    "circulations": "nodes { id }",
    "exchanges": "nodes { id }",
    "filingCopies": "nodes { id }",
    "doubts": "nodes { id }",
}
SECRET = "只有审查机关知道的话"


class Whole:
    """A case with every kind of record in it."""

    def __init__(self, office: Office, committees: list[Someone]) -> None:
        self.office, self.committees = office, committees
        self.draft = self.outgoing = self.filing = ""
        self.own: dict[str, tuple[Someone, str]] = {}


@pytest.fixture(scope="module")
async def whole(world: House) -> Whole:
    office = await open_office(world)
    fields = "working_commission", "special_committee"
    committees = [await world.person("county-a", one, "reviewer", name=one) for one in fields]
    case = Whole(office, committees)
    with on("2025-01-20"):
        case.draft = await office.prepared(title="草稿标题")
        case.outgoing, case.filing, task = await office.assigned(*fields)
        for committee in committees:
            own = (await rows(office, committee, "reviewTasks"))[0]
            await office.find(committee, own, problem=SECRET)
            await office.submit(committee, own)
        await office.find("lead", task, problem=SECRET)
        doubt = await office.find("lead", task, standard="CONSTITUTION_TEXT", problem=SECRET)
        await office.submit("lead", task)
        await office.do("lead", "passUpDoubt", finding=doubt, number="测报1号", text=SECRET)
        await world.drain(2)
        note = {"kind": "TALK", "heldOn": "2025-01-20", "withWhom": "专家", "text": SECRET}
        await office.do("lead", "recordNote", filing=case.filing, **note)
        own = [member_id(office.people["lead"])]
        given = {"filing": case.filing, "people": own, "note": SECRET}
        await office.do("lead", "circulateFiling", **given)
        mine = (await rows(office, office.people["lead"], "circulations"))[0]
        await office.do("lead", "markFilingRead", circulation=mine, words=SECRET)
        found = await office.see("lead", case.filing, "findings { id }")
        adopted = [one["id"] for one in found["findings"] if one["id"] != doubt]
        await office.conclude(case.filing, *adopted)
        await office.draft(case.filing, text=SECRET)
        letter = {"kind": "REMINDER", "filing": case.filing, "text": SECRET}
        await office.do("lead", "draftLetter", **letter)
        file = await office.upload("lead")
        await office.do("lead", "askGuidance", title="问题", text=SECRET, files=[file])
        await (await open_office(world, "town-a")).registered()
        await world.drain(2)
    await collect(case)
    return case


async def rows(office: Office, by: Someone, listing: str) -> list[str]:
    seen = await office.house.gql(f"{{ {listing} {{ {LISTS[listing]} }} }}", by=by)
    return [one["id"] for one in seen[listing]["nodes"]]


async def collect(case: Whole) -> None:
    """One own id of each kind of record that the plugin has, and who may see it."""
    office = case.office
    clerk, lead = office.people["clerk"], office.people["lead"]
    parts = "parts { id }"
    sent = await office.see(clerk, case.outgoing, parts)
    fields = f"{parts} tasks {{ id }} findings {{ id }} opinions {{ id }} letters {{ id }}"
    fields += " circulations { id }"
    seen = await office.see(lead, case.filing, fields)
    task = (await rows(office, case.committees[0], "reviewTasks"))[0]
    files = await office.see(case.committees[0], task, "files { id }")
    case.own = {
        "OutgoingFiling": (clerk, case.outgoing),
        "OutgoingPart": (clerk, sent["parts"][0]["id"]),
        "Filing": (lead, case.filing),
        "FilingPart": (lead, seen["parts"][0]["id"]),
        "Finding": (lead, seen["findings"][0]["id"]),
        "Opinion": (lead, seen["opinions"][0]["id"]),
        "Letter": (lead, seen["letters"][0]["id"]),
        "Circulation": (lead, seen["circulations"][0]["id"]),
        "DraftLetter": (lead, (await rows(office, lead, "draftLetters"))[0]),
        **await between_levels(office, lead),
        "ReviewTask": (case.committees[0], task),
        "TaskFile": (case.committees[0], files["files"][0]["id"]),
    }


async def between_levels(office: Office, lead: Someone) -> dict[str, tuple[Someone, str]]:
    exchange = (await rows(office, lead, "exchanges"))[0]
    files = await office.see(lead, exchange, "files { id }")
    doubt = (await rows(office, lead, "doubts"))[0]
    papers = await office.see(lead, doubt, "files { id }")
    return {
        "Doubt": (lead, doubt),
        "DoubtFile": (lead, papers["files"][0]["id"]),
        "Exchange": (lead, exchange),
        "ExchangeFile": (lead, files["files"][0]["id"]),
        "FilingCopy": (lead, (await rows(office, lead, "filingCopies"))[0]),
    }


async def everyone(house: House, body: str, organ: str) -> Someone:
    """Somebody with every role of the plugin in an organ."""
    return await house.person(body, organ, *sorted(set(ROLES.values())))


async def test_every_kind_of_record_is_looked_at(whole: Whole) -> None:
    bare = whole.office.house.schemas.records(frozenset())
    own = set(whole.office.house.schemas.records(frozenset({PLUGIN}))) - set(bare)
    assert set(whole.own) == own - {"PublicFiling"}


async def test_node_shows_a_record_to_its_own_organ_only(whole: Whole) -> None:
    office = whole.office
    strangers = [
        await everyone(office.house, "county-a", "department"),
        await everyone(office.house, "county-a", "special_committee"),
        await everyone(office.house, "county-b", COUNTY),
    ]
    await open_office(office.house, "county-b")
    for kind, (owner, own) in whole.own.items():
        assert (await office.see(owner, own, "id"))["id"] == own
        never = await office.see(owner, global_id(kind, uuid4()), "id")
        assert never is None
        for stranger in strangers:
            assert await office.see(stranger, own, "id") == never, (kind, stranger.organ)
        query = f"query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ id }} }} }}"
        assert (await office.house.gql(query, {"id": own}, body="county-a"))["node"] == never


@pytest.mark.parametrize("place", ["county-a/court", "county-a/department", "county-b/" + COUNTY])
async def test_no_list_shows_what_is_others(whole: Whole, place: str) -> None:
    body, _, organ = place.partition("/")
    house = whole.office.house
    await open_office(house, body)
    stranger = await everyone(house, body, organ)
    for listing in LISTS:
        assert await rows(whole.office, stranger, listing) == []
    told = await house.gql("{ filingFigures(year: 2025) { count } }", by=stranger)
    assert {one["count"] for one in told["filingFigures"]} == {0}
    assert (await house.gql("{ filingMakers { code } }", by=stranger))["filingMakers"] == []


async def test_a_draft_is_its_makers_alone(whole: Whole) -> None:
    office, house = whole.office, whole.office.house
    assert whole.draft in await rows(office, office.people["clerk"], "outgoingFilings")
    for body, organ in (
        ("county-a", COUNTY),
        ("county-a", "court"),
        ("county-b", "government"),
    ):
        await open_office(house, body)
        stranger = await everyone(house, body, organ)
        assert whole.draft not in await rows(office, stranger, "outgoingFilings")
        assert await office.see(stranger, whole.draft, "title") is None
        change = {"filing": whole.draft, "document": document(title="改写")}
        assert await office.code(stranger, "reviseFiling", **change) == "NOT_FOUND"
        dropped = {"filing": whole.draft, "reason": "误建"}
        assert await office.code(stranger, "dropFiling", **dropped) == "NOT_FOUND"


async def test_a_maker_sees_nothing_of_the_inner_work(whole: Whole) -> None:
    office, house = whole.office, whole.office.house
    maker = await everyone(house, "county-a", "government")
    for listing in ("filings", "reviewTasks"):
        assert await rows(office, maker, listing) == []
    for kind in (
        "Filing",
        "FilingPart",
        "Finding",
        "Opinion",
        "Letter",
        "DraftLetter",
        "Circulation",
        "Doubt",
        "ReviewTask",
    ):
        assert await office.see(maker, whole.own[kind][1], "id") is None
    fields = "state letters { kind title text } deadlines { rule }"
    seen = await office.see(maker, whole.outgoing, fields)
    assert seen["state"] == "REGISTERED", "it learns of a problem by the opinion, not before"
    assert SECRET not in str(seen)
    letters = await house.gql("{ letters { nodes { title text } } }", by=maker)
    assert SECRET not in str(letters)


async def test_a_committee_sees_its_own_task_only(whole: Whole) -> None:
    office, house = whole.office, whole.office.house
    first, second = whole.committees
    tasks = {one.organ: await rows(office, one, "reviewTasks") for one in whole.committees}
    assert [len(found) for found in tasks.values()] == [1, 1]
    assert await office.see(first, tasks[second.organ][0], "id") is None
    assert await rows(office, first, "filings") == []
    for kind in ("Filing", "FilingPart", "Opinion", "Letter", "OutgoingFiling"):
        assert await office.see(first, whole.own[kind][1], "id") is None
    fields = "findings { reviewerName }"
    seen = await office.see(first, tasks[first.organ][0], fields)
    assert seen["findings"] == [{"reviewerName": first.organ}]
    query = "{ reviewTasks { nodes { files { file { id } } } } }"
    theirs = await house.gql(query, by=second)
    file = theirs["reviewTasks"]["nodes"][0]["files"][0]["file"]["id"]
    headers = {"Authorization": f"Bearer {first.token}"}
    got = await house.client.get(f"/t/county-a/files/{file}", headers=headers)
    assert got.status_code == 404
    headers = {"Authorization": f"Bearer {second.token}"}
    got = await house.client.get(f"/t/county-a/files/{file}", headers=headers)
    assert got.status_code == 200


async def test_an_event_tells_no_content(whole: Whole) -> None:
    told = str(await whole.office.house.events("county-a"))
    for content in (SECRET, "草稿标题", document()["title"], "已研究", finding()["clause"]):
        assert content not in told
    for person in whole.office.people:
        assert f"'{person}'" not in told, "no names of people"
    assert "filing_review.draft_opinion" in told


# --- bodies side by side whose rows have the same ids ---------------------------------------

TABLES: list[type[Any]] = [
    models.OutgoingFiling,
    models.OutgoingPart,
    models.Filing,
    models.FilingPart,
    models.Circulation,
    models.ReviewTask,
    models.TaskFile,
    models.Finding,
    models.Opinion,
    Incoming,
    models.FilingCopy,
    models.Exchange,
    models.ExchangeFile,
    models.Doubt,
    models.DoubtFile,
    models.Letter,
]


async def test_twins_with_the_same_ids_do_not_touch_each_other(house: House) -> None:
    office = await open_office(house, "county-a")
    twin = await open_office(house, "county-b")
    with on("2025-01-20"):
        outgoing, filing = await office.sent()
        draft = await office.prepared(title="原标题")
        copied = await house.mirror("county-a", "county-b", TABLES)
        assert copied >= 4
        lead = member_id(twin.people["lead"])
        await twin.do("registry", "receiveFiling", filing=filing)
        await twin.do("clerk", "reviseFiling", filing=draft, document=document(title="另一个"))
        assert (await twin.see("registry", filing, "state"))["state"] == "RECEIVED"
        assert (await office.see("registry", filing, "state"))["state"] == "ARRIVED"
        assert (await office.see("clerk", draft, "title"))["title"] == "原标题"
        assert (await twin.see("clerk", draft, "title"))["title"] == "另一个"
        await office.do("registry", "receiveFiling", filing=filing)
        await office.do("registry", "registerFiling", filing=filing)
        assert await office.code("lead", "assignReview", filing=filing, lead=lead) == "NOT_FOUND"
        await house.drain(1)
        assert (await office.see("clerk", outgoing, "state"))["state"] == "REGISTERED"
        assert (await twin.see("clerk", outgoing, "state"))["state"] == "SENT"
        assert (await twin.see("registry", filing, "registerText"))["registerText"] is None
    for one in (office, twin):
        mine = await one.ledger(fields="id")
        assert [row["id"] for row in mine] == [filing]
