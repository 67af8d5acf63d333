"""The call on the public pages: an idea without an account or a script, followed by its code."""

import re

import httpx
from calls_path import Hall, on, open_hall

from core.testing import House
from plugins.people_votes import practice

OWN = {"origin": "http://test"}


async def entry_of(hall: Hall) -> str:
    """The address of the call's page, as a visitor finds it."""
    listed = (await hall.house.client.get(f"/p/{hall.body}/people_votes.calls")).text
    (found,) = re.findall(rf'href="(/p/{hall.body}/[0-9a-f-]{{36}})"', listed)
    return found


async def propose(hall: Hall, path: str, title: str, **more: str) -> httpx.Response:
    sent = {"title": title, "content": f"{title}，请尽快办理。", "place": "", **more}
    return await hall.house.client.post(path, data=sent, headers=OWN)


async def test_an_idea_comes_in_by_a_plain_form_and_is_followed(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        path = await entry_of(hall)
        shown = (await house.client.get(path)).text
        assert "请提建议。" in shown
        assert "不需要登录" in shown
        (key,) = re.findall(r'name="key" value="([^"]+)"', shown)
        assert len(key) >= practice.SHORTEST_KEY
        taken = await propose(hall, path, "加装路灯", key=key, place="甲村")
        assert taken.status_code == 200
        (code,) = re.findall(r"([A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4})", taken.text)
        again = await propose(hall, path, "加装路灯", key=key, place="甲村")
        assert code in again.text, "who sends the form twice keeps the same code"
        (kept,) = await hall.ideas(cycle, "source place proposedByName")
        assert kept == {"source": "PUBLIC", "place": "甲村", "proposedByName": None}
        section = f"/p/{hall.body}/people_votes.calls"
        told = await house.client.post(section, data={"code": code.lower()}, headers=OWN)
        assert "加装路灯</h1>" in told.text
        assert "已收到，待筛选" in told.text
        wrong = await house.client.post(section, data={"code": "AAAA"}, headers=OWN)
        assert wrong.status_code == 400
        assert "没有与该查询码对应的建议" in wrong.text


async def test_what_is_refused_stands_in_the_form_with_the_reason(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        path = await entry_of(hall)
        refused = await propose(hall, path, "加装路灯", content="请打13800138000联系我")
        assert refused.status_code == 400
        assert "不要填写手机号码" in refused.text
        assert "请打13800138000联系我" in refused.text
        assert 'value="加装路灯"' in refused.text
        assert await hall.ideas(cycle) == []


async def test_one_address_does_not_flood_the_call(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        await hall.calling()
        path = await entry_of(hall)
        for number in range(practice.PROPOSALS_AT_ONCE):
            assert (await propose(hall, path, f"建议{number}")).status_code == 200
        over = await propose(hall, path, "再一条")
        assert over.status_code == 429
        assert 'value="再一条"' in over.text


async def test_after_the_call_its_page_says_that_it_is_over(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        path = await entry_of(hall)
    with on("2025-10-01"):
        late = await propose(hall, path, "迟到的建议")
        assert late.status_code == 400
        assert "公开征集已经截止" in late.text
        secretary = await house.person(hall.body, hall.examiner, "project_secretary")
        await hall.do(secretary, "closeCall", cycle=cycle)
        gone = await house.client.get(path)
        assert gone.status_code == 410
        assert "征集已经结束" in gone.text
        section = await house.client.get(f"/p/{hall.body}/people_votes.calls")
        assert "查询建议的办理情况" in section.text
