"""One person one file, one matter one entry: written, joined, confirmed, corrected (1-31 ff.)."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from edited_twice import second_is_told
from files_path import (
    DRAFT,
    ENTRY,
    Hall,
    add_deputy,
    add_organ,
    entry,
    mutation,
    open_hall,
    photo,
    uploaded,
)
from sqlalchemy.exc import ProgrammingError

from core import OrganKind, global_id, key
from core.testing import House, Someone, query_count
from plugins.deputy_files import practice
from plugins.deputy_files.models import Entry, EntryEvidence

pytestmark = pytest.mark.database

TODAY = "2025-06-01"


async def test_row_1_31_one_person_has_one_file_in_a_term(house: House) -> None:
    hall = await open_hall(house)
    await hall.open()
    assert sorted(hall.files) == ["丙", "乙", "甲"]
    code, said = await hall.refused(hall.office, "openFiles", term=19)
    assert code == "FILES_OPENED"
    assert "不需要重复" in said


async def test_row_1_32_two_write_of_one_matter_and_a_third_confirms(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        who = hall.deputies["乙"]
        picture = await uploaded(house, who, photo(1))
        begun = await hall.log(who, "乙", evidence=[picture], place="东街社区", text="本人走访三户")
        assert (begun["state"], begun["source"]) == ("SUBMITTED", "DEPUTY")
        film = await uploaded(house, hall.keeper, photo(2, "PNG"), "站内.png")
        joined = await hall.log(
            hall.keeper, "乙", joins=begun["id"], text="联络站陪同走访", evidence=[film]
        )
        assert joined["id"] == begun["id"]
        assert (joined["deputyText"], joined["stationText"]) == ("本人走访三户", "联络站陪同走访")
        code, _ = await hall.refused(
            hall.keeper,
            "logEntry",
            file=hall.files["乙"],
            joins=begun["id"],
            entry={"kind": "visit_voters", "heldOn": "2025-03-05", "title": "再写", "text": "再写"},
        )
        assert code == "SIDE_WRITTEN"
        kept = await hall.confirm(hall.deputies["甲"], begun["id"])
        assert kept["confirmedByName"] == "甲"
        (told,) = [said for name, said in await house.events(hall.body) if "confirm" in name]
    assert told == {
        "mandate": str(key(hall.mandates["乙"], "Mandate")),
        "term": 19,
        "kind": "visit_voters",
        "held_on": "2025-03-05",
        "quantity": 1,
        "matter": None,
        "source": "deputy",
        "evidence": told["evidence"],
        "digest": kept["digest"],
        "confirmed_by": str(hall.deputies["甲"].person_id),
        "confirmed_organ": "standing_committee",
        "corrects": None,
        "withdrawn": False,
    }
    assert len(told["evidence"]) == 2


async def test_a_film_is_evidence_like_a_photo(house: House) -> None:
    def box(name: bytes, content: bytes) -> bytes:
        return (len(content) + 8).to_bytes(4, "big") + name + content

    place = b"+40.0911+113.3001/"
    film = box(b"ftyp", b"mp42" + bytes(4)) + box(b"moov", box(b"\xa9xyz", place))
    hall = await open_hall(house, names=("乙",))
    with house.on(TODAY):
        await hall.open()
        who = hall.deputies["乙"]
        file = await uploaded(house, who, film, "走访.mp4")
        draft = await hall.log(who, "乙", "evidence { kind digest }", evidence=[file])
        (piece,) = draft["evidence"]
        assert piece["kind"] == "mp4"
        assert place not in await house.platform.blobs.get(piece["digest"])


async def test_what_a_revised_draft_left_out_is_no_evidence(house: House) -> None:
    hall = await open_hall(house, names=("甲", "乙"))
    with house.on(TODAY):
        await hall.open()
        who = hall.deputies["乙"]
        first, second = [await uploaded(house, who, photo(shade)) for shade in (11, 22)]
        draft = await hall.log(who, "乙", "id evidence { id }", evidence=[first])
        new = {"kind": "inspect", "heldOn": "2025-03-06", "title": "视察", "text": "视察水库"}
        shown = await hall.do(
            who,
            "reviseEntry",
            "state evidence { id digest }",
            draft=draft["id"],
            entry={**new, "evidence": [second]},
        )
        assert (shown["state"], len(shown["evidence"])) == ("DRAFT", 1)
        code, _ = await hall.refused(
            hall.office, "copyEvidence", draftEvidence=draft["evidence"][0]["id"]
        )
        assert code == "NOT_FOUND"
        await hall.do(who, "submitEntry", draft=draft["id"])
        kept = await hall.do(hall.office, "confirmEntry", "evidence { digest }", draft=draft["id"])
        assert [one["digest"] for one in kept["evidence"]] == [shown["evidence"][0]["digest"]]


@pytest.mark.parametrize("changed", ["its words", "its evidence"])
async def test_of_two_who_revise_an_entry_the_second_is_told(house: House, changed: str) -> None:
    hall = await open_hall(house, names=("甲", "乙"))
    with house.on(TODAY):
        await hall.open()
        who = hall.deputies["乙"]
        draft = (await hall.log(who, "乙", "id"))["id"]
        new = {"kind": "inspect", "heldOn": "2025-03-06", "title": "视察", "text": "视察水库"}
        other = (
            {"text": "视察水库大坝", "startsAt": "2025-03-06T09:00:00+08:00"}
            if changed == "its words"
            else {"evidence": [await uploaded(house, who, photo(33))]}
        )

        async def now() -> Any:
            shown = "revision deputyText startsAt evidence { id }"
            asked = f"query($d: ID!) {{ node(id: $d) {{ ... on EntryDraft {{ {shown} }} }} }}"
            return (await house.gql(asked, {"d": draft}, by=who))["node"]

        mine, theirs = ({"draft": draft, "entry": {**new, **one}} for one in ({}, other))
        await second_is_told(house, mutation("reviseEntry", "id"), mine, theirs, now, who)


async def test_nobody_confirms_what_is_their_own_or_what_they_wrote(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        own = await hall.log(hall.deputies["甲"], "甲")
        assert (await hall.refused(hall.deputies["甲"], "confirmEntry", draft=own["id"]))[
            0
        ] == "ENTRY_OWN"
        written = await hall.log(hall.office, "乙")
        assert (await hall.refused(hall.office, "confirmEntry", draft=written["id"]))[
            0
        ] == "ENTRY_OWN"
        await hall.confirm(hall.deputies["甲"], written["id"])
        await hall.confirm(hall.office, own["id"])


async def test_practice_says_who_confirms(house: House) -> None:
    hall = await open_hall(house)
    await hall.practise("confirmed_by", ["office"])
    with house.on(TODAY):
        await hall.open()
        written = await hall.log(hall.deputies["乙"], "乙")
        code, said = await hall.refused(hall.deputies["甲"], "confirmEntry", draft=written["id"])
        assert (code, "代表工作机构" in said) == ("NOT_THE_CONFIRMER", True)
        await hall.confirm(hall.office, written["id"])


async def waiting(hall: Hall, who: Someone, **where: Any) -> list[str]:
    """Titles of the drafts that a filter leaves somebody."""
    asked = (
        """query($w: EntryDraftFilter) { entryDrafts(where: $w) { totalCount nodes { title } } }"""
    )
    found = (await hall.house.gql(asked, {"w": where}, by=who))["entryDrafts"]
    assert found["totalCount"] == len(found["nodes"])
    return sorted(one["title"] for one in found["nodes"])


async def test_what_waits_for_somebody_is_what_they_would_not_be_refused(house: House) -> None:
    hall = await open_hall(house)
    leader, keeper, office = hall.deputies["甲"], hall.keeper, hall.office
    with house.on(TODAY):
        await hall.open()
        own = await hall.log(leader, "甲", title="组长的")
        await hall.log(hall.deputies["乙"], "乙", title="组员的")
        await hall.log(hall.deputies["丙"], "丙", title="别组的")
        await hall.log(office, "乙", title="机构写的")
        await hall.log(hall.deputies["乙"], "乙", title="还没提交的", submit=False)
        assert await waiting(hall, leader, toConfirm=True) == ["机构写的", "组员的"]
        assert await waiting(hall, office, toConfirm=True) == ["别组的", "组员的", "组长的"]
        assert await waiting(hall, keeper, toConfirm=True) == []
        assert await waiting(hall, hall.deputies["乙"], toConfirm=True) == []
        await hall.practise("confirmed_by", ["station"])
        assert await waiting(hall, leader, toConfirm=True) == []
        assert await waiting(hall, office, toConfirm=True) == []
        everything = ["别组的", "机构写的", "组员的", "组长的"]
        assert await waiting(hall, keeper, toConfirm=True) == everything
        await hall.do(keeper, "refuseEntry", draft=own["id"], reason="请补充地点")
        assert await waiting(hall, leader, own=True, state="REFUSED") == ["组长的"]
        assert await waiting(hall, office, own=True, state="REFUSED") == []
        await hall.do(office, "archiveFiles", "count", term=19)
        assert await waiting(hall, leader, own=True) == []
        assert await waiting(hall, keeper, toConfirm=True) == []


async def test_a_refusal_has_reasons_and_the_writer_may_mend_and_submit_again(
    house: House,
) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        who = hall.deputies["乙"]
        draft = await hall.log(who, "乙")
        assert (await hall.refused(hall.office, "refuseEntry", draft=draft["id"], reason=" "))[
            0
        ] == "REASON_EMPTY"
        back = await hall.do(
            hall.office, "refuseEntry", DRAFT, draft=draft["id"], reason="请写明走访了哪几户"
        )
        assert (back["state"], back["refusal"]) == ("REFUSED", "请写明走访了哪几户")
        (told,) = await house.messages(who)
        assert told.endswith("的一项履职记录没有确认，请看理由，改正后可以再次提交。")
        new = {
            "kind": "visit_voters",
            "heldOn": "2025-03-06",
            "title": "走访",
            "text": "走访张、李两户",
        }
        await hall.do(who, "reviseEntry", draft=draft["id"], entry=new)
        await hall.do(who, "submitEntry", draft=draft["id"])
        kept = await hall.confirm(hall.office, draft["id"])
        assert kept["heldOn"] == "2025-03-06"
        assert (await house.messages(who))[0] == "您2025年3月6日的一项履职记录已经确认入档。"
        assert await house.messages(hall.office) == [], "who acts knows already"
        code, _ = await hall.refused(who, "reviseEntry", draft=draft["id"], entry=new)
        assert code == "ENTRY_CLOSED"


async def test_a_correction_is_a_further_entry_and_the_first_stays(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        who = hall.deputies["乙"]
        first = await hall.confirm(hall.office, (await hall.log(who, "乙"))["id"])
        wrong = {"entry": first["id"], "reason": "日期有误"}
        better = await hall.log(who, "乙", heldOn="2025-03-04", corrects=wrong)
        second = await hall.confirm(hall.office, better["id"], looked=True)
        code, _ = await hall.refused(
            who,
            "logEntry",
            file=hall.files["乙"],
            corrects=wrong,
            entry={"kind": "inspect", "heldOn": "2025-03-04", "title": "再更正", "text": "再更正"},
        )
        assert code == "ENTRY_CORRECTED"
        gone = await hall.log(
            who, "乙", corrects={"entry": second["id"], "reason": "重复", "withdraws": True}
        )
        await hall.confirm(hall.office, gone["id"], looked=True)
        told = [said for name, said in await house.events(hall.body) if "confirm" in name]
        assert [(one["corrects"], one["withdrawn"]) for one in told] == [
            (None, False),
            (str(key(first["id"], "DutyEntry")), False),
            (str(key(second["id"], "DutyEntry")), True),
        ]
        asked = "query($s: Boolean!) { dutyEntries(where: { standing: $s }) { nodes { id } } }"
        standing = await house.gql(asked, {"s": True}, by=hall.office)
        assert standing["dutyEntries"]["nodes"] == []
        every = await house.gql(asked, {"s": False}, by=hall.office)
        assert len(every["dutyEntries"]["nodes"]) == 3


async def test_the_database_refuses_to_change_what_was_confirmed(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        who = hall.deputies["乙"]
        picture = await uploaded(house, who, photo(3))
        draft = await hall.log(who, "乙", evidence=[picture])
        await hall.confirm(hall.office, draft["id"])
    for change in (
        sa.update(Entry).values(quantity=9),
        sa.delete(Entry),
        sa.update(EntryEvidence).values(digest="x"),
        sa.delete(EntryEvidence),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with house.platform.as_core(house.bodies[hall.body].id) as work:
                await work.session.execute(change)


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [
        ({"heldOn": "2021-12-31"}, "ENTRY_DAY", "早于代表资格开始之日"),
        ({"heldOn": "2025-06-02"}, "ENTRY_DAY", "晚于今天"),
        ({"kind": "dance"}, "KIND_UNKNOWN", "接待走访选民"),
        ({"text": " "}, "ENTRY_EMPTY", "一事一记"),
        ({"title": "长" * 101}, "ENTRY_TOO_LONG", "标题不超过100字"),
        ({"text": "长" * 4001}, "ENTRY_TOO_LONG", "分为几件事"),
        ({"quantity": 0}, "QUANTITY", "至少为1"),
        ({"quantity": 10_001}, "QUANTITY", "至多为10000"),
        ({"startsAt": "2025-03-06T09:00:00+08:00"}, "ENTRY_TIMES", "不在所填的日期"),
        ({"endsAt": "2025-03-05T09:00:00+08:00"}, "ENTRY_TIMES", "没有开始时间"),
    ],
)
async def test_what_cannot_stand_in_a_file_is_refused_with_what_to_do(
    house: House, sent: dict[str, Any], code: str, said: str
) -> None:
    hall = await open_hall(house, names=("乙",))
    with house.on(TODAY):
        await hall.open()
        given = {"kind": "inspect", "heldOn": "2025-03-05", "title": "视察", "text": "视察水库"}
        got, sentence = await hall.refused(
            hall.deputies["乙"], "logEntry", file=hall.files["乙"], entry={**given, **sent}
        )
    assert got == code
    assert said in sentence


async def test_a_photo_that_is_too_large_says_what_to_do(house: House) -> None:
    hall = await open_hall(house, names=("乙",))
    await hall.practise("largest_photo", 1)
    with house.on(TODAY):
        await hall.open()
        who = hall.deputies["乙"]
        large = await house.upload(who, "大.jpg", photo(5) + bytes(80))
        assert large.status_code == 201
        huge = await house.upload(who, "八十兆.jpg", photo(5) + bytes(80 << 20))
        assert huge.status_code == 413
        assert "压缩或拆分" in huge.json()["errors"][0]["message"]


async def test_whoever_adds_a_photo_is_warned_of_childrens_faces(house: House) -> None:
    hall = await open_hall(house, names=("乙",))
    with house.on(TODAY):
        await hall.open()
        asked = "{ dutyLists { evidenceNotice cardNotice } }"
        for by in (hall.deputies["乙"], hall.keeper, hall.office):
            told = (await house.gql(asked, by=by))["dutyLists"]
            for notice in told.values():
                assert all(one in notice for one in ("儿童", "第二十八条", "第三十一条", "监护人"))
        draft = await hall.log(hall.deputies["乙"], "乙", "evidenceNotice")
        assert draft["evidenceNotice"] == told["evidenceNotice"]
        sent = {"file": hall.files["乙"], "introduction": "教师"}
        card = await hall.do(hall.office, "draftCard", "evidenceNotice", **sent)
        assert card["evidenceNotice"] == told["cardNotice"]


async def test_where_a_photo_was_taken_is_not_kept(house: House) -> None:
    from PIL import Image

    hall = await open_hall(house, names=("乙",))
    with house.on(TODAY):
        await hall.open()
        from io import BytesIO

        written = BytesIO()
        exif = Image.Exif()
        exif.get_ifd(0x8825)[1] = "N"
        exif[0x010F] = "camera"
        Image.new("RGB", (8, 8)).save(written, "JPEG", exif=exif)
        assert b"camera" in written.getvalue()
        who = hall.deputies["乙"]
        picture = await uploaded(house, who, written.getvalue())
        draft = await hall.log(who, "乙", f"{DRAFT} evidence {{ id digest }}", evidence=[picture])
        (piece,) = draft["evidence"]
        copied = await hall.do(hall.office, "copyEvidence", "id digest", draftEvidence=piece["id"])
        assert copied["digest"] == piece["digest"]
        content = await house.platform.blobs.get(piece["digest"])
        assert b"camera" not in content


async def test_alike_entries_are_shown_and_must_be_looked_at(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        one, other = hall.deputies["甲"], hall.deputies["乙"]
        text = "到东街社区走访困难家庭三户，送去米面油，记录意见两条。"
        pictures = [await uploaded(house, who, photo(7)) for who in (one, other)]
        times = {"startsAt": "2025-03-05T09:00:00+08:00", "endsAt": "2025-03-05T11:00:00+08:00"}
        first = await hall.log(
            one, "甲", text=text, evidence=[pictures[0]], place="东街社区", **times
        )
        near = await hall.log(
            other, "乙", text=text.replace("两条", "三条"), evidence=[pictures[1]]
        )
        assert {one["likeness"] for one in await hall.alike(near["id"])} == {
            "SAME_PHOTO",
            "NEAR_TEXT",
        }
        code, said = await hall.refused(hall.office, "confirmEntry", draft=near["id"])
        assert code == "ENTRY_ALIKE"
        assert "甲" in said
        assert "逐条核对" in said
        kept = await hall.confirm(hall.office, near["id"], looked=True)
        assert kept["id"]
        same = await hall.log(
            one, "甲", text=f"  {text}", place="西街社区", startsAt="2025-03-05T10:00:00+08:00"
        )
        assert {one["likeness"] for one in await hall.alike(same["id"])} == {
            "SAME_TEXT",
            "NEAR_TEXT",
            "SAME_HOUR",
        }
        assert len(await hall.alike(first["id"])) == 4, "the first shows what came after it"
        assert near["alike"] == [], "who wrote it is not told of other deputies"


async def test_in_a_busy_fortnight_the_same_photo_and_the_same_words_are_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many others are nearer, one's own ones too."""
    monkeypatch.setattr(practice, "MOST_COMPARED", 3)
    hall = await open_hall(house, names=("甲", "乙"))
    with house.on(TODAY):
        await hall.open()
        one, other = hall.deputies["甲"], hall.deputies["乙"]
        first, again = [await uploaded(house, who, photo(7)) for who in (one, other)]
        text = "到东街社区走访困难家庭三户"
        begun = await hall.log(one, "甲", "id", heldOn="2025-03-01", submit=False)
        told = {"kind": "visit_voters", "heldOn": "2025-03-01", "title": "走访选民", "text": text}
        file = hall.files["甲"]
        joined: dict[str, Any] = {"file": file, "entry": told, "joins": begun["id"]}
        await hall.do(hall.keeper, "logEntry", "id", **joined)
        await hall.log(one, "甲", heldOn="2025-03-01", evidence=[first])
        for day in range(2, 9):
            await hall.log(other, "乙", heldOn=f"2025-03-0{day}")
        same = await hall.log(other, "乙", heldOn="2025-03-08", text=text, evidence=[again])
        found = {one["likeness"] for one in await hall.alike(same["id"])}
        assert {"SAME_PHOTO", "SAME_TEXT"} <= found
        kept = [one for one in await hall.alike(same["id"]) if one["likeness"] == "SAME_PHOTO"]
        assert [one["otherName"] for one in kept] == ["甲"]


async def test_what_was_looked_at_is_what_stands_and_is_kept(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        text = "到东街社区走访困难家庭三户，送去米面油，记录意见两条。"
        first = await hall.log(hall.deputies["甲"], "甲", text=text)
        second = await hall.log(hall.deputies["乙"], "乙", text=text)
        seen = [one["id"] for one in await hall.alike(second["id"])]
        # A third comes in after somebody looked: what they looked at is not all any more.
        third = await hall.log(hall.deputies["丙"], "丙", text=text)
        sent = {"draft": second["id"], "looked": seen}
        code, said = await hall.refused(hall.office, "confirmEntry", **sent)
        assert (code, "其中1处还没有核对" in said, "丙" in said, "甲" in said) == (
            "ENTRY_ALIKE",
            True,
            True,
            False,
        )
        now_seen = [one["id"] for one in await hall.alike(second["id"])]
        assert set(seen) < set(now_seen)
        # The first is confirmed meanwhile: it is the same matter, and keeps its id.
        await hall.confirm(hall.office, first["id"], looked=True)
        assert {one["id"] for one in await hall.alike(second["id"])} == set(now_seen)
        answer = "alike looked { percent likeness otherName otherTitle }"
        sent["looked"] = now_seen
        kept = await hall.do(hall.office, "confirmEntry", answer, **sent)
        assert kept["alike"] == 2
        assert sorted(one["otherName"] for one in kept["looked"]) == ["丙", "甲"]
        # The last shows both that were confirmed before it.
        assert {one["otherName"] for one in await hall.alike(third["id"])} == {"甲", "乙"}


async def test_what_looked_alike_and_does_not_any_more_is_looked_at_anew(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        same = {"text": "走访三户，听取对道路维修的意见两条。"}
        first = await hall.log(hall.deputies["甲"], "甲", **same)
        second = await hall.log(hall.deputies["乙"], "乙", **same)
        seen = [one["id"] for one in await hall.alike(second["id"])]
        assert len(seen) == 1
        await hall.do(hall.deputies["甲"], "discardEntry", draft=first["id"])
        assert await hall.alike(second["id"]) == []
        code, said = await hall.refused(
            hall.office, "confirmEntry", draft=second["id"], looked=seen
        )
        assert (code, "现有0处" in said) == ("ENTRY_ALIKE_GONE", True)
        await hall.confirm(hall.office, second["id"])


async def test_a_likeness_that_nothing_noted_is_shown_after_the_refusal(house: House) -> None:
    """Practice got stricter after the draft was submitted."""
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        await hall.log(hall.deputies["甲"], "甲", text="到东街社区走访困难家庭三户，送去米面油。")
        draft = await hall.log(
            hall.deputies["乙"], "乙", text="到西街小区走访困难家庭两户，送去粮食。"
        )
        assert await hall.alike(draft["id"]) == []
        await hall.practise("near_text", 50)
        told = await house.refused(
            mutation("confirmEntry", "id"), {"input": {"draft": draft["id"]}}, by=hall.office
        )
        (shown,) = told["extensions"]["alike"]
        asked = "query($d: ID!) { entryLikenesses(draft: $d) { id otherName percent } }"
        (now,) = (await house.gql(asked, {"d": draft["id"]}, by=hall.office))["entryLikenesses"]
        assert (shown["id"], now["otherName"], "甲" in shown["text"]) == (now["id"], "甲", True)
        own = await house.refused(asked, {"d": draft["id"]}, by=hall.deputies["乙"])
        assert own["extensions"]["code"] == "FORBIDDEN"
        await hall.do(hall.office, "confirmEntry", "id", draft=draft["id"], looked=[shown["id"]])


async def test_the_words_of_both_sides_are_compared(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        begun = await hall.log(hall.deputies["乙"], "乙", submit=False)
        joined = "联络站陪同到东街社区走访困难家庭三户，送去米面油。"
        await hall.log(hall.keeper, "乙", joins=begun["id"], text=joined)
        # Far away in time: only the same words are found there.
        other = await hall.log(hall.deputies["甲"], "甲", text=joined, heldOn="2024-03-05")
        for draft, name in ((begun, "甲"), (other, "乙")):
            (seen,) = await hall.alike(draft["id"])
            assert (seen["likeness"], seen["otherName"]) == ("SAME_TEXT", name)


async def test_row_1_33_the_file_moves_with_the_person_and_is_archived_by_term(
    house: House,
) -> None:
    hall = await open_hall(house)
    await add_organ(house, hall.body, "station2", OrganKind.LIAISON_STATION)
    next_keeper = await house.person(hall.body, "station2", "station_keeper")
    with house.on(TODAY):
        await hall.open()
        listed = "{ deputyFiles { totalCount } }"
        assert (await house.gql(listed, by=next_keeper))["deputyFiles"]["totalCount"] == 0
        moved = await hall.do(
            hall.office,
            "moveFile",
            "station { code } moves { reason fromOrgan { code } toOrgan { code } }",
            file=hall.files["乙"],
            station="station2",
            reason="代表调到西街工作",
        )
        assert moved["station"]["code"] == "station2"
        assert moved["moves"][0]["fromOrgan"]["code"] == "station"
        assert (await house.gql(listed, by=next_keeper))["deputyFiles"]["totalCount"] == 1
        assert (await house.gql(listed, by=hall.keeper))["deputyFiles"]["totalCount"] == 2
        done = await hall.do(hall.office, "archiveFiles", "count", term=19)
        assert done["count"] == 3
        code, said = await hall.refused(
            hall.deputies["乙"],
            "logEntry",
            file=hall.files["乙"],
            entry={"kind": "inspect", "heldOn": "2025-03-05", "title": "视察", "text": "视察"},
        )
        assert (code, "归档" in said) == ("FILE_ARCHIVED", True)
        again = await house.gql("{ deputyFiles(archived: true) { totalCount } }", by=hall.office)
        assert again["deputyFiles"]["totalCount"] == 3


async def test_entries_of_one_matter_are_joined_by_it(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        matter = await hall.do(hall.deputies["乙"], "openMatter", title="东街积水")
        for kind in ("lead_issue", "solve_issue"):
            draft = await hall.log(hall.deputies["乙"], "乙", kind=kind, matter=matter["id"])
            await hall.confirm(hall.office, draft["id"])
        told = [said for name, said in await house.events(hall.body) if "confirm" in name]
        assert {one["matter"] for one in told} == {str(key(matter["id"], "DutyMatter"))}


async def test_a_matter_is_seen_and_used_by_those_whom_it_concerns(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        own, other = hall.deputies["乙"], hall.deputies["丙"]
        matter = await hall.do(own, "openMatter", title="东街积水")

        async def seen(who: Someone) -> list[str]:
            found = await house.gql("{ dutyMatters { nodes { title } } }", by=who)
            return [one["title"] for one in found["dutyMatters"]["nodes"]]

        assert (await seen(own), await seen(hall.office)) == (["东街积水"], ["东街积水"])
        assert (await seen(other), await seen(hall.keeper)) == ([], [])
        sent = {"file": hall.files["丙"], "entry": entry(matter=matter["id"])}
        assert (await hall.refused(other, "logEntry", **sent))[0] == "NOT_FOUND"
        await hall.log(own, "乙", matter=matter["id"])
        assert await seen(hall.keeper) == ["东街积水"], "the station keeps the file"
        await hall.log(hall.office, "丙", matter=matter["id"], submit=False)
        assert await seen(other) == ["东街积水"], "the office put it into their file"
        assert await seen(hall.deputies["甲"]) == ["东街积水"], "the leader sees the group's files"
        await hall.do(other, "logEntry", **sent)


async def test_who_confirmed_what_is_listed(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        for by in (hall.office, hall.deputies["甲"]):
            await hall.confirm(by, (await hall.log(hall.deputies["乙"], "乙"))["id"])
        asked = """query($m: ID!) { dutyEntries(where: { confirmedByMember: $m }) {
          nodes { confirmedByName alike } } }"""
        member = global_id("Member", hall.deputies["甲"].membership_id)
        seen = await house.gql(asked, {"m": member}, by=hall.office)
        assert [one["confirmedByName"] for one in seen["dutyEntries"]["nodes"]] == ["甲"]


async def test_an_archived_or_foreign_deputy_is_nobodys_to_write_of(house: House) -> None:
    hall = await open_hall(house)
    other = await open_hall(house, "county-b")
    with house.on(TODAY):
        await hall.open()
        await other.open()
        code, _ = await other.refused(
            other.office,
            "logEntry",
            file=hall.files["乙"],
            entry={"kind": "inspect", "heldOn": "2025-03-05", "title": "视察", "text": "视察"},
        )
        assert code == "NOT_FOUND"
        code, _ = await hall.refused(
            hall.deputies["乙"],
            "logEntry",
            file=hall.files["丙"],
            entry={"kind": "inspect", "heldOn": "2025-03-05", "title": "视察", "text": "视察"},
        )
        assert code == "NOT_FOUND", "a deputy writes of nobody else"


async def test_a_list_of_many_entries_asks_no_more_than_a_list_of_one(house: House) -> None:
    hall = await open_hall(house)
    await add_deputy(house, hall.body, "standing_committee", "丁")
    asked = f"""{{ dutyEntries(first: 50) {{ nodes {{ {ENTRY} correctedBy file {{ name
      mandateStatus station {{ code }} }} matter {{ title }} evidence {{ digest }} }} }} }}"""
    with house.on(TODAY):
        await hall.open()
        counted = list[int]()
        for many in (1, 5):
            for _ in range(many):
                draft = await hall.log(hall.deputies["乙"], "乙")
                await hall.confirm(hall.office, draft["id"])
            with query_count() as sent:
                await house.gql(asked, by=hall.office)
            counted.append(len(sent))
    assert counted[0] == counted[1]


async def test_two_corrections_at_once_leave_one(house: House) -> None:
    hall = await open_hall(house)
    with house.on(TODAY):
        await hall.open()
        who = hall.deputies["乙"]
        first = await hall.confirm(hall.office, (await hall.log(who, "乙"))["id"])
        wrong = {"entry": first["id"], "reason": "日期有误"}
        drafts = [
            (await hall.log(who, "乙", heldOn=f"2025-03-0{day}", corrects=wrong))["id"]
            for day in (1, 2)
        ]
        sent = [
            house.ask(
                mutation("confirmEntry", "id"),
                {"input": {"draft": one, "looked": [each["id"] for each in await hall.alike(one)]}},
                by=by,
            )
            for one, by in zip(drafts, (hall.office, hall.deputies["甲"]), strict=True)
        ]
        answers = await asyncio.gather(*sent)
        refused = [one["errors"][0]["extensions"]["code"] for one in answers if "errors" in one]
        assert refused == ["ENTRY_CORRECTED"]
