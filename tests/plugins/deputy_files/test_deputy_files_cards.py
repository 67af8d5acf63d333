"""Row 1-35: the e-card, its checks, its public page and its QR code."""

import re

import pytest
from files_path import Hall, open_hall
from hypothesis import given
from hypothesis import strategies as st

from core import key
from core.testing import House, Someone
from plugins.deputy_files import rules
from plugins.deputy_files.models import DeputyCard

pytestmark = pytest.mark.database

CARD = "id state openness page publishedOn"
INTRO = "农民代表，关心乡村道路。\n每月到联络站接待群众。"


async def ready(house: House) -> tuple[Hall, Someone, str]:
    hall = await open_hall(house)
    checker = await house.person(hall.body, "office", "publication_checker")
    await hall.open()
    card = await hall.do(
        hall.office,
        "draftCard",
        CARD,
        file=hall.files["乙"],
        introduction=INTRO,
        receives="每月15日，station（测试）",
    )
    return hall, checker, card["id"]


async def published(house: House) -> tuple[Hall, Someone, str, str]:
    hall, checker, card = await ready(house)
    await hall.do(
        checker, "checkCardSecrecy", CARD, card=card, openness="OPEN", note="不涉密，可以公开"
    )
    shown = await hall.do(hall.office, "publishCard", CARD, card=card)
    return hall, checker, card, shown["page"]


async def test_a_card_is_shown_only_after_a_check_by_somebody_else(house: House) -> None:
    hall, checker, card = await ready(house)
    assert (await hall.refused(hall.office, "publishCard", card=card))[0] == "CARD_NOT_CHECKED"
    both = await house.person(hall.body, "office", "publication_checker", "deputy_affairs")
    again = await hall.do(both, "draftCard", CARD, file=hall.files["丙"], introduction="工人代表")
    sent = {"openness": "OPEN", "note": "可以公开"}
    code, _ = await hall.refused(both, "checkCardSecrecy", card=again["id"], **sent)
    assert code == "SAME_PERSON"
    closed = {"openness": "CLOSED", "note": "暂不公开"}
    await hall.do(checker, "checkCardSecrecy", CARD, card=card, **closed)
    assert (await hall.refused(hall.office, "publishCard", card=card))[0] == "CARD_NOT_OPEN"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("电话13812345678", "电话"),
        ("电话 138 1234 5678", "电话"),
        ("身份证 14020219800101001X", "身份证"),
        ("家住东街3号楼2单元", "住址"),
        ("东街十二号院", "住址"),
    ],
)
async def test_a_card_has_no_phone_no_address_no_id_number(
    house: House, text: str, said: str
) -> None:
    hall = await open_hall(house)
    await hall.open()
    code, sentence = await hall.refused(
        hall.office, "draftCard", file=hall.files["乙"], introduction=text
    )
    assert code == "CARD_FAULTY"
    assert said in sentence


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(alphabet="甲乙丙，。", max_size=9))
def test_a_phone_is_found_wherever_it_stands(phone: str, around: str) -> None:
    assert rules.card_fault(f"{around}{phone}{around}") is not None
    assert rules.card_fault(around) is None


async def test_anybody_reads_the_page_and_the_code_leads_to_it(house: House) -> None:
    hall, _, _, page = await published(house)
    seen = await house.gql(
        "{ publicDeputyCards { nodes { name introduction station page } } }", body=hall.body
    )
    (shown,) = seen["publicDeputyCards"]["nodes"]
    assert (shown["name"], shown["page"]) == ("乙", page)
    answer = await house.client.get(page)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for said in (
        'lang="zh-CN"',
        "<title>乙代表 - 人大代表名片 - ",
        "农民代表",
        "演示样例",
        "每月15日",
    ):
        assert said in answer.text
    assert re.search(r'<meta name="description" content="农民代表[^"]+">', answer.text)
    assert "<script" not in answer.text
    svg = await house.client.get(f"{page}/qr.svg")
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert b"<svg" in svg.content
    png = await house.client.get(f"{page}/qr.png")
    assert png.content.startswith(b"\x89PNG")
    assert (await house.client.get(f"{page}/qr.gif")).status_code == 404


async def test_what_is_written_on_a_card_is_text_and_nothing_else(house: House) -> None:
    hall = await open_hall(house)
    checker = await house.person(hall.body, "office", "publication_checker")
    await hall.open()
    evil = '<script>alert("x")</script>&{style}'
    card = await hall.do(
        hall.office, "draftCard", CARD, file=hall.files["乙"], introduction=evil, receives=evil
    )
    sent = {"card": card["id"], "openness": "OPEN", "note": "可以公开"}
    await hall.do(checker, "checkCardSecrecy", CARD, **sent)
    shown = await hall.do(hall.office, "publishCard", CARD, card=card["id"])
    text = (await house.client.get(shown["page"])).text
    assert "<script" not in text
    assert "&lt;script&gt;" in text


async def test_a_withdrawn_changed_or_foreign_card_is_gone(house: House) -> None:
    hall, _, card, page = await published(house)
    other = page.replace("county-a", "county-b")
    assert (await house.client.get(other)).status_code == 404
    assert (await house.client.get(f"/p/{hall.body}/nonsense")).status_code == 404
    await hall.do(hall.office, "draftCard", CARD, file=hall.files["乙"], introduction="改过的简介")
    assert (await house.client.get(page)).status_code == 410, "a changed text is checked again"
    code, _ = await hall.refused(hall.office, "withdrawCard", card=card, reason="停用")
    assert code == "CARD_NOT_PUBLISHED"


async def test_a_card_is_withdrawn_with_a_reason(house: House) -> None:
    hall, _, card, page = await published(house)
    gone = await hall.do(hall.office, "withdrawCard", CARD, card=card, reason="代表调离")
    assert (gone["state"], gone["page"]) == ("WITHDRAWN", None)
    assert (await house.client.get(page)).status_code == 410
    assert (await house.client.get(f"{page}/qr.svg")).status_code == 410
    seen = await house.gql("{ publicDeputyCards { totalCount } }", body=hall.body)
    assert seen["publicDeputyCards"]["totalCount"] == 0


async def test_a_published_card_is_not_checked_anew_and_can_always_be_taken_down(
    house: House,
) -> None:
    hall, checker, card, page = await published(house)
    sent = {"card": card, "openness": "CLOSED", "note": "不宜公开"}
    assert (await hall.refused(checker, "checkCardSecrecy", **sent))[0] == "CARD_NOT_DRAFT"
    async with house.platform.as_core(house.bodies[hall.body].id) as work:
        row = await work.session.get_one(DeputyCard, (work.body.id, key(card, "DeputyCard")))
        row.state = rules.CardState.CHECKED  # as an earlier version left it
    gone = await hall.do(hall.office, "withdrawCard", CARD, card=card, reason="不宜公开")
    assert (gone["state"], gone["page"]) == ("WITHDRAWN", None)
    assert (await house.client.get(page)).status_code == 410
    assert (await hall.refused(checker, "checkCardSecrecy", **sent))[0] == "CARD_NOT_DRAFT"


@pytest.mark.parametrize(
    "text",
    [
        "电话１３８１２３４５６７８",
        "电话138.1234.5678",
        "电话１３８—１２３４—５６７８",
        "电话138\u200b12345678",
        "座机（0352）1234567",
        "身份证１４０２０２１９８００１０１００１Ｘ",
        "住东街３号",
        "住中山路南 12号",
        "东街十二号",
        "２栋３单元",
        "生于1980-01-01，电话13812345678",
    ],
)
def test_no_way_of_writing_hides_a_number(text: str) -> None:
    assert rules.card_fault(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "每月15号上午接待",
        "每月１５号、25号在东街联络站接待",
        "2025-03-05起任职",
        "2025.3.5—2026.3.5",
        "２０２１年１月１０日至2026年1月10日",
        "2021-2025年连任，第19届代表",
        "接待时间 8:30-11:30",
    ],
)
def test_days_and_years_are_no_numbers_of_a_person(text: str) -> None:
    assert rules.card_fault(text) is None


async def test_what_is_shown_is_what_the_check_saw(house: House) -> None:
    with house.on("2025-06-01"):
        hall, checker, card = await ready(house)
        first = await hall.log(hall.deputies["乙"], "乙")
        await hall.confirm(hall.office, first["id"])
        asked = "query($c: ID!) { cardPreview(card: $c) { title text } }"
        seen = (await house.gql(asked, {"c": card}, by=checker))["cardPreview"]
        assert {"title": "2025年接待走访选民", "text": "1次"} in seen
        sent = {"openness": "OPEN", "note": "可以公开"}
        await hall.do(checker, "checkCardSecrecy", CARD, card=card, **sent)
        # Another entry is confirmed between the check and the publication.
        later = await hall.log(hall.deputies["乙"], "乙", kind="inspect", title="视察水库")
        await hall.confirm(hall.office, later["id"], looked=True)
        assert (await house.gql(asked, {"c": card}, by=hall.office))["cardPreview"] == seen
        shown = await hall.do(hall.office, "publishCard", CARD, card=card)
        text = (await house.client.get(shown["page"])).text
        assert "接待走访选民" in text
        assert "视察调研" not in text
        # A new check sees it.
        again = {"file": hall.files["乙"], "introduction": INTRO}
        await hall.do(hall.office, "draftCard", CARD, **again)
        await hall.do(checker, "checkCardSecrecy", CARD, card=card, **sent)
        shown = await hall.do(hall.office, "publishCard", CARD, card=card)
        assert "视察调研" in (await house.client.get(shown["page"])).text


async def test_with_the_mandate_the_page_is_taken_down_by_itself(house: House) -> None:
    with house.on("2025-06-01"):
        hall, checker, card, page = await published(house)
        staff = await house.person(hall.body, hall.organ, "credentials_staff")
        end = """mutation($i: MandateChangeInput!) { endMandate(input: $i) { id } }"""
        sent = {"mandate": hall.mandates["乙"], "on": "2025-05-30", "reason": "辞去代表职务"}
        assert (await house.client.get(page)).status_code == 200
        await house.gql(end, {"i": sent}, by=staff)
        await house.drain()
        assert (await house.client.get(page)).status_code == 410
        asked = "{ deputyCards { nodes { state withdrawal page } } }"
        (gone,) = (await house.gql(asked, by=hall.office))["deputyCards"]["nodes"]
        assert (gone["state"], gone["page"]) == ("WITHDRAWN", None)
        assert gone["withdrawal"] == "代表资格已经终止，自动撤下。", "never why it ended"
        again = {"file": hall.files["乙"], "introduction": INTRO}
        await hall.do(hall.office, "draftCard", CARD, **again)
        check = {"card": card, "openness": "OPEN", "note": "可以公开"}
        await hall.do(checker, "checkCardSecrecy", CARD, **check)
        code, _ = await hall.refused(hall.office, "publishCard", card=card)
        assert code == "CARD_MANDATE_ENDED"
