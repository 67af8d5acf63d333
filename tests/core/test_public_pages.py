"""The public pages: what a body published, as HTML for anybody; what was withdrawn is gone."""

import hashlib
import re
from collections.abc import AsyncGenerator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
import sqlalchemy as sa
from made_plugins import made_plugin

from core import clock
from core.errors import Refused
from core.hookspecs import Action, Role
from core.public_sections import (
    PublicAnswer,
    PublicField,
    PublicForm,
    PublicPage,
    PublicSection,
    PublicTable,
)
from core.published import Published
from core.settings import Settings
from core.testing import House, MakeHouse, OpenHouse

PLUGIN = "notices"
READ = "notices.read_public"
OWN = {"origin": "http://test"}
SCRIPT = re.compile(r'<script type="module" src="(/public/keep-[0-9a-f]+\.js)"></script>')
EVIL = '<script>alert("x")</script>'


def page(facts: dict[str, Any]) -> PublicPage:
    rows = tuple(tuple(row) for row in facts.get("rows", []))
    table = PublicTable(caption="名单", columns=("姓名", "票数"), rows=rows, numbers=(1,))
    return PublicPage(
        summary=facts.get("text", ""),
        text=facts.get("text", ""),
        lines=(("文号", facts.get("number", "无")),),
        table=table if rows else None,
    )


async def answer(
    _context: Any, facts: dict[str, Any], given: dict[str, str], key: str
) -> PublicAnswer:
    if given["word"] == "no":
        raise Refused("NOT_TAKEN_TEST", "这句话不能受理，请改写。")
    told = PublicPage(text=f"{facts.get('text', '栏目')}：{given['word']}：{key}")
    return PublicAnswer(title="已经收到", code="ABCD-2345", page=told)


FORM = PublicForm(
    title="留言",
    notice="请写一句话。",
    button="提交",
    action=READ,
    fields=(
        PublicField(name="word", title="一句话", longest=10),
        PublicField(name="more", title="说明", longest=50, rows=3, required=False),
    ),
    send=answer,
)
SECTIONS = [
    PublicSection(
        name="notices.board",
        title="公告栏",
        description="各项公告。",
        action=READ,
        kind="board",
        page=page,
        gone="公告已经撤下。",
        form=FORM,
        section_form=FORM,
    ),
    PublicSection(
        name="notices.plain",
        title="文件",
        description="各种文件。",
        action=READ,
        kind="plain",
        page=page,
        gone="文件已经撤下。",
    ),
    PublicSection(
        name="notices.hidden", title="内部栏", description="不公开。", action="notices.read_inner"
    ),
]
ACTIONS = [Action(READ, "查看公告"), Action("notices.read_inner", "查看内部公告")]
ROLES = [Role(name="visitor", title="访客", actions=(READ,))]


MADE = made_plugin(
    PLUGIN,
    plugin_public=lambda: SECTIONS,
    plugin_actions=lambda: ACTIONS,
    plugin_roles=lambda: ROLES,
)


@pytest.fixture(scope="module")
async def shared(open_house: OpenHouse) -> AsyncGenerator[House]:
    """County A has the notices on, county B has not; for tests that look at one page."""
    async with open_house(modules=[MADE], installed=False) as house:
        await house.enable("county-a", PLUGIN)
        yield house


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The same, fresh."""
    house = await make_house(modules=[MADE], installed=False)
    await house.enable("county-a", PLUGIN)
    return house


async def publish(house: House, title: str, body: str = "county-a", **more: Any) -> UUID:
    """An entry, as a plugin's verb writes it."""
    facts = {"kind": "board", "text": f"{title}的内容", **more.pop("facts", {})}
    entry = Published(
        id=uuid4(),
        body_id=house.bodies[body].id,
        plugin=PLUGIN,
        subject_id=more.get("subject", uuid4()),
        title=title,
        facts=facts,
        published_on=more.get("on", date(2026, 3, 2)),
    )
    async with house.platform.as_core(house.bodies[body].id) as work:
        work.session.add(entry)
    return entry.id


async def withdraw(house: House, entry_id: UUID) -> None:
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        await work.session.execute(
            sa.update(Published).where(Published.id == entry_id).values(withdrawn_at=clock.now())
        )


async def get(house: House, path: str, **headers: str) -> httpx.Response:
    return await house.client.get(path, headers=headers)


async def test_a_page_says_for_people_and_search_engines_what_it_is(shared: House) -> None:
    entry = await publish(shared, "关于停水的公告", facts={"rows": [["甲", "12"]], "number": "1号"})
    shown = await get(shared, f"/p/county-a/{entry}")
    assert shown.status_code == 200
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    text = shown.text
    for said in (
        'lang="zh-CN"',
        "<title>关于停水的公告 - 公告栏 - ",
        '<meta name="description" content="关于停水的公告的内容">',
        f'<link rel="canonical" href="http://test/p/county-a/{entry}">',
        "关于停水的公告</h1>",
        "<dt>文号</dt><dd>1号</dd>",
        '<td class="number">12</td>',
        "2026-03-02",
    ):
        assert said in text
    for path, title in (("/p/county-a/", "信息公开"), ("/p/county-a/notices.board", "公告栏")):
        shown = await get(shared, path)
        assert f"{title}</h1>" in shown.text
        assert "关于停水的公告" in shown.text
        assert f'<link rel="canonical" href="http://test{path}">' in shown.text


async def test_only_a_form_has_a_script_and_it_is_ours(shared: House) -> None:
    """It keeps what was typed; no page needs one."""
    facts = {"text": EVIL, "number": EVIL, "rows": [[EVIL, "0"]]}
    entry = await publish(shared, EVIL, facts=facts)
    for path in ("/p/", "/p/county-a/", "/p/county-a/notices.board", f"/p/county-a/{entry}"):
        shown = await get(shared, path)
        policy = shown.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        scripts = SCRIPT.findall(shown.text)
        assert shown.text.count("<script") == len(scripts) == shown.text.count('method="post"')
        assert ("script-src 'self'" in policy) == ("script" in policy) == bool(scripts)
        for address in scripts:
            script = await get(shared, address)
            assert script.headers["content-type"].startswith("text/javascript")
            assert "immutable" in script.headers["cache-control"]
        assert " style=" not in shown.text
        assert "<style" not in shown.text
    searched = await get(shared, f"/p/county-a/notices.board?q={EVIL}")
    assert EVIL not in searched.text
    assert "&lt;script&gt;" in searched.text


async def test_the_style_sheet_is_kept_for_ever_under_its_own_name(shared: House) -> None:
    shown = await get(shared, "/p/county-a/")
    (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', shown.text)
    style = await get(shared, sheet)
    assert style.headers["content-type"].startswith("text/css")
    assert "immutable" in style.headers["cache-control"]
    told = await get(shared, "/p/nowhere/")
    (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', told.text)
    assert (await get(shared, sheet)).status_code == 200
    assert (await get(shared, "/public/icon.svg")).status_code == 200
    assert (await get(shared, "/public/other.css")).status_code == 404


async def test_what_is_withdrawn_is_gone_at_once_also_from_what_was_kept(house: House) -> None:
    entry = await publish(house, "撤下的公告", facts={"kind": "plain"})
    path = f"/p/county-a/{entry}"
    shown = await get(house, path)
    assert "must-revalidate" in shown.headers["cache-control"]
    assert "max-age=0" in shown.headers["cache-control"]
    assert shown.headers["content-encoding"] == "gzip"
    tag = shown.headers["etag"]
    again = await get(house, path, **{"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    await withdraw(house, entry)
    gone = await get(house, path, **{"if-none-match": tag})
    assert gone.status_code == 410
    assert "文件已经撤下。" in gone.text
    assert "撤下的公告" not in gone.text
    assert gone.headers["cache-control"] == "no-store"
    assert "撤下的公告" not in (await get(house, "/p/county-a/")).text
    assert "撤下的公告" not in (await get(house, "/p/county-a/notices.plain")).text
    assert (await get(house, f"{path}/qr.svg")).status_code == 410


async def test_what_was_published_anew_is_found_by_its_old_address(shared: House) -> None:
    subject = uuid4()
    old = await publish(shared, "旧的公告", subject=subject)
    await withdraw(shared, old)
    new = await publish(shared, "新的公告", subject=subject)
    moved = await get(shared, f"/p/county-a/{old}")
    assert (moved.status_code, moved.headers["location"]) == (302, f"/p/county-a/{new}")
    moved = await get(shared, f"/p/county-a/{old}/qr.png")
    assert moved.headers["location"] == f"/p/county-a/{new}/qr.png"


async def test_one_page_has_one_name_however_its_id_is_written(shared: House) -> None:
    entry = await publish(shared, "公告")
    for written in (str(entry).upper(), entry.hex, f"{{{entry}}}"):
        shown = (await get(shared, f"/p/county-a/{written}")).text
        assert f'<link rel="canonical" href="http://test/p/county-a/{entry}">' in shown


async def test_who_only_asks_whether_a_page_is_there_is_told(shared: House) -> None:
    entry = await publish(shared, "公告")
    for path in ("/p/", "/p/county-a/", f"/p/county-a/{entry}", "/robots.txt", "/sitemap.xml"):
        assert (await shared.client.head(path)).status_code == 200, path
    assert (await shared.client.head(f"/p/county-a/{uuid4()}")).status_code == 404
    assert (await shared.client.head(f"/t/county-a/p/{entry}")).status_code == 308


async def test_an_entry_that_a_plugin_cannot_tell_of_takes_no_list_down(shared: House) -> None:
    await publish(shared, "好的公告")
    entry = await publish(shared, "坏的公告", facts={"rows": [None], "kind": "plain"})
    for path in ("/p/county-a/", "/p/county-a/notices.plain"):
        shown = await get(shared, path)
        assert shown.status_code == 200
        assert "坏的公告" in shown.text
    failed = await get(shared, f"/p/county-a/{entry}")
    assert failed.status_code == 500
    assert "请稍后再试" in failed.text


async def test_addresses_that_were_printed_before_still_lead_there(shared: House) -> None:
    entry = await publish(shared, "公告")
    first = await get(shared, f"/t/county-a/p/{entry}")
    assert (first.status_code, first.headers["location"]) == (308, f"/p/county-a/{entry}")
    image = await get(shared, f"/t/county-a/p/{entry}/qr.svg")
    assert image.headers["location"] == f"/p/county-a/{entry}/qr.svg"
    assert b"<svg" in (await get(shared, image.headers["location"])).content


async def test_a_list_is_paged_and_searched_by_its_address(house: House) -> None:
    for number in range(45):
        await publish(
            house,
            f"第{number}号公告",
            on=date(2026, 1, 1),
            facts={"text": f"内容{number}", "of": str(UUID(int=5)), "year": 1900 + number},
        )
    first = (await get(house, "/p/county-a/notices.board")).text
    assert first.count("<li>") == 20
    assert "共45项" in first
    assert "第1页，共3页" in first
    assert 'rel="prev"' not in first
    last = (await get(house, "/p/county-a/notices.board?page=3")).text
    assert last.count("<li>") == 5
    assert 'rel="next"' not in last
    shown = {one for at in (1, 2, 3) for one in await _titles(house, f"?page={at}")}
    assert len(shown) == 45
    assert await _titles(house, "?q=第44号") == ["第44号公告"]
    assert await _titles(house, "?q=内容44") == ["第44号公告"]
    assert await _titles(house, "?q=1944") == ["第44号公告"]
    assert await _titles(house, "?q=%25") == []
    for unseen in ("text", "kind", "board", str(UUID(int=5))[:20]):
        assert await _titles(house, f"?q={unseen}") == [], "no name of a fact, no id is looked in"
    nothing = (await get(house, "/p/county-a/notices.board?q=没有的")).text
    assert "共0项" in nothing
    assert 'content="noindex' in nothing
    for odd in ("?page=99999", "?page=-1", "?page=x", "?q=%00"):
        assert (await get(house, f"/p/county-a/notices.board{odd}")).status_code == 200


async def _titles(house: House, query: str) -> list[str]:
    text = (await get(house, f"/p/county-a/notices.board{query}")).text
    return re.findall(r'<li>\s*<a href="/p/county-a/[^"]+">([^<]+)</a>', text)


async def test_a_list_asks_the_database_as_often_whatever_its_length(house: House) -> None:
    from core.db import statements

    async def asked(path: str) -> int:
        seen = list[str]()
        token = statements.set(seen)
        try:
            assert (await get(house, path)).status_code == 200
        finally:
            statements.reset(token)
        return len([one for one in seen if one.startswith("SELECT")])

    await publish(house, "一")
    few = [await asked(path) for path in ("/p/county-a/", "/p/county-a/notices.board")]
    for number in range(25):
        await publish(house, f"第{number}号")
    many = [await asked(path) for path in ("/p/county-a/", "/p/county-a/notices.board")]
    assert few == many
    assert max(many) <= 8


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/p/nowhere/", 404),
        ("/p/county-a/notices.none", 404),
        ("/p/county-a/notices.hidden", 404),
        (f"/p/county-a/{UUID(int=7)}", 404),
        ("/p/county-a/look/emblem-0", 404),
        ("/p/county-a/notices.board/x", 404),
        ("/p/county-b/notices.board", 404),
    ],
)
async def test_what_is_not_there_is_told_on_a_page(shared: House, path: str, status: int) -> None:
    told = await get(shared, path)
    assert told.status_code == status
    assert told.headers["content-type"].startswith("text/html")
    assert "<h1>" in told.text
    assert 'content="noindex"' in told.text


async def test_no_entry_shows_at_another_body_or_where_the_plugin_is_off(house: House) -> None:
    entry = await publish(house, "甲的公告")
    other = await publish(house, "乙的公告", body="county-b")
    assert (await get(house, f"/p/county-b/{entry}")).status_code == 404
    assert (await get(house, f"/p/county-b/{other}")).status_code == 404
    assert "乙的公告" not in (await get(house, "/p/county-a/notices.board")).text
    await house.disable("county-a", PLUGIN)
    assert (await get(house, f"/p/county-a/{entry}")).status_code == 404
    assert "目前没有公开的内容" in (await get(house, "/p/county-a/")).text


async def test_a_file_that_was_published_is_had_by_its_digest(shared: House) -> None:
    content = b"published content"
    digest = hashlib.sha256(content).hexdigest()
    await shared.platform.blobs.put(digest, content)
    secret = hashlib.sha256(b"secret").hexdigest()
    await shared.platform.blobs.put(secret, b"secret")
    one = {"name": "公告 全文.pdf", "kind": "pdf", "size": len(content), "digest": digest}
    entry = await publish(shared, "有附件的公告", facts={"files": [one]})
    text = (await get(shared, f"/p/county-a/{entry}")).text
    assert "公告 全文.pdf" in text
    had = await get(shared, f"/p/county-a/{entry}/{digest}")
    assert had.content == content
    assert had.headers["content-disposition"].startswith("attachment;")
    assert had.headers["content-type"] == "application/octet-stream"
    assert (await get(shared, f"/p/county-a/{entry}/{secret}")).status_code == 404
    await withdraw(shared, entry)
    assert (await get(shared, f"/p/county-a/{entry}/{digest}")).status_code == 410


# --- a form -----------------------------------------------------------------------------------


async def send(house: House, path: str, headers: dict[str, str], **given: str) -> httpx.Response:
    return await house.client.post(path, data=given, headers=headers)


async def test_a_form_is_taken_without_a_script_or_an_account(shared: House) -> None:
    entry = await publish(shared, "公告")
    path = f"/p/county-a/{entry}"
    text = (await get(shared, path)).text
    (key,) = re.findall(r'name="key" value="([^"]{20,})"', text)
    taken = await send(shared, path, OWN, word="您好", more="", key=key)
    assert taken.status_code == 200
    assert "ABCD-2345" in taken.text
    assert f"公告的内容：您好：{key}" in taken.text
    assert taken.headers["cache-control"] == "no-store"
    section = await send(shared, "/p/county-a/notices.board", OWN, word="您好", more="")
    assert "栏目：您好" in section.text


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("no", "这句话不能受理，请改写。"),
        ("", "请填写“一句话”。"),
        ("一二三四五六七八九十百", "不超过10字，现在是11字"),
    ],
)
async def test_a_refusal_keeps_all_that_was_typed(shared: House, word: str, said: str) -> None:
    entry = await publish(shared, "公告")
    for path in (f"/p/county-a/{entry}", "/p/county-a/notices.board"):
        refused = await send(shared, path, OWN, word=word, more=f"第一行\r\n{EVIL}", key="k" * 30)
        assert refused.status_code == 400
        assert said in refused.text
        assert f'value="{word}"' in refused.text
        assert "第一行\n&lt;script&gt;" in refused.text
        assert f'value="{"k" * 30}"' in refused.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {**OWN, "sec-fetch-site": "cross-site"},
    ],
)
async def test_a_form_of_another_site_is_not_taken(shared: House, headers: dict[str, str]) -> None:
    refused = await send(shared, "/p/county-a/notices.board", headers, word="您好")
    assert refused.status_code == 403
    assert "不是从本页面提交的" in refused.text


async def test_a_form_of_what_was_published_anew_meanwhile_is_taken(shared: House) -> None:
    subject = uuid4()
    old = await publish(shared, "旧的公告", subject=subject)
    await withdraw(shared, old)
    new = await publish(shared, "新的公告", subject=subject)
    taken = await send(shared, f"/p/county-a/{old}", OWN, word="您好", more="", key="k" * 30)
    assert taken.status_code == 200
    assert "新的公告的内容：您好" in taken.text
    refused = await send(shared, f"/p/county-a/{old}", OWN, word="no", more="别丢", key="k" * 30)
    assert f'action="/p/county-a/{new}#form"' in refused.text
    assert "别丢" in refused.text


async def test_a_form_is_ours_by_the_address_that_the_public_knows(
    make_house: MakeHouse, renda_settings: Settings
) -> None:
    settings = msgspec.structs.replace(renda_settings, public_url="https://rd.example.cn")
    house = await make_house(modules=[MADE], installed=False, settings=settings)
    await house.enable("county-a", PLUGIN)
    path = "/p/county-a/notices.board"
    behind = {"origin": "https://rd.example.cn", "sec-fetch-site": "same-origin"}
    assert (await send(house, path, behind, word="您好")).status_code == 200
    other = {"origin": "https://rd.example.cn.evil.example"}
    assert (await send(house, path, other, word="您好")).status_code == 403


async def test_what_has_no_form_takes_none(shared: House) -> None:
    assert (await send(shared, f"/p/county-a/{uuid4()}", OWN, word="您好")).status_code == 404
    entry = await publish(shared, "公告")
    await withdraw(shared, entry)
    assert (await send(shared, f"/p/county-a/{entry}", OWN, word="您好")).status_code == 410
    large = await send(shared, "/p/county-a/notices.board", OWN, word="字" * 70_000)
    assert large.status_code == 413


# --- search engines ---------------------------------------------------------------------------


async def test_search_engines_are_told_where_the_pages_are(house: House) -> None:
    entry = await publish(house, "公告")
    robots = (await get(house, "/robots.txt")).text
    assert "Allow: /p/" in robots
    assert "Disallow: /t/" in robots
    assert "Sitemap: http://test/sitemap.xml" in robots
    told = (await get(house, "/robots.txt")).headers["content-type"]
    assert told == "text/plain; charset=utf-8"
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        demo = work.body.demo
    assert "http://test/p/county-a/sitemap.xml" in (await get(house, "/sitemap.xml")).text or demo
    listed = (await get(house, "/p/county-a/sitemap.xml")).text
    assert (f"http://test/p/county-a/{entry}" in listed) is not demo
    shown = (await get(house, f"/p/county-a/{entry}")).text
    assert ("noindex" in shown) is demo
    assert ("演示样例·非正式公文" in shown) is demo


async def test_addresses_are_those_that_the_deployment_is_reached_by(
    make_house: MakeHouse, renda_settings: Settings
) -> None:
    settings = msgspec.structs.replace(renda_settings, public_url="https://rd.example.cn")
    house = await make_house(installed=False, settings=settings)
    text = (await get(house, "/p/county-a/")).text
    assert '<link rel="canonical" href="https://rd.example.cn/p/county-a/">' in text
