"""What becomes public: nothing by itself, and only facts of the document."""

from typing import Any

import pytest
from filing_path import COUNTY, Office, document, on, open_office

from core.graphql.ids import decode
from core.testing import House

CATALOGUE = """{ publicFilings { totalCount nodes {
  id title documentNumber maker registerText publishedOn
} } }"""


async def visible(office: Office, body: str | None = None) -> list[dict[str, Any]]:
    """The catalogue as a visitor sees it."""
    seen = await office.house.gql(CATALOGUE, body=body or office.body)
    return seen["publicFilings"]["nodes"]


async def titles(office: Office) -> list[str]:
    return [one["title"] for one in await visible(office)]


PASSED = {"passed": True, "note": "不涉密"}


async def test_a_visitor_sees_what_was_checked_and_approved(house: House) -> None:
    office = await open_office(house, "town-a")
    with on("2025-02-10"):
        _, filing = await office.clean(title="可以公开的")
        await office.close(filing)
        assert await visible(office) == [], "registered and archived is not published"
        assert await office.code("issuer", "publishFiling", filing=filing) == "SECRECY_UNCHECKED"
        await office.do("publication", "checkSecrecy", filing=filing, **PASSED)
        assert await visible(office) == [], "checked is not published"
        done = await office.do("issuer", "publishFiling", "isPublic", filing=filing)
        assert done == {"isPublic": True}
    entry = (await visible(office))[0]
    assert entry.pop("id")
    assert entry == {
        "title": "可以公开的",
        "documentNumber": document()["documentNumber"],
        "maker": "government（测试）",
        "registerText": "备登〔2025〕1号",
        "publishedOn": "2025-02-10",
    }
    await open_office(house, "town-b")
    assert await visible(office, "town-b") == [], "each body's catalogue is its own"
    shown = "filings { totalCount }"
    assert await house.refused_code(f"{{ {shown} }}", body="town-a") == "NOT_SIGNED_IN"


async def test_the_entry_tells_nothing_of_people_or_of_the_review(county: Office) -> None:
    with on("2025-02-10"):
        outgoing, filing = await county.opined(title="有问题的")
        await county.answer(outgoing, "REPEAL")
        await county.repeal(outgoing)
        await county.close(filing)
        await county.publish(filing)
    kind = "PublicFiling"
    schema = county.house.schemas.of(frozenset({"filing_review"}))._schema
    fields = {
        name
        for name, field in schema.get_type(kind).fields.items()
        if name not in ("id",) and field is not None
    }
    assert fields == {"title", "publishedOn", "documentNumber", "maker", "registerText"}
    entry = next(one for one in await visible(county) if one["title"] == "有问题的")
    told = str(entry)
    for person in county.people:
        assert person not in told
    assert "审" not in told
    seen = await county.house.gql(
        "query($id: ID!) { node(id: $id) { ... on PublicFiling { title } } }",
        {"id": entry["id"]},
        body="county-a",
    )
    assert seen["node"] == {"title": "有问题的"}


async def test_check_and_approval_are_two_people(county: Office) -> None:
    both = await county.house.person("county-a", COUNTY, "publication_checker", "opinion_signer")
    with on("2025-02-10"):
        _, filing = await county.registered()
        await county.do(both, "checkSecrecy", filing=filing, **PASSED)
        assert await county.code(both, "publishFiling", filing=filing) == "SAME_PERSON"
        await county.do("issuer", "publishFiling", filing=filing)
        assert await county.code("issuer", "publishFiling", filing=filing) == "ALREADY_PUBLISHED"


async def test_nothing_is_checked_or_published_before_registration(county: Office) -> None:
    with on("2025-02-10"):
        _, filing = await county.received()
        checked = {"filing": filing, **PASSED}
        assert await county.code("publication", "checkSecrecy", **checked) == "NOT_REGISTERED"
        assert await county.code("issuer", "publishFiling", filing=filing) == "NOT_REGISTERED"
        await county.do("registry", "registerFiling", filing=filing)
        blank = {"filing": filing, "passed": True, "note": " "}
        assert await county.code("publication", "checkSecrecy", **blank) == "TEXT_EMPTY"
        await county.do("publication", "checkSecrecy", **checked)


@pytest.mark.parametrize("openness", ["ON_REQUEST", "NONE"])
async def test_only_what_its_maker_discloses_is_listed(county: Office, openness: str) -> None:
    with on("2025-02-10"):
        _, filing = await county.registered(openness=openness, title=openness)
        await county.do("publication", "checkSecrecy", filing=filing, **PASSED)
        assert await county.code("issuer", "publishFiling", filing=filing) == "NOT_OPEN"
        assert openness not in await titles(county)


async def test_what_does_not_pass_is_not_published(county: Office) -> None:
    with on("2025-02-10"):
        _, filing = await county.registered(title="没有通过")
        failed = {"filing": filing, "passed": False, "note": "涉及工作秘密"}
        await county.do("publication", "checkSecrecy", "secrecyPassed", **failed)
        assert await county.code("issuer", "publishFiling", filing=filing) == "SECRECY_UNCHECKED"
        await county.do("publication", "checkSecrecy", filing=filing, **PASSED)
        await county.do("issuer", "publishFiling", filing=filing)
        assert "没有通过" in await titles(county)
        fields = "secrecyPassed isPublic"
        done = await county.do("publication", "checkSecrecy", fields, **failed)
        assert done == {"secrecyPassed": False, "isPublic": False}
        assert "没有通过" not in await titles(county), "what is found later is withdrawn at once"
        assert await county.code("issuer", "publishFiling", filing=filing) == "SECRECY_UNCHECKED"


async def test_withdrawn_and_published_again(county: Office) -> None:
    why = {"reason": "标题有误"}
    with on("2025-02-10"):
        _, filing = await county.registered(title="撤回又公开")
        taken = {"filing": filing, **why}
        assert await county.code("issuer", "withdrawPublication", **taken) == "NOT_PUBLISHED"
        await county.publish(filing)
        (old,) = [one["id"] for one in await visible(county) if one["title"] == "撤回又公开"]
    with on("2025-02-11"):
        blank = {"filing": filing, "reason": " "}
        assert await county.code("issuer", "withdrawPublication", **blank) == "REASON_EMPTY"
        fields = "isPublic unpublishedOn unpublishReason secrecyPassed"
        done = await county.do("issuer", "withdrawPublication", fields, **taken)
        assert done == {
            "isPublic": False,
            "unpublishedOn": "2025-02-11",
            "unpublishReason": "标题有误",
            "secrecyPassed": None,
        }
        assert "撤回又公开" not in await titles(county)
        page = await county.house.client.get(f"/p/county-a/{decode(old)[1]}")
        assert page.status_code == 410
        assert "已经撤出公开目录，不再公开" in page.text
        assert await county.code("issuer", "withdrawPublication", **taken) == "NOT_PUBLISHED"
    with on("2025-02-12"):
        code = await county.code("issuer", "publishFiling", filing=filing)
        assert code == "SECRECY_UNCHECKED", "the check of before the withdrawal is spent"
        await county.publish(filing)
    again = [one for one in await visible(county) if one["title"] == "撤回又公开"]
    assert [one["publishedOn"] for one in again] == ["2025-02-12"]


async def test_the_latest_stands_first(house: House) -> None:
    office = await open_office(house, "county-b")
    for day in ("2025-02-10", "2025-02-12", "2025-02-11"):
        with on(day):
            _, filing = await office.registered(title=day)
            await office.publish(filing)
    assert await titles(office) == ["2025-02-12", "2025-02-11", "2025-02-10"]
