"""What `core.testing` gives everyone: the browser without a window, people, days, statements."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.kit import papers
from core.testing import BODIES, PASSWORD, Answered, House, Someone, query_count

VIEWER = "{ viewer { name } }"


async def test_a_browser_signs_in_and_keeps_its_cookie(house: House) -> None:
    clerk = await house.person("county-a", "office", name="经办员甲")
    async with house.browser("county-a") as browser:
        assert (await browser.gql(VIEWER))["viewer"]["name"] is None
        await browser.sign_in(clerk.login, PASSWORD)
        assert (await browser.gql(VIEWER))["viewer"]["name"] == "经办员甲"
        # A page of another site sends our cookie along; it counts for nothing there.
        browser.origin = "https://elsewhere.example"
        refused = await browser.ask(VIEWER)
        assert refused["errors"][0]["extensions"]["code"] == "ORIGIN_REFUSED"
        browser.origin = "https://renda.test"
        await browser.sign_out()
        assert (await browser.gql(VIEWER))["viewer"]["name"] is None


async def test_a_browser_uploads_and_downloads(house: House) -> None:
    clerk = await house.person("county-a", "office")
    content = papers.write_pdf("# 说明\n\n一行文字。", "演示样例·非正式公文")
    async with house.browser("county-a") as browser:
        await browser.sign_in(clerk.login, PASSWORD, organ="office")
        file = await browser.upload("说明.pdf", content)
        assert (file["name"], file["size"]) == ("说明.pdf", len(content))
        assert await browser.download(file["id"]) == content
        with pytest.raises(AssertionError, match="不涉密"):
            await browser.upload("说明.pdf", content, not_classified=False)
        bare = await browser.client.post("/t/county-a/files", files={"file": ("a.pdf", content)})
        assert bare.json()["errors"][0]["extensions"]["code"] == "UPLOAD_HEADER"
    async with house.browser("county-b") as other:
        with pytest.raises(AssertionError, match=r"FORBIDDEN|NOT_SIGNED_IN"):
            await other.download(file["id"])


async def test_a_deputy_has_a_mandate_and_a_place(house: House) -> None:
    admin = await house.person("town-a", "presidium", "admin")
    who = await house.deputy("town-a", "congress", "deputy", name="代表甲", term=20)
    listed = await house.gql("{ mandates { nodes { name term status } } }", by=admin)
    assert listed["mandates"]["nodes"] == [{"name": "代表甲", "term": 20, "status": "ACTIVE"}]
    assert (await house.gql(VIEWER, by=who))["viewer"]["name"] == "代表甲"


async def test_practice_is_set_as_by_a_decision_of_the_body(house: House) -> None:
    await house.practise("county-a", "core.remind_before", {"amount": 3, "unit": "day"})
    admin = await house.person("county-a", "office", "admin")
    asked = '{ practice(settings: ["core.remind_before"]) { holding { value ruleText own } } }'
    (row,) = (await house.gql(asked, by=admin))["practice"]
    assert row["holding"]["value"]["amount"] == 3
    assert row["holding"]["own"]
    assert "本机构办法（测试）" in row["holding"]["ruleText"]
    with pytest.raises(Answered, match="SETTING_"):
        await house.practise("county-a", "core.nothing", 1)


async def test_another_day_is_today_for_the_block(house: House) -> None:
    with house.on("2031-03-21"):
        who = await house.person("county-a", "office")
        assert (await house.gql(VIEWER, by=who))["viewer"]["name"]
    answer = await house.refused_code("{ deadlines { totalCount } }", body="county-a")
    assert answer == "NOT_SIGNED_IN"


async def test_somebody_signs_in_anew_on_a_later_day(house: House) -> None:
    who = await house.person("county-a", "office", name="经办员甲")
    with house.on("2031-03-21"):
        assert await house.refused_code(VIEWER, by=who) == "TOKEN_INVALID"
        async with house.browser(who.body) as browser:
            await browser.sign_in(who.login, PASSWORD, organ=who.organ)
            assert (await browser.gql(VIEWER))["viewer"]["name"] == "经办员甲"


async def test_a_block_of_statements_is_counted(house: House) -> None:
    who = await house.person("county-a", "office")
    with query_count() as sent:
        await house.gql("{ body { organs { name } } }", by=who)
    assert sent
    assert not [one for one in sent if one.startswith("SET LOCAL")]


async def test_what_must_succeed_or_be_refused_is_said_when_it_is_not(house: House) -> None:
    who: Someone = await house.person("county-a", "office")
    with pytest.raises(Answered, match="Cannot query field"):
        await house.gql("{ nothing }", by=who)
    with pytest.raises(Answered, match="expected a refusal"):
        await house.refused(VIEWER, by=who)
    assert {one.code for one in BODIES} == set(house.bodies)


LOOPS = "asyncio_default_fixture_loop_scope = session\nasyncio_default_test_loop_scope = session\n"
NAMED_HERE = """
async def test_the_house_is_there(house):
    assert (await house.gql("{ body { code } }", body="county-a"))["body"]["code"] == "county-a"
"""


@pytest.mark.parametrize("alone", [False, True], ids=["beside the entry point", "alone"])
def test_a_conftest_may_name_the_harness_itself(tmp_path: Path, alone: bool) -> None:
    """Beside the entry point, and where entry points are not loaded at all."""
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["core.testing"]\n')
    (tmp_path / "test_named.py").write_text(NAMED_HERE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n" + LOOPS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    ours = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    if alone:
        ours["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        command += ["-p", "pytest_asyncio.plugin"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=ours,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr
