"""`tenants/`: numbers become versions at each migrate, bodies are created once and whole."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from made_plugins import Made, made_plugin

from core.db import Database
from core.hookspecs import Lower, Setting
from core.loading import DataFault, load_bodies, load_practice
from core.people import Membership
from core.practice import PracticeValue
from core.tenancy import Body, Fitness, Jurisdiction, Level, Organ
from core.tenancy import BodyKind as Kind
from core.testing import House, MakeHouse

pytestmark = pytest.mark.database


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone, whatever is installed."""
    return await make_house(installed=False)


DAYS = Setting(
    name="made_l.days", title="报备期限", type=int, lower=Lower.STRICTER_MAX, amount=float
)
PLUGIN: Made = made_plugin(
    "made_l",
    plugin_settings=lambda: [DAYS],
    fitness=Fitness(levels=frozenset({Level.COUNTY, Level.TOWNSHIP}), kinds=frozenset(Kind)),
)


def place(root: Path, path: str, level: str, *values: str, name: str = "测试地") -> None:
    """The practice.toml of a place."""
    folder = root / path
    folder.mkdir(parents=True, exist_ok=True)
    head = f'code = "{folder.name}"\nname = "{name}"\nlevel = "{level}"\n'
    (folder / "practice.toml").write_text("\n".join([head, *values]), encoding="utf-8")


def number(days: Any, since: str = "2024-01-01", article: str = "第一条", **more: str) -> str:
    """One `[[value]]`."""
    extra = "".join(f"{name} = {text}\n" for name, text in more.items())
    return (
        f'[[value]]\nsetting = "made_l.days"\nvalue = {days}\nvalid_from = {since}\n{extra}'
        f'basis = {{ kind = "local_rule", title = "测试规定", article = "{article}" }}\n'
    )


def tenant(
    root: Path, path: str, level: str, *, role: str = "admin", origin: str = "", more: str = ""
) -> Path:
    """The tenant.toml of a body with one organ and one person."""
    folder = root / path
    folder.mkdir(parents=True, exist_ok=True)
    code = folder.name
    origin = origin or f"https://{code}.example"
    file = folder / "tenant.toml"
    file.write_text(
        f'code = "{code}"\nname = "{code}人大"\nplace = "{code}"\nlevel = "{level}"\n'
        f'kind = "congress"\norigins = ["{origin}"]\n{more}\n'
        '[[organ]]\ncode = "office"\nkind = "office"\nname = "办公室"\n'
        f'[[person]]\nlogin = "{code}-admin"\nname = "管理员"\norgan = "office"\n'
        f'post = "管理员"\nroles = ["{role}"]\n',
        encoding="utf-8",
    )
    return file


PLUGIN_ON = """
[[plugin]]
name = "made_l"
basis = { kind = "decision", title = "启用决定", valid_from = 2024-01-01 }
"""


async def as_owner(house: House, load: Any, *given: Any, **named: Any) -> Any:
    """Run a loader as the owner's role, as `renda migrate` and `renda body load` do."""
    owner = Database(house.databases.owner_or_refuse(house.platform.settings))
    try:
        return await load(owner, *given, **named)
    finally:
        await owner.close()


async def migrated(house: House, root: Path) -> int:
    return await as_owner(house, load_practice, house.platform.plugins, root)


async def versions(house: House, code: str) -> list[tuple[int, Any, date, date | None]]:
    """Every version of the setting at a place, oldest first."""
    async with house.platform.database.transaction(None) as session:
        rows = await session.scalars(
            sa.select(PracticeValue)
            .where(PracticeValue.jurisdiction_code == code)
            .order_by(PracticeValue.valid_from, PracticeValue.version)
        )
        return [(row.version, row.value, row.valid_from, row.valid_to) for row in rows]


FIRST, NEVER = date(2024, 1, 1), date(2023, 12, 31)


# Numbers.


async def test_a_changed_file_writes_a_new_version_and_an_unchanged_one_nothing(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    place(tmp_path, "90", "province", number(30))
    assert await migrated(house, tmp_path) == 1
    assert await migrated(house, tmp_path) == 0
    assert await versions(house, "90") == [(1, 30, FIRST, None)]

    place(tmp_path, "90", "province", number(20))
    assert await migrated(house, tmp_path) == 1
    assert await versions(house, "90") == [(1, 30, FIRST, NEVER), (2, 20, FIRST, None)]

    place(tmp_path, "90", "province", number(20, article="第二条"))
    assert await migrated(house, tmp_path) == 1
    place(tmp_path, "90", "province", number(30))
    assert await migrated(house, tmp_path) == 1
    assert (await versions(house, "90"))[-1] == (4, 30, FIRST, None)
    assert [row for row in await versions(house, "90") if row[3] is None] == [(4, 30, FIRST, None)]
    assert await migrated(house, tmp_path) == 0


async def test_a_value_that_is_dropped_holds_no_more(make_house: MakeHouse, tmp_path: Path) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    place(tmp_path, "90", "province", number(30), number(20, since="2025-06-01"))
    assert await migrated(house, tmp_path) == 2
    place(tmp_path, "90", "province", number(30))
    assert await migrated(house, tmp_path) == 0
    assert await versions(house, "90") == [
        (1, 30, FIRST, None),
        (1, 20, date(2025, 6, 1), date(2025, 5, 31)),
    ]
    place(tmp_path, "90", "province")
    await migrated(house, tmp_path)
    assert {row[3] is None for row in await versions(house, "90")} == {False}


async def test_values_for_different_levels_are_versions_of_their_own(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    county, town = number(30, levels='["county"]'), number(15, levels='["township"]')
    place(tmp_path, "90", "province", county, town)
    assert await migrated(house, tmp_path) == 2
    place(tmp_path, "90", "province", county, number(10, levels='["township"]'))
    assert await migrated(house, tmp_path) == 1
    rows = await versions(house, "90")
    assert sorted(row[:2] for row in rows if row[3] is None) == [(1, 30), (2, 10)]


async def test_a_place_knows_its_chain_and_a_renamed_one_its_new_name(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    place(tmp_path, "90", "province")
    place(tmp_path, "90/9001", "city", name="旧名")
    tenant(tmp_path, "90/9001/900101", "county")
    await migrated(house, tmp_path)
    place(tmp_path, "90/9001", "city", name="新名")
    await migrated(house, tmp_path)
    async with house.platform.database.transaction(None) as session:
        county = await session.get_one(Jurisdiction, "900101")
        city = await session.get_one(Jurisdiction, "9001")
    assert county.chain == ["900101", "9001", "90"]
    assert (county.parent_code, city.name, city.level) == ("9001", "新名", Level.CITY)


async def test_a_value_of_a_plugin_that_is_not_installed_is_left_alone(
    house: House, tmp_path: Path
) -> None:
    place(tmp_path, "90", "province", number("{ any = 1 }"))
    assert await migrated(house, tmp_path) == 0
    assert await versions(house, "90") == []


async def test_an_uninstalled_plugins_values_stay_as_they_were(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    place(tmp_path, "90", "province", number(30))
    await migrated(house, tmp_path)
    house.platform.plugins.settings.pop("made_l.days")
    assert await migrated(house, tmp_path) == 0
    assert await versions(house, "90") == [(1, 30, FIRST, None)]


FAULTS: dict[str, tuple[str, str]] = {
    "no TOML": ("value = [", "90/9001/practice.toml"),
    "a level nobody knows": ('code = "9001"\nname = "x"\nlevel = "village"', "level"),
    "another place's code": ('code = "9002"\nname = "x"\nlevel = "city"', "9002"),
    "a value of another type": (number('"三十"'), "报备期限"),
    "a kind of rule nobody knows": (number(3).replace("local_rule", "rumour"), "kind"),
    "no day": (number(3).replace("valid_from = 2024-01-01\n", ""), "valid_from"),
    "what a higher rule forbids": (number(31), "《测试规定》第九条"),
}


async def test_a_faulty_file_is_named_and_nothing_is_written(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    place(tmp_path, "90", "province", number(30, article="第九条"))
    for what, (text, said) in FAULTS.items():
        place(tmp_path, "90/9001", "city")
        file = tmp_path / "90" / "9001" / "practice.toml"
        head = "" if text.startswith(("code", "value")) else file.read_text(encoding="utf-8")
        file.write_text(head + text, encoding="utf-8")
        with pytest.raises(DataFault, match="9001") as fault:
            await migrated(house, tmp_path)
        assert said in str(fault.value), what
        assert await versions(house, "90") == [], what


async def test_a_lower_place_may_follow_the_rule_that_replaced_an_older_one(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    place(tmp_path, "90", "province", number(30), number(60, since="2025-01-01"))
    place(tmp_path, "90/9001", "city", number(45, since="2025-06-01"))
    assert await migrated(house, tmp_path) == 3


# Bodies.


async def loaded(house: House, root: Path, codes: list[str] | None = None) -> list[Any]:
    return await as_owner(house, load_bodies, house.platform, root, codes=codes)


async def one_body(house: House, code: str) -> Body | None:
    async with house.platform.database.transaction(None) as session:
        return await session.scalar(sa.select(Body).where(Body.code == code))


async def test_bodies_are_created_once_with_organs_plugins_and_people(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    place(tmp_path, "90", "province")
    tenant(tmp_path, "90/9001", "county", more=PLUGIN_ON)
    tenant(tmp_path, "90/9001/900101", "township")
    await migrated(house, tmp_path)
    made = await loaded(house, tmp_path)
    assert [(code, login) for code, login, _ in made] == [
        ("9001", "9001-admin"),
        ("900101", "900101-admin"),
    ]
    told = await house.gql(
        "{ body { name level organs { code name } plugins { name enabled basis { title } }"
        " children { code } parent { code } } }",
        body="9001",
    )
    assert told["body"]["organs"] == [{"code": "office", "name": "办公室"}]
    assert {"name": "made_l", "enabled": True, "basis": {"title": "启用决定"}} in told["body"][
        "plugins"
    ]
    assert (told["body"]["children"], told["body"]["parent"]) == ([{"code": "900101"}], None)
    signed = await house.gql(
        """mutation($p: String!) { signIn(input: {login: "900101-admin", password: $p}) {
           token } }""",
        {"p": made[1][2]},
        body="900101",
    )
    bearer = {"Authorization": f"Bearer {signed['signIn']['token']}"}
    viewer = await house.gql(
        "{ viewer { mustChangePassword actions } }", body="900101", headers=bearer
    )
    assert viewer["viewer"]["mustChangePassword"]
    change = 'mutation($o: String!) { changePassword(input: {old: $o, new: "of-ones-own"}) }'
    await house.gql(change, {"o": made[1][2]}, body="900101", headers=bearer)
    viewer = await house.gql("{ viewer { actions } }", body="900101", headers=bearer)
    assert "core.create_person" in viewer["viewer"]["actions"]
    body = await one_body(house, "900101")
    assert body is not None
    assert body.lineage[1:] == [str((await one_body(house, "9001")).id)]  # pyright: ignore
    assert body.origins == ["https://900101.example"]


async def test_a_second_load_changes_nothing_whatever_the_file_says(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    """Once a body is there, the database rules."""
    house: House = await make_house(installed=False, modules=[PLUGIN])
    tenant(tmp_path, "90", "county")
    await migrated(house, tmp_path)
    await loaded(house, tmp_path)
    tenant(tmp_path, "90", "county", role="auditor", more=PLUGIN_ON)
    assert await loaded(house, tmp_path) == []
    told = await house.gql("{ body { plugins { name enabled } } }", body="90")
    assert not [one for one in told["body"]["plugins"] if one["enabled"]]


BODY_FAULTS = {
    "a role nobody knows": ({"role": "emperor"}, "emperor"),
    "a plugin that is not for it": (
        {"more": PLUGIN_ON, "level": "city"},
        "适用于县级、乡级",
    ),
    "an origin that no browser names so": ({"origin": "https://a.example/"}, "https://a.example/"),
    "a plugin that is not installed": (
        {"more": PLUGIN_ON.replace("made_l", "made_nowhere")},
        "made_nowhere",
    ),
}


async def test_a_faulty_body_is_named_and_created_whole_once_it_is_mended(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    for code, (given, said) in zip(("90", "91", "92", "93"), BODY_FAULTS.values(), strict=True):
        level = given.get("level", "county")
        tenant(tmp_path, code, **{"level": level, **given})
        await migrated(house, tmp_path)
        with pytest.raises(DataFault, match=rf"{code}/tenant\.toml") as fault:
            await loaded(house, tmp_path)
        assert said in str(fault.value)
        tenant(tmp_path, code, level)
        made = await loaded(house, tmp_path)
        assert [login for _, login, _ in made] == [f"{code}-admin"]
        body = await one_body(house, code)
        assert body is not None
        async with house.platform.as_core(body.id) as work:
            organs = list(await work.session.scalars(sa.select(Organ.code)))
            members = list(await work.session.scalars(sa.select(Membership.post)))
        assert (organs, members) == (["office"], ["管理员"])


async def test_a_body_below_one_that_is_not_there_yet_is_refused(
    make_house: MakeHouse, tmp_path: Path
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    tenant(tmp_path, "90", "county")
    tenant(tmp_path, "90/9001", "township")
    await migrated(house, tmp_path)
    with pytest.raises(DataFault, match="上级机构 90"):
        await loaded(house, tmp_path, ["9001"])
    assert await one_body(house, "9001") is None
    await loaded(house, tmp_path, ["90"])
    assert [code for code, _, _ in await loaded(house, tmp_path, ["9001"])] == ["9001"]
