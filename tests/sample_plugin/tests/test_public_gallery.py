"""The public gallery through the public API, with what `core.testing` gives everyone."""

import pytest
import sqlalchemy as sa
from renda_public_gallery.models import Sitting

from core import Outgoing
from core.testing import House, Someone, query_count

NEXT_YEAR = "2031-03-20"

SET_SEATS = """
mutation ($seats: JSON!) {
  setPractice(input: {
    setting: "public_gallery.seats", value: $seats, ruleKind: DECISION,
    ruleTitle: "常委会会议公民旁听办法", article: "第六条", validFrom: "2024-05-01"
  }) { version }
}
"""
OPEN = """
mutation ($heldOn: Date!) {
  openSitting(input: {title: "第三十次会议", heldOn: $heldOn, place: "常委会会议厅"}) {
    id seats seatsLeft
  }
}
"""
ADMIT = """
mutation ($sitting: ID!, $name: String!) {
  admitObserver(input: {sitting: $sitting, name: $name}) { name card }
}
"""
OFFER = """
mutation ($sitting: ID!, $seats: Int!) {
  offerSeats(input: {sitting: $sitting, toBody: "town-a", toOrgan: "presidium", seats: $seats}) {
    title
  }
}
"""
ANNOUNCE = """
mutation ($sitting: ID!, $note: String!) {
  announceSitting(input: {sitting: $sitting, secrecyNote: $note}) { id }
}
"""
SITTINGS = """
{ sittings(since: "2031-01-01") {
    totalCount
    nodes { title heldOn seats observers seatsLeft observerList { name } }
} }
"""
SEATS_LEFT = "subscription ($sitting: ID!) { seatsLeft(sitting: $sitting) }"
CARD = """
query ($id: ID!) {
  node(id: $id) { ... on Card { number sitting { title observerList { name } } } }
}
"""


@pytest.fixture
async def gallery(house: House) -> House:
    """Two counties side by side and a township, all with a gallery; county-a has two seats."""
    for body in ("county-a", "county-b", "town-a"):
        await house.enable(body, "public_gallery", adopted_on="2024-03-28")
    admin = await house.person("county-a", "office", "admin")
    await house.gql(SET_SEATS, {"seats": 2}, by=admin)
    return house


async def clerk_of(house: House, body: str = "county-a", organ: str = "office") -> Someone:
    return await house.person(body, organ, "gallery_clerk")


async def open_sitting(house: House, clerk: Someone) -> str:
    return (await house.gql(OPEN, {"heldOn": NEXT_YEAR}, by=clerk))["openSitting"]["id"]


async def test_plugin_info_says_for_whom_it_is_made(house: House) -> None:
    admin = await house.person("subdistrict-a", "subdistrict_working_committee", "admin")
    enable = """
    mutation { enablePlugin(input: {plugin: "public_gallery", basis: {
      kind: MEASURES, title: "公民旁听办法", validFrom: "2024-05-01"
    }}) { plugin } }
    """
    refusal = await house.refused(enable, by=admin)
    assert refusal["extensions"]["code"] == "PLUGIN_NOT_FOR_BODY"
    assert "人民代表大会" in refusal["message"]


async def test_plugin_enabling_refuses_a_draft_of_the_rules(house: House) -> None:
    admin = await house.person("county-a", "office", "admin")
    enable = """
    mutation ($kind: BasisKind!, $adopted: Date) {
      enablePlugin(input: {plugin: "public_gallery", basis: {
        kind: $kind, title: "公民旁听办法", adoptedOn: $adopted, validFrom: "2024-05-01"
      }}) { plugin }
    }
    """
    other = {"kind": "OTHER", "adopted": "2024-03-28"}
    assert await house.refused_code(enable, other, by=admin) == "BASIS_REQUIRED"
    draft = {"kind": "MEASURES"}
    assert await house.refused_code(enable, draft, by=admin) == "GALLERY_RULES_NOT_ADOPTED"
    assert "Cannot query field" in (await house.refused(SITTINGS, by=admin))["message"]
    adopted = {"kind": "MEASURES", "adopted": "2024-03-28"}
    assert await house.gql(enable, adopted, by=admin)
    assert (await house.gql(SITTINGS, by=admin))["sittings"]["totalCount"] == 0


async def test_plugin_settings_give_the_seats(gallery: House) -> None:
    here, beside = await clerk_of(gallery), await clerk_of(gallery, "county-b")
    opened = await gallery.gql(OPEN, {"heldOn": NEXT_YEAR}, by=here)
    assert opened["openSitting"]["seats"] == 2
    unknown = await gallery.refused_code(OPEN, {"heldOn": NEXT_YEAR}, by=beside)
    assert unknown == "GALLERY_SEATS_UNKNOWN"
    admin = await gallery.person("town-a", "presidium", "admin")
    fewer = await gallery.refused(SET_SEATS, {"seats": 1}, by=admin)
    assert fewer["extensions"]["code"] == "PRACTICE_FIXED_ABOVE"
    assert "第六条" in fewer["message"]
    await gallery.gql(SET_SEATS, {"seats": 5}, by=admin)


async def test_plugin_open_matters_are_the_sittings_to_come(gallery: House) -> None:
    admin = await gallery.person("county-a", "office", "admin")
    asked = '{ disablingPreview(plugin: "public_gallery") { open matters { title count } } }'
    assert (await gallery.gql(asked, by=admin))["disablingPreview"]["open"] == 0
    await open_sitting(gallery, await clerk_of(gallery))
    shown = (await gallery.gql(asked, by=admin))["disablingPreview"]
    assert shown["matters"] == [{"title": "尚未举行的旁听会议", "count": 1}]


async def test_plugin_roles_hold_the_plugin_actions(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    member = await gallery.person("county-a", "government")
    sitting = await open_sitting(gallery, clerk)
    refused = await gallery.refused(ADMIT, {"sitting": sitting, "name": "甲某"}, by=member)
    assert refused["extensions"]["code"] == "FORBIDDEN"
    assert "登记旁听公民" in refused["message"]
    visitor = await gallery.refused_code(SITTINGS, body="county-a")
    assert visitor == "NOT_SIGNED_IN"
    assert (await gallery.gql(SITTINGS, by=member))["sittings"]["totalCount"] == 1


async def test_plugin_mutation_gives_every_seat_once(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    sitting = await open_sitting(gallery, clerk)
    for name in ("甲某", "乙某"):
        await gallery.gql(ADMIT, {"sitting": sitting, "name": name}, by=clerk)
    full = await gallery.refused(ADMIT, {"sitting": sitting, "name": "丙某"}, by=clerk)
    assert full["extensions"]["code"] == "GALLERY_FULL"
    with gallery.on("2031-03-21"):
        late = {"sitting": sitting, "name": "丙某"}
        over = await gallery.refused_code(ADMIT, late, by=await clerk_of(gallery))
    assert over == "GALLERY_SITTING_OVER"
    past = await gallery.refused(OPEN, {"heldOn": "2024-05-01"}, by=clerk)
    assert past["extensions"] == {"code": "GALLERY_DATE_PAST", "field": "heldOn"}
    told = [payload for name, payload in await gallery.events("county-a") if "admit" in name]
    assert [one["card"] for one in told] == [1, 2]
    assert "甲某" not in str(told)


async def test_plugin_public_shows_the_notice_to_everybody(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    sitting = await open_sitting(gallery, clerk)
    path = "/p/county-a/public_gallery.notices"
    assert "第三十次会议" not in (await gallery.client.get(path)).text
    sent = {"sitting": sitting, "note": "不涉密，可以公开。"}
    await gallery.gql(ANNOUNCE, sent, by=clerk)
    shown = (await gallery.client.get(path)).text
    assert "第三十次会议旁听公告" in shown
    assert "旁听公告" in (await gallery.client.get("/p/county-a/")).text
    assert await gallery.refused_code(ANNOUNCE, sent, by=clerk) == "GALLERY_ANNOUNCED"
    unchecked = await gallery.refused_code(ANNOUNCE, {**sent, "note": " "}, by=clerk)
    assert unchecked == "GALLERY_SECRECY"


async def test_plugin_query_shows_a_body_and_an_organ_their_own(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    sitting = await open_sitting(gallery, clerk)
    await gallery.gql(ADMIT, {"sitting": sitting, "name": "甲某"}, by=clerk)
    for _ in range(4):
        await open_sitting(gallery, clerk)
    with query_count() as sent:
        seen = (await gallery.gql(SITTINGS, by=clerk))["sittings"]
    assert seen["totalCount"] == 5
    assert {"name": "甲某"} in [one for row in seen["nodes"] for one in row["observerList"]]
    listing = [one for one in sent if "public_gallery_" in one]
    assert len(listing) == 3, "a page, its total, and all nested lists at once"
    other_organ = await clerk_of(gallery, organ="working_commission")
    rows = (await gallery.gql(SITTINGS, by=other_organ))["sittings"]["nodes"]
    assert [row["observerList"] for row in rows] == [[]] * 5
    beside = await clerk_of(gallery, "county-b")
    assert (await gallery.gql(SITTINGS, by=beside))["sittings"]["totalCount"] == 0
    stolen = await gallery.refused_code(ADMIT, {"sitting": sitting, "name": "丁某"}, by=beside)
    assert stolen == "NOT_FOUND"


async def test_plugin_subscription_tells_the_seats_as_they_go(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    sitting = await open_sitting(gallery, clerk)
    member = await gallery.person("county-a", "government")
    beside = await gallery.person("county-b", "office")
    async with gallery.watching(SEATS_LEFT, {"sitting": sitting}, by=member) as seen:
        assert await seen.next() == {"seatsLeft": 2}
        await gallery.gql(ADMIT, {"sitting": sitting, "name": "甲某"}, by=clerk)
        assert await seen.next() == {"seatsLeft": 1}
    for stranger, code in ((beside, "NOT_FOUND"), (None, "NOT_SIGNED_IN")):
        async with gallery.watching(SEATS_LEFT, {"sitting": sitting}, by=stranger) as seen:
            assert (await seen.refused())["extensions"]["code"] == code


async def test_plugin_types_let_the_door_scan_a_card(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    sitting = await open_sitting(gallery, clerk)
    admitted = await gallery.gql(ADMIT, {"sitting": sitting, "name": "甲某"}, by=clerk)
    scanned = {"id": admitted["admitObserver"]["card"]}
    door = await gallery.person("county-a", "office", "gallery_doorkeeper")
    card = (await gallery.gql(CARD, scanned, by=door))["node"]
    assert card == {"number": 1, "sitting": {"title": "第三十次会议", "observerList": []}}
    member = await gallery.person("county-a", "office")
    assert (await gallery.gql(CARD, scanned, by=member))["node"] is None


async def test_plugin_listeners_keep_the_public_number(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    sitting = await open_sitting(gallery, clerk)
    await gallery.gql(ADMIT, {"sitting": sitting, "name": "甲某"}, by=clerk)
    await gallery.drain()
    member = await gallery.person("county-a", "government")
    row = (await gallery.gql(SITTINGS, by=member))["sittings"]["nodes"][0]
    assert (row["observers"], row["seatsLeft"], row["observerList"]) == (1, 1, [])


async def test_plugin_papers_are_listed_and_issued(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    forms = await gallery.gql("{ paperForms { kind title own { id } } }", by=clerk)
    assert forms["paperForms"] == [
        {"kind": "public_gallery.seat_offer", "title": "旁听席位函", "own": None}
    ]
    sitting = await open_sitting(gallery, clerk)
    await gallery.gql(OFFER, {"sitting": sitting, "seats": 1}, by=clerk)
    async with gallery.platform.as_core(gallery.bodies["county-a"].id) as work:
        sent = (await work.session.scalars(sa.select(Outgoing))).one()
    assert sent.files[0]["name"] == "关于第三十次会议旁听席位的函.docx"


async def test_plugin_receivers_take_in_what_another_body_offers(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    sitting = await open_sitting(gallery, clerk)
    assert await gallery.refused_code(OFFER, {"sitting": sitting, "seats": 3}, by=clerk) == (
        "GALLERY_SEATS"
    )
    await gallery.gql(OFFER, {"sitting": sitting, "seats": 1}, by=clerk)
    await gallery.drain()
    offers = "{ seatOffers { nodes { fromBody title heldOn place seats } } }"
    presidium = await gallery.person("town-a", "presidium")
    offer = (await gallery.gql(offers, by=presidium))["seatOffers"]["nodes"]
    assert [(one["title"], one["heldOn"], one["seats"]) for one in offer] == [
        ("第三十次会议", NEXT_YEAR, 1)
    ]
    government = await gallery.person("town-a", "government")
    assert (await gallery.gql(offers, by=government))["seatOffers"]["nodes"] == []


async def test_plugin_fields_show_offers_at_the_organ(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    sitting = await open_sitting(gallery, clerk)
    await gallery.gql(OFFER, {"sitting": sitting, "seats": 1}, by=clerk)
    await gallery.drain()
    query = "{ body { organs { code seatOffers { seats } } } }"
    presidium = await gallery.person("town-a", "presidium")
    with query_count() as sent:
        organs = (await gallery.gql(query, by=presidium))["body"]["organs"]
    shown = {one["code"]: one["seatOffers"] for one in organs}
    assert shown.pop("presidium") == [{"seats": 1}]
    assert set(map(str, shown.values())) == {"[]"}
    assert len([one for one in sent if "public_gallery_offer" in one]) == 1, (
        "for all organs at once"
    )
    await gallery.disable("town-a", "public_gallery")
    assert "Cannot query field" in (await gallery.refused(query, by=presidium))["message"]


async def test_plugin_jobs_count_anew_every_day(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    sitting = await open_sitting(gallery, clerk)
    await gallery.gql(ADMIT, {"sitting": sitting, "name": "甲某"}, by=clerk)
    await gallery.drain()
    async with gallery.platform.as_core(gallery.bodies["county-a"].id) as work:
        (await work.session.scalars(sa.select(Sitting))).one().observers = 9
    await gallery.daily("2031-03-01")
    row = (await gallery.gql(SITTINGS, by=clerk))["sittings"]["nodes"][0]
    assert row["observers"] == 1


async def test_plugin_migrations_leave_the_data_when_it_is_turned_off(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    await open_sitting(gallery, clerk)
    await gallery.disable("county-a", "public_gallery")
    assert "Cannot query field" in (await gallery.refused(SITTINGS, by=clerk))["message"]
    await gallery.enable("county-a", "public_gallery", adopted_on="2024-03-28")
    assert (await gallery.gql(SITTINGS, by=clerk))["sittings"]["totalCount"] == 1


async def test_plugin_commands_list_the_sittings(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    await open_sitting(gallery, clerk)
    told = await gallery.command("county-a", "public_gallery", "sittings")
    assert told == f"{NEXT_YEAR}\t第三十次会议\t常委会会议厅"


async def test_plugin_demo_plays_once(house: House) -> None:
    async with house.playing("3709", "370982") as player:
        for _ in range(2):
            await house.platform.plugins.call("public_gallery", "plugin_demo", player=player)
        with house.on("2025-06-11"):
            seen = await player.do("370982-gallery", SITTINGS.replace("2031", "2025"))
    row = seen["sittings"]["nodes"][0]
    assert (seen["sittings"]["totalCount"], row["seats"], row["observers"]) == (1, 10, 1)
    assert row["observerList"] == [{"name": "演示公民"}]


PAGES = """
{ pages { name kind title document columns { path }
    actions { mutation title document inputs { name title path required kind } } } }
"""


async def test_plugin_pages_are_told_to_a_renderer(gallery: House) -> None:
    clerk = await clerk_of(gallery)
    sitting = await open_sitting(gallery, clerk)
    pages = {one["name"]: one for one in (await gallery.gql(PAGES, by=clerk))["pages"]}
    assert {name: one["kind"] for name, one in pages.items()} == {
        "sittings": "LIST",
        "sitting": "DETAIL",
        "open": "FORM",
    }
    shown = await gallery.gql(pages["sitting"]["document"], {"id": sitting}, by=clerk)
    assert shown["record"]["seatsLeft"] == 2
    admit = pages["sitting"]["actions"][0]
    # Without inputs of its own a form has all that the mutation takes, but for the record.
    assert [one["title"] for one in admit["inputs"]] == ["姓名"]
    variables = {"input": {"sitting": sitting, "name": "王一"}}
    await gallery.gql(admit["document"], variables, by=clerk)
    shown = await gallery.gql(pages["sitting"]["document"], {"id": sitting}, by=clerk)
    assert shown["record"]["observerList"] == [{"name": "王一"}]
    plain = await gallery.person("county-a", "office")
    assert "open" not in {one["name"] for one in (await gallery.gql(PAGES, by=plain))["pages"]}
