"""Plugins: found, fenced, turned on by a body on a legal basis; one that fails never stops others.

The plugins here are made in the tests, so that each can fail in its own way.
"""

import asyncio
import sys
from datetime import datetime
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Annotated, Any

import pytest
import sqlalchemy as sa
import strawberry
import structlog
from made_plugins import EVERYWHERE, Made, create_table, made_model, made_plugin, write_migration

from core import clock, own_plugin, probing, switching
from core import plugins as finding
from core.db import TenantOwned
from core.errors import Refused
from core.events import Cursor
from core.graphql.context import Info
from core.graphql.permissions import reads, verb
from core.graphql.schemas import Schemas
from core.hookspecs import Action, Job, Listener, PluginInfo, Role, Setting
from core.platform import verb as working
from core.plugins import CORE, Plugins
from core.tenancy import BasisKind, BodyKind, Fitness, Level
from core.testing import House, MakeHouse


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone, whatever is installed."""
    return await make_house(installed=False)


ENABLE = """
mutation($plugin: String!, $basis: LegalBasisInput!) {
  enablePlugin(input: {plugin: $plugin, basis: $basis}) {
    plugin basisTitle basisKind validFrom disabledAt
  }
}
"""
DISABLE = "mutation($plugin: String!) { disablePlugin(input: {plugin: $plugin}) { disabledAt } }"
STATES = """{ body { plugins { name title law enabled broken since
                basis { kind title number adoptedOn scope validFrom validTo } } } }"""


def basis(kind: str = "DECISION", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "title": "关于启用的决定", "validFrom": "2024-01-01", **more}


def query_type(*names: str, action: str, answer: str = "好") -> type:
    """A plugin's part of `Query`: fields that answer with a text."""

    def field(name: str) -> Any:
        async def resolver(self: Any) -> str:
            return answer

        resolver.__name__ = name
        return reads(action, f"测试字段 {name}")(resolver)

    return strawberry.type(type("Query", (), {name: field(name) for name in names}))


def reading(name: str, *fields: str, **more: Any) -> Made:
    """A plugin with fields that visitors may read."""
    action = f"{name}.read"
    return made_plugin(
        name,
        plugin_actions=lambda: [Action(action, "测试查看")],
        plugin_roles=lambda: [Role(name="visitor", title="访客", actions=(action,))],
        plugin_query=lambda: query_type(*fields, action=action),
        **more,
    )


def state_of(states: Any, name: str) -> dict[str, Any]:
    return next(one for one in states["body"]["plugins"] if one["name"] == name)


def known(*plugins: Made) -> Plugins:
    return Plugins([(CORE, own_plugin), *plugins])


# At start: what a plugin declares.


def explode(*_given: Any, **_named: Any) -> Any:
    raise RuntimeError("no good")


DECLARING = [
    "plugin_info",
    "plugin_actions",
    "plugin_roles",
    "plugin_settings",
    "plugin_receivers",
    "plugin_listeners",
    "plugin_query",
    "plugin_mutation",
    "plugin_types",
]


async def test_a_hook_that_raises_at_start_breaks_its_plugin_alone(
    make_house: MakeHouse,
) -> None:
    bad = [made_plugin(f"made_bad_{hook}", **{hook: explode}) for hook in DECLARING]
    good = reading("made_good", "made_good_word")
    house: House = await make_house(installed=False, modules=[*bad, good])
    assert house.platform.plugins.names == ["made_good"]
    await house.enable("county-a", "made_good")
    answer = await house.gql("{ madeGoodWord body { plugins { name broken enabled } } }")
    assert answer["madeGoodWord"] == "好"
    ready = (await house.client.get("/readyz")).json()
    assert ready["ready"] is True
    for hook in DECLARING:
        name = f"made_bad_{hook}"
        assert "RuntimeError: no good" in house.platform.plugins.broken[name]
        assert state_of(answer, name) == {"name": name, "broken": True, "enabled": False}
        assert name in ready["broken"]


def action_of_another() -> list[Action]:
    return [Action("core.delete_everything", "越权")]


WRONG = {
    "another name": (made_plugin("made_bad", says="made_worse"), "made_worse"),
    "a later core": (made_plugin("made_bad", requires_core=">=99"), "made for core >=99"),
    "no version at all": (made_plugin("made_bad", requires_core="soon"), "InvalidSpecifier"),
    "a name no table can have": (made_plugin("Made-bad"), "lower-case"),
    "no plugin_info": (("made_bad", object()), "plugin_info"),
    "an unknown hook": (made_plugin("made_bad", plugin_infos=lambda: 1), "unknown hook"),
    "an argument no hook has": (
        made_plugin("made_bad", plugin_actions=lambda body: []),
        "body",
    ),
    "an action of the core": (
        made_plugin("made_bad", plugin_actions=action_of_another),
        "core.delete_everything",
    ),
    "a setting of the core": (
        made_plugin(
            "made_bad",
            plugin_settings=lambda: [Setting(name="core.roll_forward", title="越权", type=bool)],
        ),
        "core.roll_forward",
    ),
    "a role that gives what is the core's": (
        made_plugin(
            "made_bad",
            plugin_roles=lambda: [
                Role(name="visitor", title="访客", actions=("core.read_people",))
            ],
        ),
        "core.read_people",
    ),
    "a role that makes visitors admins": (
        made_plugin(
            "made_bad",
            plugin_roles=lambda: [
                Role(name="visitor", title="访客", actions=(), includes=("admin",))
            ],
        ),
        "admin",
    ),
}


def info_with(**more: Any) -> Made:
    """A plugin whose description has a field of the wrong type."""
    return made_plugin("made_bad", plugin_info=lambda: PluginInfo(**(SAID | more)))


SAID: dict[str, Any] = {
    "name": "made_bad",
    "title": "坏",
    "description": "坏",
    "law": "无",
    "version": "1",
    "fitness": EVERYWHERE,
}

MISDECLARED = {
    "a title that is no text": (info_with(title=None), "PluginInfo.title is None"),
    "offers that are a list": (info_with(offers=["x"]), "PluginInfo.offers"),
    "needs that are words": (info_with(needs=("a.b",)), "PluginInfo.needs"),
    "a fitness that is a dict": (info_with(fitness={}), "PluginInfo.fitness"),
    "levels that are words": (
        info_with(fitness=Fitness(levels=["county"], kinds=frozenset())),  # pyright: ignore
        "PluginInfo.fitness",
    ),
    "a dict for an info": (made_plugin("made_bad", plugin_info=lambda: SAID), "answers dict"),
    "one job in place of a list": (
        made_plugin("made_bad", plugin_jobs=lambda: Job(name="made_bad.x", run=explode)),
        "plugin_jobs answers Job, not a list",
    ),
    "words for actions": (
        made_plugin("made_bad", plugin_actions=lambda: ["made_bad.x"]),
        "plugin_actions answers str",
    ),
    "a listener that cannot be called": (
        made_plugin(
            "made_bad",
            plugin_listeners=lambda: [
                Listener(name="x", events=None, run="no")  # pyright: ignore
            ],
        ),
        "Listener.run",
    ),
    "a job of another": (
        made_plugin("made_bad", plugin_jobs=lambda: [Job(name="core.seal", run=explode)]),
        "does not begin with made_bad.",
    ),
}


@pytest.mark.parametrize("what", MISDECLARED)
async def test_an_answer_of_the_wrong_type_is_named_and_every_body_goes_on(
    make_house: MakeHouse, what: str
) -> None:
    plugin, said = MISDECLARED[what]
    house: House = await make_house(
        installed=False, modules=[plugin, reading("made_good", "made_word")]
    )
    assert house.platform.plugins.names == ["made_good"]
    assert said in house.platform.plugins.broken["made_bad"]
    admin = await house.person("county-a", "office", "admin")
    await house.gql("{ body { plugins { title } } pluginCatalogue { title } }", by=admin)


@pytest.mark.parametrize("what", WRONG)
def test_a_plugin_that_claims_what_it_may_not_is_named_and_left_out(what: str) -> None:
    plugin, said = WRONG[what]
    plugins = known(plugin, reading("made_good", "made_word"))
    assert plugins.names == ["made_good"]
    assert said in plugins.broken[plugin[0]]
    assert "core.delete_everything" not in plugins.action_titles


@pytest.mark.parametrize("name", [CORE, "made_first"])
def test_a_second_plugin_of_one_name_does_not_push_out_the_first(name: str) -> None:
    plugins = known(reading("made_first", "made_word"), made_plugin(name))
    assert plugins.names == ["made_first"]
    assert plugins.infos[CORE].title == "平台核心"
    assert plugins.call(CORE, "plugin_query") is not None
    assert any(name in told and name != told for told in plugins.broken)


async def test_two_plugins_with_one_field_are_an_error_that_names_both(
    make_house: MakeHouse,
) -> None:
    first, second = reading("made_a", "made_word", "made_a_word"), reading("made_b", "made_word")
    house = await make_house(
        installed=False, modules=[first, second, reading("made_c", "made_c_word")]
    )
    told = house.platform.plugins.broken["made_b"]
    assert "made_a" in told
    assert "made_b" in told
    assert "made_word" in told
    await house.enable("county-a", "made_a")
    await house.enable("county-a", "made_c")
    asked = "{ madeWord madeAWord madeCWord }"
    assert set((await house.gql(asked)).values()) == {"好"}
    with pytest.raises(Refused, match="made_b"):
        await house.enable("county-a", "made_b")


async def test_two_plugins_with_one_verb_are_an_error_that_names_both() -> None:
    def mutation(plugin: str) -> type:
        async def stamp(self: Any, info: Info) -> bool:
            return True

        field = verb(f"{plugin}.stamp", "盖章")(stamp)
        return strawberry.type(type("Mutation", (), {"stamp": field}))

    plugins = known(
        *(
            made_plugin(
                name,
                plugin_actions=lambda name=name: [Action(f"{name}.stamp", "盖章")],
                plugin_mutation=lambda name=name: mutation(name),
            )
            for name in ("made_a", "made_b")
        )
    )
    Schemas(plugins).check_each()
    assert plugins.names == ["made_a"]
    assert "made_a" in plugins.broken["made_b"]
    assert "stamp" in plugins.broken["made_b"]


# At start: third parties' code is imported in a child first.


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make importable third-party modules and say that they are installed as plugins."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    installed = list[EntryPoint]()

    def install(name: str, code: str, *, called: str | None = None) -> None:
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
        installed.append(EntryPoint(called or name, name, finding.GROUP))

    monkeypatch.setattr(finding, "entry_points", lambda group: installed)
    yield install
    for entry in installed:
        sys.modules.pop(entry.value, None)


FINE = """
import pluggy

@pluggy.HookimplMarker("renda")
def plugin_info():
    from core import BodyKind, Fitness, Level, PluginInfo

    fitness = Fitness(levels=frozenset(Level), kinds=frozenset(BodyKind))
    return PluginInfo(name=__name__, title="好", description="", law="", version="1",
                      fitness=fitness)
"""

BAD_IMPORTS = {
    "raises": ("raise RuntimeError('no good')", "RuntimeError: no good"),
    "misses a library": ("import no_such_library_anywhere", "no_such_library_anywhere"),
    "cannot be read": ("def :", "SyntaxError"),
    "exits as if all were well": ("import sys; sys.exit(0)", "status 0"),
    "kills its process": ("import os; os.kill(os.getpid(), 9)", "status -9"),
    "hangs": ("import time; time.sleep(600)", "longer than 1"),
}


@pytest.mark.parametrize("what", BAD_IMPORTS)
def test_a_third_partys_import_that_fails_is_named_and_the_others_go_on(
    third_party: Any, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    code, said = BAD_IMPORTS[what]
    monkeypatch.setattr(finding, "PROBE_SECONDS", 1 if what == "hangs" else 30)
    third_party("made_outside_fine", FINE)
    third_party("made_outside_bad", code)
    plugins = Plugins(finding.find(own_plugin))
    assert said in plugins.broken["made_outside_bad"]
    if what != "hangs":
        assert plugins.names == ["made_outside_fine"]
    assert "made_outside_bad" not in sys.modules


def test_a_plugin_of_others_in_our_folder_is_tried_like_any_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "intruder-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: intruder\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[renda.plugins]\nmade_intruder = plugins.made_intruder\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    # The child dies at once: whoever is to be tried is not let in.
    (tmp_path / "sitecustomize.py").write_text("import os; os._exit(9)", encoding="utf-8")
    modules = dict(finding.find(own_plugin))
    assert "not tried" in str(modules["made_intruder"])
    assert modules["filing_review"].__name__ == "plugins.filing_review"


DYING = {
    "import os, sys; sys.stderr.write('no memory'); sys.stderr.flush(); os._exit(9)": "no memory",
    "import os; os._exit(9)": "status 9",
    "import time; time.sleep(60)": "took 1 seconds to start",
}
"""What stops the child before it begins with any plugin, and what is said of each plugin then."""


@pytest.mark.parametrize("start", DYING)
def test_where_the_child_dies_before_it_tries_any_none_is_let_in_and_each_is_named(
    third_party: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, start: str
) -> None:
    monkeypatch.setattr(probing, "STARTING_SECONDS", 1 if "sleep" in start else 30)
    third_party("made_outside_one", FINE)
    third_party("made_outside_two", FINE)
    # Python runs it as it starts, in the child only: this process has started already.
    (tmp_path / "sitecustomize.py").write_text(start, encoding="utf-8")
    with structlog.testing.capture_logs() as logged:
        plugins = Plugins(finding.find(own_plugin))
    assert plugins.broken.keys() == {"made_outside_one", "made_outside_two"}
    for reason in plugins.broken.values():
        assert "not tried, the process that tries plugins" in reason
        assert DYING[start] in reason
    assert CORE in plugins.infos
    assert "made_outside_one" not in sys.modules
    (failed,) = [one for one in logged if one["event"] == "probe_failed"]
    assert failed["plugins"] == ["made_outside_one", "made_outside_two"]


def test_a_third_party_that_calls_itself_core_is_left_out(third_party: Any) -> None:
    third_party("made_outside_core", FINE, called=CORE)
    plugins = Plugins(finding.find(own_plugin))
    assert plugins.infos[CORE].title == "平台核心"


# Turned on by a body.


async def test_the_admin_turns_a_plugin_on_with_its_basis_and_off_again(
    make_house: MakeHouse,
) -> None:
    house: House = await make_house(installed=False, modules=[reading("made_x", "made_word")])
    admin = await house.person("county-a", "office", "admin")
    full = basis(
        number="新人发〔2024〕3号", adoptedOn="2023-12-20", scope="本县", validTo="2099-12-31"
    )
    on = await house.gql(ENABLE, {"plugin": "made_x", "basis": full}, by=admin)
    assert on["enablePlugin"]["basisTitle"] == "关于启用的决定"
    state = state_of(await house.gql(STATES, by=admin), "made_x")
    assert state["enabled"]
    assert not state["broken"]
    assert state["basis"] == full
    assert state["since"].endswith("+08:00")
    assert (state["title"], state["law"]) == ("made_x（测试插件）", "测试法第一条")
    assert await house.gql("{ madeWord }") == {"madeWord": "好"}
    twice = await house.refused(ENABLE, {"plugin": "made_x", "basis": full}, by=admin)
    assert twice["extensions"]["code"] == "PLUGIN_ALREADY_ON"

    off = await house.gql(DISABLE, {"plugin": "made_x"}, by=admin)
    assert off["disablePlugin"]["disabledAt"] is not None
    state = state_of(await house.gql(STATES, by=admin), "made_x")
    assert (state["enabled"], state["basis"], state["since"]) == (False, None, None)
    assert await house.refused_code("{ madeWord }") == "GRAPHQL_VALIDATION_FAILED"
    again = await house.refused(DISABLE, {"plugin": "made_x"}, by=admin)
    assert again["extensions"]["code"] == "PLUGIN_NOT_ON"

    told = [name for name, _ in await house.events("county-a")]
    assert told == ["core.enable_plugin", "core.disable_plugin"]
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        row = (await work.session.execute(sa.text("SELECT * FROM enabling"))).one()
    assert (row.enabled_by, row.disabled_by) == (admin.person_id, admin.person_id)
    assert row.organ_id is not None


async def test_a_plugin_that_is_off_does_not_exist_in_a_bodys_schema(
    make_house: MakeHouse,
) -> None:
    house: House = await make_house(
        installed=False, modules=[reading("made_x", "made_word"), reading("made_y", "made_other")]
    )
    await house.enable("county-a", "made_x")
    fields = "{ __schema { queryType { fields { name } } } viewer { actions } }"
    seen = dict[str, tuple[set[str], set[str]]]()
    for body in ("county-a", "county-b"):
        told = await house.gql(fields, body=body)
        names = {field["name"] for field in told["__schema"]["queryType"]["fields"]}
        seen[body] = (names & {"madeWord", "madeOther"}, set(told["viewer"]["actions"]))
    assert seen["county-a"][0] == {"madeWord"}
    assert seen["county-b"][0] == set()
    assert "made_x.read" in seen["county-a"][1]
    assert not {"made_x.read", "made_y.read"} & seen["county-b"][1]
    auditor = await house.person("county-b", "office", "auditor")
    roles = await house.gql("{ roles { name actions } actions { name } }", by=auditor)
    assert not [one for one in roles["actions"] if one["name"].startswith("made_")]
    assert not [
        action for role in roles["roles"] for action in role["actions"] if "made_" in action
    ]


TOWNSHIPS = Fitness(
    levels=frozenset({Level.TOWNSHIP}),
    kinds=frozenset(BodyKind),
    demanded_basis={
        (Level.TOWNSHIP, BodyKind.SUBDISTRICT_COMMITTEE): frozenset({BasisKind.HANDOVER_NOTICE}),
        (Level.TOWNSHIP, BodyKind.CONGRESS): frozenset({BasisKind.DECISION}),
    },
)
CONGRESSES = Fitness(levels=frozenset(Level), kinds=frozenset({BodyKind.CONGRESS}))

FITTING: list[tuple[Fitness, str, dict[str, Any], str | None, str]] = [
    (TOWNSHIPS, "county-a", basis(), "PLUGIN_NOT_FOR_BODY", "适用于乡级的"),
    (TOWNSHIPS, "city-a", basis(), "PLUGIN_NOT_FOR_BODY", "本机构是市级人民代表大会"),
    (TOWNSHIPS, "town-a", basis(), None, ""),
    (TOWNSHIPS, "town-a", basis("HANDOVER_NOTICE"), "BASIS_REQUIRED", "须以决定为依据"),
    (TOWNSHIPS, "subdistrict-a", basis("HANDOVER_NOTICE"), None, ""),
    (TOWNSHIPS, "subdistrict-a", basis("OTHER"), "BASIS_REQUIRED", "须以交办通知为依据"),
    (CONGRESSES, "subdistrict-a", basis(), "PLUGIN_NOT_FOR_BODY", "人大街道工委，不能启用"),
    (CONGRESSES, "town-a", basis("MEASURES"), None, ""),
    (
        EVERYWHERE,
        "county-a",
        basis(validFrom="2099-01-02", validTo="2099-01-01"),
        "BASIS_DATES",
        "失效日期早于生效日期",
    ),
    (EVERYWHERE, "county-a", basis(validTo="2025-01-01"), "BASIS_EXPIRED", "已于2025年1月1日失效"),
    (EVERYWHERE, "county-a", basis(title="  "), "BASIS_TITLE", "依据的名称"),
]


async def test_a_plugin_is_refused_where_it_is_not_made_for_with_the_reason(
    make_house: MakeHouse,
) -> None:
    fits = {
        id(one): f"made_{number}" for number, one in enumerate((TOWNSHIPS, CONGRESSES, EVERYWHERE))
    }
    plugins = [
        made_plugin(fits[id(one)], fitness=one) for one in (TOWNSHIPS, CONGRESSES, EVERYWHERE)
    ]
    house: House = await make_house(installed=False, modules=plugins)
    for fitness, body, given, code, said in FITTING:
        organ = {"subdistrict-a": "subdistrict_working_committee", "town-a": "presidium"}
        admin = await house.person(body, organ.get(body, "office"), "admin")
        name = fits[id(fitness)]
        variables = {"plugin": name, "basis": given}
        if code is None:
            await house.gql(ENABLE, variables, by=admin)
            await house.gql(DISABLE, {"plugin": name}, by=admin)
        else:
            refused = await house.refused(ENABLE, variables, by=admin)
            assert refused["extensions"]["code"] == code, (body, given)
            assert said in refused["message"], (body, given)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("made_nowhere", "PLUGIN_UNKNOWN"),
        ("made_bad", "PLUGIN_BROKEN"),
        ("core", "PLUGIN_ALREADY_ON"),
    ],
)
async def test_what_cannot_be_turned_on_is_said(
    make_house: MakeHouse, name: str, code: str
) -> None:
    house = await make_house(
        installed=False, modules=[made_plugin("made_bad", plugin_actions=explode)]
    )
    admin = await house.person("county-a", "office", "admin")
    refused = await house.refused(ENABLE, {"plugin": name, "basis": basis()}, by=admin)
    assert refused["extensions"]["code"] == code
    off = await house.refused_code(DISABLE, {"plugin": name}, by=admin)
    assert off == "PLUGIN_NOT_ON"


async def test_a_basis_counts_from_its_first_to_its_last_day(make_house: MakeHouse) -> None:
    house: House = await make_house(installed=False, modules=[reading("made_x", "made_word")])
    admin = await house.person("county-a", "office", "admin")
    given = basis(validFrom="2025-03-01", validTo="2025-08-31")
    with clock.moved_to(datetime(2025, 2, 1)):
        await house.gql(ENABLE, {"plugin": "made_x", "basis": given}, body="county-a", by=admin)
    on = dict[str, bool]()
    for day in ("2025-02-28", "2025-03-01", "2025-08-31", "2025-09-01"):
        with clock.moved_to(datetime.fromisoformat(f"{day}T09:00:00")):
            state = state_of(await house.gql(STATES), "made_x")
            answer = await house.ask("{ madeWord }")
            assert state["enabled"] == ("errors" not in answer), day
            assert state["basis"] == {"number": None, "adoptedOn": None, "scope": None, **given}
            on[day] = state["enabled"]
    assert list(on.values()) == [False, True, True, False]


async def test_turning_off_keeps_the_rows_and_on_again_shows_them(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    with made_model("made_keep_note", TenantOwned) as note:

        async def made_notes(self: Any, info: Info) -> list[str]:
            async with info.context.reading() as session:
                return list(await session.scalars(sa.select(note.text)))

        async def keep_note(
            self: Any, info: Info, text: Annotated[str, strawberry.argument(description="内容")]
        ) -> bool:
            from core import announce

            row = note(text=text)
            info.context.work.session.add(row)
            await info.context.work.session.flush()
            announce(info.context.work, "made_keep.keep_note", row)
            return True

        versions = write_migration(tmp_path, create_table("made_keep_note"))
        actions = [Action("made_keep.read", "查看"), Action("made_keep.keep_note", "记录")]
        fields = {"made_notes": reads("made_keep.read", "记录")(made_notes)}
        verbs = {"keep_note": verb("made_keep.keep_note", "记录")(keep_note)}
        plugin = made_plugin(
            "made_keep",
            plugin_actions=lambda: actions,
            plugin_roles=lambda: [
                Role(name="keeper", title="记录员", actions=tuple(one.name for one in actions))
            ],
            plugin_migrations=lambda: versions,
            plugin_query=lambda: strawberry.type(type("Query", (), fields)),
            plugin_mutation=lambda: strawberry.type(type("Mutation", (), verbs)),
        )
        house: House = await make_house(installed=False, modules=[plugin])
        await house.enable("county-a", "made_keep")
        keeper = await house.person("county-a", "office", "keeper")
        await house.gql('mutation { keepNote(text: "留存") }', by=keeper)
        await house.disable("county-a", "made_keep")
        assert await house.refused_code("{ madeNotes }", by=keeper) == "GRAPHQL_VALIDATION_FAILED"
        await house.enable("county-a", "made_keep")
        assert await house.gql("{ madeNotes }", by=keeper) == {"madeNotes": ["留存"]}


async def test_of_two_admins_who_turn_it_on_at_once_one_is_told(make_house: MakeHouse) -> None:
    house: House = await make_house(installed=False, modules=[reading("made_x", "made_word")])
    admin = await house.person("county-a", "office", "admin")
    variables = {"plugin": "made_x", "basis": basis()}
    answers = await asyncio.gather(*(house.ask(ENABLE, variables, by=admin) for _ in range(6)))
    codes = [one["errors"][0]["extensions"]["code"] for one in answers if "errors" in one]
    assert codes == ["PLUGIN_ALREADY_ON"] * 5
    told = [name for name, _ in await house.events("county-a")]
    assert told == ["core.enable_plugin"]


# While a body turns it on.


async def hanging(work: Any, basis: Any) -> None:
    await asyncio.sleep(60)


async def saying_no(work: Any, basis: Any) -> None:
    raise Refused("MADE_NO", "请先登记主席团成员，再启用。")


async def breaking_the_transaction(work: Any, basis: Any) -> None:
    await work.session.execute(sa.text("SELECT 1/0"))


ENABLING = {
    "raises": (explode, "PLUGIN_FAILED", "made_bad"),
    "says no": (saying_no, "MADE_NO", "请先登记主席团成员"),
    "breaks the transaction": (breaking_the_transaction, "PLUGIN_FAILED", "made_bad"),
    "answers with what cannot be awaited": (lambda work, basis: 5, "PLUGIN_FAILED", "made_bad"),
}


async def test_a_plugin_that_fails_at_enabling_is_not_turned_on(make_house: MakeHouse) -> None:
    bad = [
        reading(f"made_bad_{number}", f"made_word_{number}", plugin_enabling=enabling)
        for number, (enabling, _, _) in enumerate(ENABLING.values())
    ]
    house: House = await make_house(
        installed=False, modules=[*bad, reading("made_good", "made_word")]
    )
    admin = await house.person("county-a", "office", "admin")
    for (name, _), (what, (_, code, said)) in zip(bad, ENABLING.items(), strict=True):
        refused = await house.refused(ENABLE, {"plugin": name, "basis": basis()}, by=admin)
        assert refused["extensions"]["code"] == code, what
        assert said in refused["message"], what
    await house.gql(ENABLE, {"plugin": "made_good", "basis": basis()}, by=admin)
    states = await house.gql(STATES, by=admin)
    assert [one["name"] for one in states["body"]["plugins"] if one["enabled"]] == ["made_good"]
    told = [payload["plugin"] for _, payload in await house.events("county-a")]
    assert told == ["made_good"]


async def test_a_plugin_that_hangs_at_enabling_is_stopped(
    make_house: MakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switching, "ENABLING_SECONDS", 0.2)
    house: House = await make_house(
        installed=False, modules=[made_plugin("made_bad", plugin_enabling=hanging)]
    )
    admin = await house.person("county-a", "office", "admin")
    refused = await house.refused(ENABLE, {"plugin": "made_bad", "basis": basis()}, by=admin)
    assert refused["extensions"]["code"] == "PLUGIN_FAILED"


async def test_enabling_may_write_the_plugins_first_rows_in_the_same_transaction(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    with made_model("made_first_note", TenantOwned) as note:

        async def prepare(work: Any, basis: Any) -> None:
            work.session.add(note(text=f"依据{basis.title}"))

        versions = write_migration(tmp_path, create_table("made_first_note"))
        plugin = made_plugin(
            "made_first", plugin_enabling=prepare, plugin_migrations=lambda: versions
        )
        house: House = await make_house(installed=False, modules=[plugin])
        await house.enable("town-a", "made_first")
        async with house.platform.as_core(house.bodies["town-a"].id) as work:
            assert list(await work.session.scalars(sa.select(note.text))) == ["依据测试依据"]


# While it serves.


async def test_a_resolver_that_raises_is_masked_with_a_reference_and_others_go_on(
    make_house: MakeHouse, capsys: pytest.CaptureFixture[str]
) -> None:
    async def made_boom(self: Any) -> str | None:
        raise RuntimeError("password=hunter2")

    action = "made_bad.read"
    field = {"made_boom": reads(action, "出错")(made_boom)}
    bad = made_plugin(
        "made_bad",
        plugin_actions=lambda: [Action(action, "查看")],
        plugin_roles=lambda: [Role(name="visitor", title="访客", actions=(action,))],
        plugin_query=lambda: strawberry.type(type("Query", (), field)),
    )
    house: House = await make_house(
        installed=False, modules=[bad, reading("made_good", "made_word")]
    )
    await house.enable("county-a", "made_bad")
    await house.enable("county-a", "made_good")
    capsys.readouterr()
    answer = await house.ask("{ madeBoom madeWord body { code } }")
    assert answer["data"] == {"madeBoom": None, "madeWord": "好", "body": {"code": "county-a"}}
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["path"] == ["madeBoom"]
    assert "hunter2" not in str(answer)
    reference = error["extensions"]["reference"]
    assert reference in error["message"]
    logged = capsys.readouterr().out
    assert reference in logged
    assert "RuntimeError" in logged


async def retry_now(house: House) -> None:
    """Let the pause be over after which a failed job is tried again."""
    async with house.platform.database.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE procrastinate_jobs SET scheduled_at = now()"))


async def test_a_listener_that_raises_holds_its_own_line_and_nobody_elses(
    make_house: MakeHouse,
) -> None:
    heard = dict[str, list[str]](good=[], bad=[])
    trouble = [True]

    def hearing(name: str) -> Made:
        async def run(work: Any, event: Any) -> None:
            if name == "bad" and trouble:
                raise RuntimeError("no good")
            heard[name].append(event.payload["name"])

        listener = Listener(name="hear", events=frozenset({"core.define_role"}), run=run)
        return made_plugin(f"made_{name}", plugin_listeners=lambda: [listener])

    house: House = await make_house(installed=False, modules=[hearing("bad"), hearing("good")])
    admin = await house.person("county-a", "office", "admin")
    define = (
        'mutation($n: String!) { defineRole(input: {name: $n, title: "t", actions: []}) { name } }'
    )
    await house.gql(define, {"n": "before"}, by=admin)
    await house.drain()
    for plugin in ("made_bad", "made_good"):
        await house.enable("county-a", plugin)
    for role in ("one", "two"):
        assert await house.gql(define, {"n": role}, by=admin) == {"defineRole": {"name": role}}
        await house.drain()
    assert heard == {"good": ["one", "two"], "bad": []}
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        cursors = {row.plugin: row for row in await work.session.scalars(sa.select(Cursor))}
    assert cursors["made_bad"].last_error == "RuntimeError"
    assert cursors["made_good"].last_error is None
    trouble.clear()
    await retry_now(house)
    await house.drain()
    assert heard == {"good": ["one", "two"], "bad": ["one", "two"]}
    await house.gql(define, {"n": "three"}, by=admin)
    await house.drain()
    assert heard == {"good": ["one", "two", "three"], "bad": ["one", "two", "three"]}


async def test_a_plugin_marked_broken_later_leaves_the_bodies_that_have_it_on(
    make_house: MakeHouse,
) -> None:
    """As after a faulty update: the body still answers, its admin sees why and may turn it off."""
    house: House = await make_house(
        installed=False, modules=[reading("made_x", "made_word"), reading("made_y", "made_other")]
    )
    admin = await house.person("county-a", "office", "admin")
    for plugin in ("made_x", "made_y"):
        await house.enable("county-a", plugin)
    house.platform.plugins.mark_broken("made_x", "the update is faulty")
    assert await house.gql("{ madeOther }") == {"madeOther": "好"}
    assert await house.refused_code("{ madeWord }") == "GRAPHQL_VALIDATION_FAILED"
    state = state_of(await house.gql(STATES, by=admin), "made_x")
    assert (state["enabled"], state["broken"]) == (True, True)
    refused = await house.refused(DISABLE, {"plugin": "made_x"}, by=admin)
    assert refused["extensions"] == {"code": "PLUGIN_OPEN_MATTERS", "open": 1}
    seen = 'mutation { disablePlugin(input: {plugin: "made_x", open: 1}) { disabledAt } }'
    await house.gql(seen, by=admin)
    assert not state_of(await house.gql(STATES, by=admin), "made_x")["enabled"]


async def test_a_verb_that_announces_nothing_is_a_fault_and_undone(make_house: MakeHouse) -> None:
    house: House = await make_house(installed=False)
    with pytest.raises(AssertionError, match="one event"):
        async with working(
            house.platform, house.bodies["county-a"], None, None, frozenset()
        ) as work:
            await work.session.execute(sa.text("UPDATE organ SET name = 'x'"))
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        renamed = await work.session.scalar(sa.text("SELECT count(*) FROM organ WHERE name = 'x'"))
    assert renamed == 0
