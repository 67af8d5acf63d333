"""Record and points together, each knowing the other by events alone: all through the API."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from files_path import Hall, open_hall
from openpyxl import Workbook
from points_path import LINES, OWN, PLUGIN, RECORD, RULE, SET, mutation, photo, turn_on

from core.testing import House, Someone

pytestmark = pytest.mark.database

ACCOUNTS = "{ pointsAccounts(year: 2025) { nodes { id name points entries } } }"


EVIDENCE = """query($e: ID!) { node(id: $e) { ... on DutyEntry { title digest matter { title }
  file { id } looked { id } evidence { id digest name } } } }"""
UNCONFIRMED = """{ entryDrafts { totalCount } deputyFiles { totalCount }
  dutyEntries { nodes { title } } }"""


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Both:
    """A body that keeps the record and counts points."""

    def __init__(self, hall: Hall, clerk: Someone) -> None:
        self.hall, self.clerk = hall, clerk

    async def accounts(self) -> dict[str, Any]:
        listed = await self.hall.house.gql(ACCOUNTS, by=self.clerk)
        return {one["name"]: one for one in listed["pointsAccounts"]["nodes"]}

    async def lines(self, name: str) -> list[Any]:
        account = (await self.accounts())[name]["id"]
        listed = await self.hall.house.gql(LINES, {"a": account}, by=self.clerk)
        return listed["pointsLines"]["nodes"]

    async def recorded(self, name: str, **more: Any) -> Any:
        """A deputy writes, the office confirms."""
        by = self.hall.deputies[name]
        draft = await self.hall.log(by, name, submit=True, **more)
        return await self.hall.confirm(self.hall.office, draft["id"])

    async def checked(self) -> str:
        told = {"year": "2025", "check": True}
        return await self.hall.house.command(self.hall.body, PLUGIN, "recompute", **told)


async def begun(house: House) -> Both:
    """Both plugins on, files open, a rule in force."""
    await turn_on(house, "county-a", RECORD)
    hall = await open_hall(house, enable=False)
    await hall.practise("confirmed_by", ["office"])
    await hall.open()
    await turn_on(house, hall.body, PLUGIN)
    clerk = await house.person(hall.body, hall.organ, "points_clerk", name="积分员")
    admin = await house.person(hall.body, hall.organ, "admin")
    await house.gql(SET, {"v": RULE, "f": "2025-01-01"}, by=admin)
    await house.gql(mutation("adoptPointsRule"), {"input": {"validFrom": "2025-01-01"}}, by=clerk)
    await house.drain()
    return Both(hall, clerk)


async def test_what_is_confirmed_in_the_record_counts(house: House) -> None:
    both = await begun(house)
    with house.on("2025-03-10"):
        draft = await both.hall.log(
            both.hall.deputies["甲"], "甲", kind="attend_council", heldOn="2025-03-05", submit=True
        )
        await house.drain()
        assert await both.accounts() == {}, "nothing counts before it is confirmed"
        done = await both.hall.confirm(both.hall.office, draft["id"])
        await house.drain()
        (line,) = await both.lines("甲")
        assert (line["value"], line["digest"]) == (500, done["digest"])
        assert line["confirmedByName"] == done["confirmedByName"]
        (own,) = (await house.gql(OWN, by=both.hall.deputies["甲"]))["ownPoints"]["nodes"]
        assert own["points"] == 500
        assert "一致" in await both.checked()


async def test_from_a_line_its_evidence_is_opened_and_downloaded(house: House) -> None:
    """By whoever answers for points; what is not confirmed stays with those who write it."""
    both = await begun(house)
    hall, clerk = both.hall, both.clerk
    by = hall.deputies["甲"]

    async def download(who: Someone, file: str) -> Any:
        signed_in = {"Authorization": f"Bearer {who.token}"}
        return await house.client.get(f"/t/{hall.body}/files/{file}", headers=signed_in)

    with house.on("2025-03-10"):
        picture = (await house.upload(by, "照片.png", photo("一"))).json()["id"]
        matter = (await hall.do(by, "openMatter", "id", title="路灯"))["id"]
        sent = {"kind": "attend_council", "title": "议事会", "matter": matter}
        await both.recorded("甲", **sent, evidence=[picture])
        written = (await house.upload(by, "照片.png", photo("二"))).json()["id"]
        draft = await hall.log(by, "甲", "evidence { id }", title="未确认", evidence=[written])
        await house.drain()
        (line,) = await both.lines("甲")
        entry = (await house.gql(EVIDENCE, {"e": line["entry"]}, by=clerk))["node"]
        assert (entry["title"], entry["digest"]) == ("议事会", line["digest"])
        assert entry["matter"] == {"title": "路灯"}
        assert (entry["file"], entry["looked"]) == (None, [])
        (piece,) = entry["evidence"]
        assert [piece["digest"]] == line["evidence"]
        copied = (await hall.do(clerk, "copyEvidence", "id", entryEvidence=piece["id"]))["id"]
        got = await download(clerk, copied)
        assert (got.status_code, digest_of(got.content)) == (200, piece["digest"])
        (open_piece,) = draft["evidence"]
        head = await house.person(hall.body, hall.organ, "points_head")
        checker = await house.person(hall.body, hall.organ, "publication_checker")
        for beside in (head, checker):
            assert (await download(beside, copied)).status_code == 404, "the clerk's own copy"
            opened = (await house.gql(EVIDENCE, {"e": line["entry"]}, by=beside))["node"]
            assert opened == entry
            sent = {"entryEvidence": piece["id"]}
            own = (await hall.do(beside, "copyEvidence", "id", **sent))["id"]
            got = await download(beside, own)
            assert (got.status_code, digest_of(got.content)) == (200, piece["digest"])
        for by in (clerk, head, checker):
            seen = await house.gql(UNCONFIRMED, by=by)
            assert (seen["entryDrafts"]["totalCount"], seen["deputyFiles"]["totalCount"]) == (0, 0)
            assert seen["dutyEntries"]["nodes"] == [{"title": "议事会"}]
            code, _ = await hall.refused(by, "copyEvidence", draftEvidence=open_piece["id"])
            assert code == "NOT_FOUND"
        other = await house.person("county-b", "office", "points_clerk")
        assert (await house.ask(EVIDENCE, {"e": line["entry"]}, by=other)).get("data") in (
            None,
            {"node": None},
        )


async def test_a_correction_in_the_record_reverses_a_line(house: House) -> None:
    both = await begun(house)
    with house.on("2025-03-10"):
        done = await both.recorded("甲", kind="attend_council")
        corrects = {"entry": done["id"], "reason": "种类写错"}
        draft = await both.hall.log(
            both.hall.deputies["甲"], "甲", submit=True, kind="donation", corrects=corrects
        )
        await both.hall.confirm(both.hall.office, draft["id"], looked=True)
        await house.drain()
        assert [one["value"] for one in await both.lines("甲")] == [500, -500, 0]
        assert "一致" in await both.checked()


async def test_past_entries_from_a_sheet_count_one_by_one(house: House) -> None:
    both = await begun(house)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("姓名", "日期", "种类", "标题", "内容", "次数"))
    for day in range(1, 6):
        for name in ("甲", "乙"):
            sheet.append((name, f"2025-02-0{day}", "参加议事会", f"第{day}次", f"{name}{day}", 1))
    written = BytesIO()
    book.save(written)
    with house.on("2025-03-10"):
        file = (await house.upload(both.hall.office, "以往记录.xlsx", written.getvalue())).json()
        await both.hall.do(both.hall.office, "importEntries", "count", file=file["id"])
        await house.drain()
        accounts = await both.accounts()
        assert {name: one["points"] for name, one in accounts.items()} == {"甲": 2500, "乙": 2500}
        assert len(await both.lines("甲")) == 5
        assert "一致" in await both.checked()
