"""Bodies: their tree, what answers for each, and what a suspended or merged one answers."""

from typing import Any

import pytest

from core import loading
from core.db import Database
from core.loading import DataFault
from core.tenancy import BodyStatus
from core.testing import House, MakeHouse

pytestmark = pytest.mark.database


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone, whatever is installed."""
    return await make_house(installed=False)


async def set_status(house: House, code: str, status: BodyStatus, into: str | None = None) -> None:
    """What `renda body suspend|resume|merge` does."""
    owner = Database(house.databases.owner_or_refuse(house.platform.settings))
    try:
        await loading.set_status(owner, code, status, into)
    finally:
        await owner.close()


async def test_each_body_says_what_it_is_and_where_it_stands(house: House) -> None:
    asked = """{ body { code name level kind status parent { code parent { code } }
                 children { code children { code } } } }"""
    county = (await house.gql(asked, body="county-a"))["body"]
    assert county == {
        "code": "county-a",
        "name": "county-a（演示）",
        "level": "COUNTY",
        "kind": "CONGRESS",
        "status": "ACTIVE",
        "parent": {"code": "city-a", "parent": None},
        "children": [
            {"code": "subdistrict-a", "children": []},
            {"code": "town-a", "children": []},
        ],
    }
    city = (await house.gql(asked, body="city-a"))["body"]
    assert [child["code"] for child in city["children"]] == ["county-a", "county-b"]
    assert [one["code"] for one in city["children"][1]["children"]] == ["town-b"]
    committee = (await house.gql(asked, body="subdistrict-a"))["body"]
    assert (committee["level"], committee["kind"]) == ("TOWNSHIP", "SUBDISTRICT_COMMITTEE")
    alone = (await house.gql(asked, body="beijing-county"))["body"]
    assert alone["parent"] is None


async def test_what_a_body_shows_of_another_is_its_name_not_its_inside(house: House) -> None:
    await house.person("city-a", "office", "admin")
    asked = "{ body { organs { code } parent { code organs { code } plugins { name } } } }"
    told = (await house.gql(asked, body="county-a"))["body"]
    assert "legislative_affairs_commission" in [organ["code"] for organ in told["organs"]]
    assert told["parent"] == {"code": "city-a", "organs": [], "plugins": []}


SILENT: list[tuple[str, BodyStatus | None, str | None, int, str, str]] = [
    ("nowhere", None, None, 404, "BODY_UNKNOWN", "nowhere"),
    ("county-b", BodyStatus.SUSPENDED, None, 403, "BODY_SUSPENDED", "暂停使用"),
    (
        "county-b",
        BodyStatus.MERGED,
        "county-a",
        410,
        "BODY_MERGED",
        "county-a（演示）”（county-a）",
    ),
]


@pytest.mark.parametrize(("code", "status", "into", "http", "answer", "said"), SILENT)
async def test_a_body_that_does_not_answer_says_why_everywhere(
    house: House,
    code: str,
    status: BodyStatus | None,
    into: str | None,
    http: int,
    answer: str,
    said: str,
) -> None:
    headers = dict[str, str]()
    if status is not None:
        clerk = await house.person(code, "government")
        headers["Authorization"] = f"Bearer {clerk.token}"
        await set_status(house, code, status, into)
    sent: list[Any] = [
        house.client.post(f"/t/{code}/graphql", json={"query": "{ body { code } }"}),
        house.client.post(f"/t/{code}/graphql", json={"query": SIGN_IN}),
        house.client.get(f"/t/{code}/schema.graphql", headers=headers),
        house.client.post(f"/t/{code}/files", files={"file": ("a.pdf", b"x")}, headers=headers),
        house.client.get(f"/t/{code}/files/RmlsZTox", headers=headers),
    ]
    for request in sent:
        response = await request
        [error] = response.json()["errors"]
        assert error["extensions"]["code"] == answer, response.request.url
        assert said in error["message"]
        assert response.status_code == http, response.request.url
    assert (await house.gql("{ body { code } }", body="city-a"))["body"]["code"] == "city-a"


SIGN_IN = 'mutation { signIn(input: {login: "a", password: "b"}) { token } }'


async def test_a_resumed_body_answers_as_before(house: House) -> None:
    clerk = await house.person("county-b", "government")
    await set_status(house, "county-b", BodyStatus.SUSPENDED)
    assert await house.refused_code("{ viewer { name } }", by=clerk) == "BODY_SUSPENDED"
    await set_status(house, "county-b", BodyStatus.ACTIVE)
    told = await house.gql("{ viewer { name organ { code } } }", by=clerk)
    assert told["viewer"] == {"name": "测试人员", "organ": {"code": "government"}}


async def test_a_suspended_body_is_still_shown_to_its_neighbours_as_what_it_is(
    house: House,
) -> None:
    await set_status(house, "county-b", BodyStatus.MERGED, "county-a")
    told = await house.gql("{ body { children { code status } } }", body="city-a")
    statuses = {child["code"]: child["status"] for child in told["body"]["children"]}
    assert statuses == {"county-a": "ACTIVE", "county-b": "MERGED"}


async def test_two_bodies_cannot_be_merged_in_a_ring(house: House) -> None:
    """Else what is sent to either would look for its heir for ever."""
    await set_status(house, "town-a", BodyStatus.MERGED, "county-a")
    with pytest.raises(DataFault, match="town-a"):
        await set_status(house, "county-a", BodyStatus.MERGED, "town-a")


@pytest.mark.parametrize(
    ("code", "into", "said"),
    [
        ("nowhere", "county-a", "nowhere"),
        ("county-b", "nowhere", "nowhere"),
        ("county-b", "county-b", "county-b"),
    ],
)
async def test_a_merge_that_cannot_be_is_refused(
    house: House, code: str, into: str, said: str
) -> None:
    with pytest.raises(DataFault, match=said):
        await set_status(house, code, BodyStatus.MERGED, into)
    told = await house.gql("{ body { status } }", body="county-b")
    assert told["body"]["status"] == "ACTIVE"
