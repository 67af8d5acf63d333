"""The look of a body: its name, two colours that people can read, an emblem it loads itself."""

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from edited_twice import second_is_told
from PIL import Image

from core import look
from core.testing import House, MakeHouse, Someone

SET = """mutation($i: SetLookInput!) { setLook(input: $i) {
  title mainColour accentColour emblem setByName } }"""
LOOK = "{ look { title mainColour accentColour emblem setByName setAt } }"


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    return await make_house(installed=False)


@pytest.fixture
async def admin(house: House) -> Someone:
    return await house.person("county-a", "office", "admin", name="管理员")


def picture(kind: str) -> bytes:
    made = BytesIO()
    Image.new("RGB", (64, 64), "#123456").save(made, kind)
    return made.getvalue()


async def uploaded(house: House, by: Someone, name: str, content: bytes) -> str:
    answer = await house.upload(by, name, content)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_a_body_has_a_look_before_it_chooses_one(house: House) -> None:
    shown = (await house.gql(LOOK))["look"]
    assert shown["title"] == house.bodies["county-a"].name
    assert (shown["mainColour"], shown["accentColour"]) == (look.MAIN, look.ACCENT)
    assert (shown["emblem"], shown["setByName"], shown["setAt"]) == (None, None, None)


async def test_an_admin_sets_it_and_every_page_shows_it(house: House, admin: Someone) -> None:
    emblem = await uploaded(house, admin, "徽标.png", picture("PNG"))
    sent = {"title": "甲县人大", "mainColour": "#0B3D91", "accentColour": "#b8860b"}
    made = (await house.gql(SET, {"i": {**sent, "emblem": emblem}}, by=admin))["setLook"]
    assert (made["title"], made["mainColour"]) == ("甲县人大", "#0b3d91")
    assert (await house.gql(LOOK))["look"]["emblem"] == made["emblem"]
    *_, (name, told) = await house.events("county-a")
    assert (name, told["title"], told["main"]) == ("core.set_look", "甲县人大", "#0b3d91")
    text = (await house.client.get("/p/county-a/")).text
    assert "甲县人大" in text
    assert f'src="{made["emblem"]}"' in text
    shown = await house.client.get(made["emblem"])
    assert shown.headers["content-type"] == "image/png"
    assert "immutable" in shown.headers["cache-control"]
    sheet = text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "--main: #0b3d91" in (await house.client.get(sheet)).text
    assert "#0b3d91" not in (await house.client.get("/p/county-b/")).text


async def test_a_colour_may_change_alone_and_the_emblem_be_removed(
    house: House, admin: Someone
) -> None:
    emblem = await uploaded(house, admin, "徽标.jpg", picture("JPEG"))
    first = (await house.gql(SET, {"i": {"emblem": emblem}}, by=admin))["setLook"]["emblem"]
    sent = {"mainColour": "#111111"}
    assert (await house.gql(SET, {"i": sent}, by=admin))["setLook"]["emblem"] == first
    gone = (await house.gql(SET, {"i": {"removeEmblem": True}}, by=admin))["setLook"]
    assert (gone["emblem"], gone["mainColour"]) == (None, look.MAIN)
    assert (await house.client.get(first)).status_code == 404


@pytest.mark.parametrize("chosen", [False, True], ids=["before any was chosen", "of one chosen"])
async def test_of_two_who_set_it_the_second_is_told(
    house: House, admin: Someone, *, chosen: bool
) -> None:
    if chosen:
        await house.gql(SET, {"i": {"title": "原名"}}, by=admin)
    set_it = "mutation($input: SetLookInput!) { setLook(input: $input) { revision } }"

    async def now() -> Any:
        return (await house.gql("{ look { revision title } }"))["look"]

    mine, theirs = {"title": "甲名"}, {"title": "乙名"}
    other = await house.person("county-a", "office", "admin")
    await second_is_told(house, set_it, mine, theirs, now, admin, other, versioned=True)


async def test_an_emblem_whose_content_was_erased_is_not_there(
    house: House, admin: Someone
) -> None:
    emblem = await uploaded(house, admin, "徽标.png", picture("PNG"))
    shown = (await house.gql(SET, {"i": {"emblem": emblem}}, by=admin))["setLook"]["emblem"]
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        kept = await work.session.scalar(sa.select(look.Look.emblem))
    assert kept is not None
    await house.platform.blobs.drop(kept)
    assert (await house.client.get(shown)).status_code == 404
    assert (await house.client.get("/p/county-a/")).status_code == 200


@pytest.mark.parametrize(
    ("sent", "code", "field"),
    [
        ({"mainColour": "red"}, "LOOK_COLOUR", "mainColour"),
        ({"mainColour": "#fff"}, "LOOK_COLOUR", "mainColour"),
        ({"mainColour": "#777777"}, "LOOK_CONTRAST", "mainColour"),
        ({"accentColour": "#d4af37"}, "LOOK_CONTRAST", "accentColour"),
        ({"accentColour": "#000000;}"}, "LOOK_COLOUR", "accentColour"),
        ({"title": "名" * 61}, "LOOK_TITLE", "title"),
    ],
)
async def test_what_people_could_not_read_is_refused(
    house: House, admin: Someone, sent: dict[str, Any], code: str, field: str
) -> None:
    refused = await house.refused(SET, {"i": sent}, by=admin)
    assert (refused["extensions"]["code"], refused["extensions"]["field"]) == (code, field)
    assert (await house.gql(LOOK))["look"]["setByName"] is None


def test_contrast_is_counted_as_wcag_does() -> None:
    assert look.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert look.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert look.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


async def test_an_emblem_is_a_small_picture_and_nothing_else(house: House, admin: Someone) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for name in ("徽标.svg", "徽标.png"):
        assert (await house.upload(admin, name, svg)).status_code == 415
    noise = Image.effect_noise((900, 900), 100)
    large = BytesIO()
    noise.save(large, "PNG")
    assert len(large.getvalue()) > look.LARGEST_EMBLEM
    file = await uploaded(house, admin, "大.png", large.getvalue())
    assert await house.refused_code(SET, {"i": {"emblem": file}}, by=admin) == "LOOK_EMBLEM_SIZE"
    from core.kit.papers import write_pdf

    paper = await uploaded(house, admin, "纸.pdf", write_pdf("# 一", "测试样例·非正式公文"))
    assert await house.refused_code(SET, {"i": {"emblem": paper}}, by=admin) == "LOOK_EMBLEM_TYPE"
    other = await house.person("county-b", "office", "admin")
    foreign = await uploaded(house, other, "徽标.png", picture("PNG"))
    assert await house.refused_code(SET, {"i": {"emblem": foreign}}, by=admin) == "NOT_FOUND"


async def test_nobody_but_an_admin_sets_it(house: House) -> None:
    for who in (None, await house.person("county-a", "office")):
        code = await house.refused_code(SET, {"i": {"title": "别的"}}, by=who, body="county-a")
        assert code in ("FORBIDDEN", "NOT_SIGNED_IN")
