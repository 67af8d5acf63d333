"""Personal words are erased (个人信息保护法第四十七条); the record, points and the chain stand."""

import asyncio
from datetime import datetime
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from files_path import Hall, add_deputy, open_hall, photo, uploaded
from sqlalchemy.exc import DBAPIError

from core import ERASED, Organ, clock, events, key
from core.kit import files
from core.testing import Answered, House, Someone
from plugins.deputy_files.models import Entry
from plugins.deputy_files.service.seeing import hold_words

pytestmark = pytest.mark.database

ERASURE = "id state ground decision staying contents entries askedWhy decidedByName"
WORDS = "title deputyText place evidence { id name }"
SECRET = ("东街三户", "走访王家", "王家小院", "合影.jpg", "原来写错的")
ERASE = "mutation($i: EraseWordsInput!) { eraseWords(input: $i) { id } }"
LOG = "mutation($i: LogEntryInput!) { logEntry(input: $i) { id } }"
REFUSED = (
    {"title": "另一件事"},
    {"deputy_text": ""},
    {"reason": None},
    {"quantity": 9},
    {"year": 2024},
)
TABLES = """SELECT relname FROM pg_class
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""


async def officer_of(hall: Hall) -> Someone:
    return await hall.house.person(hall.body, hall.organ, "personal_data_officer", name="负责人")


async def kept_entry(hall: Hall) -> dict[str, Any]:
    """An entry with a photo that was corrected once: two confirmed rows say the same thing."""
    who = hall.deputies["乙"]
    told = {"title": "走访王家", "place": "王家小院"}
    told["evidence"] = [await uploaded(hall.house, who, photo(5), "合影.jpg")]
    first = await hall.log(who, "乙", text="原来写错的", **told)
    first = await hall.confirm(hall.office, first["id"])
    corrected = {"entry": first["id"], "reason": "东街三户写成了两户"}
    second = await hall.log(who, "乙", text="东街三户", corrects=corrected, **told)
    return await hall.confirm(hall.office, second["id"], looked=True)


def everywhere(hall: Hall, words: tuple[str, ...]) -> list[str]:
    """Tables of the whole database, whoever's rows, in which one of the words stands."""
    house, found = hall.house, list[str]()
    with psycopg.connect(house.databases.owner_or_refuse(house.platform.settings)) as owner:
        for (table,) in owner.execute(TABLES).fetchall():
            owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY".encode())
            for word in words:
                wanted = f"SELECT 1 FROM {table} t WHERE t::text LIKE %s LIMIT 1".encode()
                if owner.execute(wanted, [f"%{word}%"]).fetchone():
                    found.append(f"{table}: {word}")
        owner.rollback()
    return found


def as_owner(hall: Hall, statement: str) -> None:
    house, table = hall.house, "deputy_files_entry"
    with psycopg.connect(house.databases.owner_or_refuse(house.platform.settings)) as owner:
        owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY".encode())
        owner.execute(f"UPDATE {table} SET {statement}".encode())
        owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY".encode())


async def verified(hall: Hall) -> str:
    return await hall.house.command(hall.body, "deputy_files", "verify", year=None)


async def downloaded(house: House, body: str, file: str, by: Someone) -> Any:
    return await house.client.get(
        f"/t/{body}/files/{file}", headers={"Authorization": f"Bearer {by.token}"}
    )


async def test_words_are_gone_everywhere_and_everything_else_stands(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        entry = await kept_entry(hall)
        own, officer = hall.deputies["乙"], await officer_of(hall)
        assert {one.split(": ")[1] for one in everywhere(hall, SECRET)} == set(SECRET)
        asked = await hall.do(
            own, "requestErasure", ERASURE, entry=entry["id"], why="东街三户不愿意留名"
        )
        await house.drain()
        done = await hall.do(
            officer, "eraseWords", ERASURE, entry=entry["id"], ground="CONSENT", note="按本人请求"
        )
        await house.drain()
        assert (done["id"], done["state"], done["ground"]) == (asked["id"], "ERASED", "CONSENT")
        assert (len(done["entries"]), len(done["contents"]), done["staying"]) == (2, 1, 0)
        assert everywhere(hall, SECRET) == []
        blobs = house.platform.settings.data_dir / "blobs"
        assert list(blobs.rglob(done["contents"][0])) == []
        listed = await house.gql(
            "{ dutyEntries { nodes { heldOn kind quantity name " + WORDS + " } } }", by=own
        )
        (left,) = listed["dutyEntries"]["nodes"]
        assert (left["heldOn"], left["kind"], left["name"]) == ("2025-03-05", "visit_voters", "乙")
        assert left["title"] == left["deputyText"] == left["evidence"][0]["name"] == ERASED
        piece = left["evidence"][0]["id"]
        told = await hall.refused(hall.office, "copyEvidence", entryEvidence=piece)
        assert told[0] == "EVIDENCE_ERASED"
        assert "一致" in await verified(hall)
        assert (await events.verify(house.platform, house.bodies[hall.body].id)).sound


async def test_who_uploaded_it_is_told_that_the_content_is_gone(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who = hall.deputies["乙"]
        picture = await uploaded(house, who, photo(7))
        draft = await hall.log(who, "乙", evidence=[picture])
        entry = await hall.confirm(hall.office, draft["id"])
        officer = await officer_of(hall)
        await hall.do(officer, "eraseWords", entry=entry["id"], ground="UNLAWFUL")
        await house.drain()
        seen = await house.gql(
            "query($f: ID!) { node(id: $f) { ... on File { name erasedOn } } }",
            {"f": picture},
            by=who,
        )
        assert seen["node"] == {"name": ERASED, "erasedOn": "2025-06-01"}
        answer = await downloaded(house, hall.body, picture, who)
        assert "FILE_ERASED" in answer.text
        again = {"kind": "visit_voters", "heldOn": "2025-03-06", "title": "又", "text": "又一次"}
        told = await hall.refused(
            who, "logEntry", file=hall.files["乙"], entry={**again, "evidence": [picture]}
        )
        assert told[0] == "FILE_ERASED"


async def test_what_another_record_rests_on_stays(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        entries = list[str]()
        for name in ("乙", "丙"):
            picture = await uploaded(house, hall.deputies[name], photo(9))
            draft = await hall.log(hall.deputies[name], name, evidence=[picture])
            entries.append((await hall.confirm(hall.office, draft["id"], looked=True))["id"])
        officer = await officer_of(hall)
        first = await hall.do(officer, "eraseWords", ERASURE, entry=entries[0], ground="PURPOSE")
        assert (first["staying"], first["contents"]) == (1, [])
        await house.drain()
        assert "一致" in await verified(hall)
        second = await hall.do(officer, "eraseWords", ERASURE, entry=entries[1], ground="PURPOSE")
        assert (second["staying"], len(second["contents"])) == (0, 1)


async def test_a_content_that_another_body_keeps_stays_there(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who = hall.deputies["乙"]
        picture = await uploaded(house, who, photo(11))
        draft = await hall.log(who, "乙", evidence=[picture])
        entry = await hall.confirm(hall.office, draft["id"])
        other = await house.person("county-b", "office")
        theirs = await uploaded(house, other, photo(11))
        officer = await officer_of(hall)
        await hall.do(officer, "eraseWords", entry=entry["id"], ground="PURPOSE")
        await house.drain()
        answer = await downloaded(house, "county-b", theirs, other)
        assert (answer.status_code, len(answer.content) > 0) == (200, True)


async def test_the_database_lets_words_be_erased_and_nothing_else(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        entry = await kept_entry(hall)
        this = Entry.id == key(entry["id"], "DutyEntry")
        body = house.bodies[hall.body].id
        for change in REFUSED:
            with pytest.raises(DBAPIError, match=r"erased or stays|permission denied"):
                async with house.platform.as_core(body) as work:
                    await work.session.execute(sa.update(Entry).where(this).values(**change))
        async with house.platform.as_core(body) as work:
            await work.session.execute(sa.update(Entry).where(this).values(title=ERASED))
        with pytest.raises(Answered, match="没有删除它的事件"):
            await verified(hall)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("quantity = 9", "内容删除以后又有变动"),
        ("title = '又写上的'", "内容删除以后又有变动"),
        ("starts_at = now()", "内容删除以后又有变动"),
        ("aspect = 'other'", "内容删除以后又有变动"),
        ("year = 2024", "年度与日期不符"),
        ("reason = '又写上的'", "内容却还在"),
    ],
)
async def test_what_stays_of_an_erased_entry_is_verified(
    house: House, change: str, said: str
) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        entry = await kept_entry(hall)
        officer = await officer_of(hall)
        await hall.do(officer, "eraseWords", entry=entry["id"], ground="PERIOD")
        as_owner(hall, f"{change} WHERE id = '{key(entry['id'], 'DutyEntry')}'")
        with pytest.raises(Answered, match=said):
            await verified(hall)


async def test_who_may_ask_erase_and_refuse(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        entry = await kept_entry(hall)
        own, other = hall.deputies["乙"], hall.deputies["丙"]
        sent = {"entry": entry["id"], "why": "涉及家人"}
        assert (await hall.refused(other, "requestErasure", **sent))[0] == "NOT_FOUND"
        assert (await hall.refused(own, "requestErasure", why="涉及家人"))[0] == "ERASURE_WHAT"
        blank = await hall.refused(own, "requestErasure", entry=entry["id"], why=" ")
        assert blank[0] == "ERASURE_WHY"
        asked = await hall.do(own, "requestErasure", ERASURE, **sent)
        assert (await hall.refused(own, "requestErasure", **sent))[0] == "ERASURE_TWICE"
        office = await hall.refused(hall.office, "eraseWords", entry=entry["id"], ground="CONSENT")
        assert office[0] == "FORBIDDEN"
        officer = await officer_of(hall)
        assert (await house.unfinished(hall.body, "deputy_files"))["待办理的删除请求"] == 1
        empty = await hall.refused(officer, "refuseErasure", erasure=asked["id"], reason=" ")
        assert empty[0] == "REASON_EMPTY"
        kept = {"erasure": asked["id"], "reason": "保存期限未届满，只存储不再作其他使用"}
        refused = await hall.do(officer, "refuseErasure", ERASURE, **kept)
        assert (refused["state"], refused["decision"]) == ("REFUSED", kept["reason"])
        assert (await hall.refused(officer, "refuseErasure", **kept))[0] == "ERASURE_DECIDED"
        for who, count in ((own, 1), (other, 0), (officer, 1)):
            seen = await house.gql("{ erasures { nodes { decision } } }", by=who)
            assert len(seen["erasures"]["nodes"]) == count
        await hall.do(own, "requestErasure", **sent)


async def test_nobody_erases_their_own_nor_while_a_correction_waits(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        own, _ = await add_deputy(
            house, hall.body, "standing_committee", "丁", "personal_data_officer"
        )
        await hall.open()
        draft = await hall.log(own, "丁")
        entry = await hall.confirm(hall.office, draft["id"])
        sent = {"entry": entry["id"], "ground": "PURPOSE"}
        assert (await hall.refused(own, "eraseWords", **sent))[0] == "ERASURE_OWN"
        officer = await officer_of(hall)
        correcting = {"entry": entry["id"], "reason": "再改"}
        waiting = await hall.log(own, "丁", corrects=correcting, submit=False)
        assert (await hall.refused(officer, "eraseWords", **sent))[0] == "ERASURE_PENDING"
        await hall.do(own, "discardEntry", draft=waiting["id"], reason="不改了")
        await hall.do(officer, "eraseWords", **sent)
        assert (await hall.refused(officer, "eraseWords", **sent))[0] == "ERASURE_TWICE"


async def test_the_reason_of_a_leave_is_erased_with_the_event_that_told_it(house: House) -> None:
    hall = await open_hall(house)
    decider = await house.person(hall.body, "office", "leave_decider")
    with house.on("2025-02-01"):
        await hall.open()
        called = {"assembly": "CONGRESS", "title": "第四次会议", "beginsOn": "2025-02-10"}
        meeting = await hall.do(hall.office, "conveneMeeting", term=19, **called)
        own, officer = hall.deputies["乙"], await officer_of(hall)
        sent = {"file": hall.files["乙"], "meeting": meeting["id"], "reason": "住院治疗"}
        leave = await hall.do(own, "requestLeave", **sent)
        early = await hall.refused(officer, "eraseWords", leave=leave["id"], ground="PURPOSE")
        assert early[0] == "ERASURE_PENDING"
        decided = {"leave": leave["id"], "approved": True, "reason": "住院治疗属实"}
        await hall.do(decider, "decideLeave", **decided)
        await house.drain()
        assert len(everywhere(hall, ("住院治疗",))) == 2
        await hall.do(own, "requestErasure", leave=leave["id"], why="已经出院，住院治疗不必再留")
        await hall.do(officer, "eraseWords", leave=leave["id"], ground="PURPOSE")
        assert everywhere(hall, ("住院治疗",)) == []
        await house.drain()
        assert (await events.verify(house.platform, house.bodies[hall.body].id)).sound


async def test_a_deputy_is_told_how_their_data_are_handled_and_again_when_it_changes(
    house: House,
) -> None:
    asked = "{ dataNotice { text ruleText read } }"
    reading = "mutation { readNotice { read } }"
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who = hall.deputies["乙"]
        words = dict.fromkeys(("contact", "purpose", "kinds", "kept", "rights"), "办法所定")
        await hall.practise("data_notice", words)
        told = (await house.gql(asked, by=who))["dataNotice"]
        assert "个人信息处理者：" in told["text"]
        assert "保存期限：办法所定" in told["text"]
        assert (told["read"], bool(told["ruleText"])) == (False, True)
        assert (await house.gql(reading, by=who))["readNotice"]["read"]
        assert (await house.gql(asked, by=who))["dataNotice"]["read"]
        assert await house.refused_code(reading, by=who) == "NOTICE_READ"
        assert not (await house.gql(asked, by=hall.deputies["丙"]))["dataNotice"]["read"]
        await hall.practise("data_notice", {**words, "kept": "另定"})
        assert not (await house.gql(asked, by=who))["dataNotice"]["read"]


async def test_what_was_dropped_on_the_way_is_erased_with_it(house: House) -> None:
    """A correction that was not submitted any more, as our own refusal advises."""
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        draft = await hall.log(who, "乙", title="走访王家", text="王家住院")
        entry = await hall.confirm(hall.office, draft["id"])
        correcting = {"entry": entry["id"], "reason": "王家四次"}
        dropped = await hall.log(
            who, "乙", title="王家再改", text="王家四次", corrects=correcting, submit=False
        )
        await hall.do(who, "discardEntry", draft=dropped["id"], reason="王家说不用改")
        await hall.do(officer, "eraseWords", entry=entry["id"], ground="CONSENT")
        assert everywhere(hall, ("王家",)) == []


async def test_a_record_that_never_was_confirmed_is_erased_too(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        picture = await uploaded(house, who, photo(13), "王家合影.jpg")
        draft = await hall.log(who, "乙", title="走访王家", text="王家住院", evidence=[picture])
        sent = {"draft": draft["id"], "ground": "PURPOSE"}
        assert (await hall.refused(officer, "eraseWords", **sent))[0] == "ERASURE_PENDING"
        await hall.do(who, "discardEntry", draft=draft["id"], reason="不记了")
        asked = await hall.do(who, "requestErasure", draft=draft["id"], why="王家不愿意")
        both = await hall.refused(officer, "eraseWords", erasure=asked["id"], **sent)
        assert both[0] == "ERASURE_WHAT"
        await hall.do(officer, "eraseWords", erasure=asked["id"], ground="CONSENT")
        await house.drain()
        assert everywhere(hall, ("王家",)) == []
        assert (await downloaded(house, hall.body, picture, who)).status_code != 200


async def test_all_that_was_said_in_asking_is_erased_and_every_request_closed(
    house: House,
) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        first = await hall.confirm(hall.office, (await hall.log(who, "乙", title="甲事"))["id"])
        told = await hall.do(who, "requestErasure", entry=first["id"], why="写了王家住院")
        refusal = {"erasure": told["id"], "reason": "王家住院一事未届期限"}
        await hall.do(officer, "refuseErasure", **refusal)
        correcting = {"entry": first["id"], "reason": "改"}
        draft = await hall.log(who, "乙", title="甲事", corrects=correcting)
        second = await hall.confirm(hall.office, draft["id"], looked=True)
        await hall.do(who, "requestErasure", entry=first["id"], why="王家再次")
        twice = await hall.refused(who, "requestErasure", entry=second["id"], why="王家三次")
        assert twice[0] == "ERASURE_TWICE"
        await house.drain()
        await hall.do(officer, "eraseWords", entry=second["id"], ground="CONSENT")
        await house.drain()
        assert everywhere(hall, ("王家",)) == []
        assert "待办理的删除请求" not in await house.unfinished(hall.body, "deputy_files")
        assert (await events.verify(house.platform, house.bodies[hall.body].id)).sound


async def test_what_corrects_an_erased_entry_can_be_erased_in_its_turn(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        entry = await hall.confirm(hall.office, (await hall.log(who, "乙"))["id"])
        await hall.do(officer, "eraseWords", entry=entry["id"], ground="CONSENT")
        correcting = {"entry": entry["id"], "reason": "王家又来"}
        draft = await hall.log(who, "乙", title="王家", text="王家新文", corrects=correcting)
        later = await hall.confirm(hall.office, draft["id"])
        done = await hall.do(officer, "eraseWords", ERASURE, entry=later["id"], ground="CONSENT")
        assert len(done["entries"]) == 1, "what was erased before is not told again"
        assert everywhere(hall, ("王家",)) == []
        assert "一致" in await verified(hall)


async def test_a_file_that_somebody_else_holds_stays_with_its_content(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        theirs = await uploaded(house, hall.office, photo(15), "会议材料.jpg")
        picture = await uploaded(house, who, photo(15), "王家.jpg")
        entry = await hall.confirm(
            hall.office, (await hall.log(who, "乙", evidence=[picture]))["id"]
        )
        piece = entry["evidence"][0]["id"] if "evidence" in entry else None
        seen = await house.gql("{ dutyEntries { nodes { evidence { id } } } }", by=who)
        piece = piece or seen["dutyEntries"]["nodes"][0]["evidence"][0]["id"]
        copied = await hall.do(hall.keeper, "copyEvidence", entryEvidence=piece)
        done = await hall.do(officer, "eraseWords", ERASURE, entry=entry["id"], ground="PURPOSE")
        assert (done["staying"], done["contents"]) == (1, [])
        await house.drain()
        assert (await downloaded(house, hall.body, theirs, hall.office)).status_code == 200
        for file, by in ((picture, who), (copied["id"], hall.keeper)):
            assert "FILE_ERASED" in (await downloaded(house, hall.body, file, by)).text
        assert everywhere(hall, ("王家",)) == []


async def test_what_a_file_was_called_is_erased_where_its_content_stays(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        entries = list[str]()
        for name, called in (("乙", "王家合影.jpg"), ("丙", "合影.jpg")):
            picture = await uploaded(house, hall.deputies[name], photo(17), called)
            draft = await hall.log(hall.deputies[name], name, evidence=[picture])
            entries.append((await hall.confirm(hall.office, draft["id"], looked=True))["id"])
        await hall.do(await officer_of(hall), "eraseWords", entry=entries[0], ground="PURPOSE")
        await house.drain()
        assert everywhere(hall, ("王家",)) == []
        assert (await downloaded(house, hall.body, picture, hall.deputies["丙"])).status_code == 200


async def test_no_record_is_written_that_would_pass_for_erased(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        told = await hall.refused(
            hall.deputies["乙"], "logEntry", file=hall.files["乙"], entry=entry_of(f" {ERASED} ")
        )
        assert told[0] == "ENTRY_TITLE_ERASED"


async def test_a_file_that_is_erased_or_about_to_be_is_evidence_of_nothing_new(
    house: House,
) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        shared, alone = [await uploaded(house, who, photo(one), "照片.jpg") for one in (21, 22)]
        entries = list[str]()
        for pictures in ([shared, alone], [shared]):
            draft = await hall.log(who, "乙", evidence=pictures)
            entries.append((await hall.confirm(hall.office, draft["id"], looked=True))["id"])
        await hall.do(officer, "eraseWords", entry=entries[0], ground="PURPOSE")
        # The contents are dropped by a job, which has not run yet.
        again = {"file": hall.files["乙"], "entry": {**entry_of("又"), "evidence": [alone]}}
        assert (await hall.refused(who, "logEntry", **again))[0] == "EVIDENCE_ERASED"
        await house.drain()
        again["entry"]["evidence"] = [shared]
        assert (await hall.refused(who, "logEntry", **again))[0] == "EVIDENCE_ERASED"
        assert "一致" in await verified(hall)
        await hall.do(officer, "eraseWords", entry=entries[1], ground="PURPOSE")
        await house.drain()
        assert "一致" in await verified(hall)


async def test_whose_upload_it_was_is_known_where_others_wrote_after_them(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        picture = await uploaded(house, hall.keeper, photo(23), "王家合影.jpg")
        draft = await hall.log(hall.keeper, "乙", evidence=[picture])
        other = await house.person(hall.body, "station", "station_keeper", name="副站长")
        revised = entry_of("走访") | {"text": "改过"}
        revised["evidence"] = [
            await uploaded(house, other, photo(25), "王家大门.jpg"),
        ]
        await hall.do(other, "reviseEntry", draft=draft["id"], entry=revised)
        await hall.do(other, "submitEntry", draft=draft["id"])
        entry = await hall.confirm(hall.office, draft["id"])
        done = await hall.do(
            await officer_of(hall), "eraseWords", ERASURE, entry=entry["id"], ground="PURPOSE"
        )
        await house.drain()
        assert (len(done["contents"]), done["staying"]) == (2, 0)
        assert everywhere(hall, ("王家",)) == []
        assert "FILE_ERASED" in (await downloaded(house, hall.body, picture, hall.keeper)).text


async def test_a_copy_is_called_no_more_what_the_erased_file_was(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        entries = list[str]()
        for name, called in (("乙", "王家合影.jpg"), ("丙", "合影.jpg")):
            picture = await uploaded(house, hall.deputies[name], photo(24), called)
            draft = await hall.log(hall.deputies[name], name, evidence=[picture])
            entries.append((await hall.confirm(hall.office, draft["id"], looked=True))["id"])
        seen = await house.gql(
            "{ dutyEntries { nodes { evidence { id } } } }", by=hall.deputies["乙"]
        )
        piece = seen["dutyEntries"]["nodes"][0]["evidence"][0]["id"]
        copied = await hall.do(hall.keeper, "copyEvidence", entryEvidence=piece)
        await hall.do(await officer_of(hall), "eraseWords", entry=entries[0], ground="PURPOSE")
        await house.drain()
        assert everywhere(hall, ("王家",)) == []
        answer = await downloaded(house, hall.body, copied["id"], hall.keeper)
        assert answer.status_code == 200


async def test_of_two_officers_at_once_one_erases(house: House) -> None:
    asked = "mutation($i: EraseWordsInput!) { eraseWords(input: $i) { id } }"
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        officers = [await officer_of(hall), await officer_of(hall)]
        draft = await hall.log(hall.deputies["乙"], "乙")
        entry = await hall.confirm(hall.office, draft["id"])
        sent = {"i": {"entry": entry["id"], "ground": "PURPOSE"}}
        answers = await asyncio.gather(*(house.ask(asked, sent, by=one) for one in officers))
        assert sorted(bool(one.get("errors")) for one in answers) == [False, True]
        seen = await house.gql("{ erasures { totalCount } }", by=officers[0])
        assert seen["erasures"]["totalCount"] == 1


async def test_the_officer_is_not_the_office(house: House) -> None:
    """A deputy or a leader who is the officer too writes and confirms no more than before."""
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        own, _ = await add_deputy(
            house,
            hall.body,
            "standing_committee",
            "丁",
            "group_leader",
            "personal_data_officer",
        )
        await hall.open()
        sent = {"file": hall.files["丙"], "entry": entry_of("旁人")}
        assert (await hall.refused(own, "logEntry", **sent))[0] == "NOT_FOUND"
        draft = await hall.log(hall.deputies["丙"], "丙")
        told = await hall.refused(own, "confirmEntry", draft=draft["id"], looked=[])
        assert told[0] == "NOT_FOUND"


async def test_a_content_is_not_dropped_under_an_upload(house: House) -> None:
    """The upload holds the content until it is done; the drop waits, and then finds it held."""
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        picture = await uploaded(house, who, photo(19))
        draft = await hall.log(who, "乙", evidence=[picture])
        entry = await hall.confirm(hall.office, draft["id"])
        done = await hall.do(officer, "eraseWords", ERASURE, entry=entry["id"], ground="PURPOSE")
        other = house.bodies["county-b"].id
        async with house.platform.as_core(other) as work:
            organ = await work.session.scalar(sa.select(Organ).where(Organ.code == "office"))
        content = await house.platform.blobs.get(done["contents"][0])
        async with house.platform.as_core(other, organ=organ) as work:
            made = await files.keep(work, "照片.jpg", content, files.FileKind.JPEG)
            dropping = asyncio.create_task(house.drain())
            await asyncio.sleep(0.5)
            assert not dropping.done()
        await dropping
        assert await house.platform.blobs.get(made.digest) == content


async def test_the_same_deed_recorded_again_is_seen_although_its_words_are_gone(
    house: House,
) -> None:
    """By its photo, whoever took it up; else by the deputy, the day and the kind."""
    # A file that was uploaded on the day of the erasing may have been there before it.
    with clock.moved_to(datetime(2025, 6, 1, 23, 50)):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        told = {"evidence": [await uploaded(house, who, photo(31))]}
        first = await hall.confirm(hall.office, (await hall.log(who, "乙", **told))["id"])
        correcting = {"entry": first["id"], "reason": "数错了"}
        again = await hall.log(who, "乙", corrects=correcting, **told)
        second = await hall.confirm(hall.office, again["id"], looked=True)
        await hall.do(officer, "eraseWords", entry=second["id"], ground="CONSENT")
        await house.drain()
    with clock.moved_to(datetime(2025, 6, 2, 0, 5)):
        afresh = await uploaded(house, who, photo(31))
        draft = await hall.log(who, "乙", title="全新", text="另写", evidence=[afresh])
        found = await likenesses(hall, draft["id"])
        assert sorted(found) == ["ERASED_DAY", "SAME_PHOTO"], found
        other = await hall.log(who, "乙", title="别的", text="另外", kind="attend_council")
        assert await likenesses(hall, other["id"]) == []
        refused = await hall.refused(hall.office, "confirmEntry", draft=draft["id"], looked=[])
        assert refused[0] == "ENTRY_ALIKE"
        assert "已经删除" in str(refused)
        await hall.confirm(hall.office, draft["id"], looked=True)


async def likenesses(hall: Hall, draft: str) -> list[str]:
    asked = "query($d: ID!) { entryLikenesses(draft: $d) { likeness } }"
    told = await hall.house.gql(asked, {"d": draft}, by=hall.office)
    return [one["likeness"] for one in told["entryLikenesses"]]


async def test_whoever_shows_a_title_waits_for_whoever_erases(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, other = hall.deputies["乙"], hall.deputies["丙"]
        draft = await hall.log(who, "乙", title="王家小院", text="同一句话")
        entry = await hall.confirm(hall.office, draft["id"])
        officer = await officer_of(hall)
        async with house.platform.as_core(house.bodies[hall.body].id) as work:
            await hold_words(work, alone=True)
            erasing = asyncio.create_task(
                hall.do(officer, "eraseWords", entry=entry["id"], ground="PURPOSE")
            )
            await asyncio.sleep(0.3)
            writing = asyncio.create_task(hall.log(other, "丙", title="王家小院", text="同一句话"))
            await asyncio.sleep(0.3)
            assert not erasing.done()
            assert not writing.done()
        await asyncio.gather(erasing, writing)
        await hall.do(other, "discardEntry", draft=(await writing)["id"])
        await hall.do(officer, "eraseWords", draft=(await writing)["id"], ground="PURPOSE")
        assert everywhere(hall, ("王家小院",)) == []


async def test_no_copy_is_made_of_what_is_erased_at_that_moment(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        draft = await hall.log(who, "乙", evidence=[await uploaded(house, who, photo(33))])
        entry = await hall.confirm(hall.office, draft["id"])
        seen = await house.gql("{ dutyEntries { nodes { evidence { id digest } } } }", by=who)
        ((piece,),) = (one["evidence"] for one in seen["dutyEntries"]["nodes"])
        copy = "mutation($i: CopyEvidenceInput!) { copyEvidence(input: $i) { id } }"
        async with house.platform.as_core(house.bodies[hall.body].id) as work:
            await files.lock_content(work.session, piece["digest"], alone=True)
            erasing = asyncio.create_task(
                hall.do(officer, "eraseWords", entry=entry["id"], ground="PURPOSE")
            )
            await asyncio.sleep(0.3)
            copying = asyncio.create_task(
                house.ask(copy, {"i": {"entryEvidence": piece["id"]}}, by=hall.office)
            )
            await asyncio.sleep(0.3)
            assert not erasing.done()
            assert not copying.done()
        await erasing
        assert (await copying)["errors"][0]["extensions"]["code"] == "EVIDENCE_ERASED"


async def test_the_officer_sees_the_draft_that_they_are_asked_to_erase(house: House) -> None:
    asked = "{ erasures { nodes { draft { title deputyText evidence { name } } } } }"
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        picture = await uploaded(house, who, photo(35), "王家.jpg")
        draft = await hall.log(who, "乙", title="走访王家", text="东街三户", evidence=[picture])
        other = await hall.log(who, "乙", title="另一件", text="不问")
        for one in (draft, other):
            await hall.do(who, "discardEntry", draft=one["id"])
        request = await hall.do(who, "requestErasure", draft=draft["id"], why="请删")
        ((seen,),) = [(await house.gql(asked, by=officer))["erasures"]["nodes"]]
        assert seen["draft"] == {
            "title": "走访王家",
            "deputyText": "东街三户",
            "evidence": [{"name": "王家.jpg"}],
        }
        node = "query($i: ID!) { node(id: $i) { id } }"
        assert (await house.gql(node, {"i": other["id"]}, by=officer))["node"] is None
        listed = await house.gql("{ erasures { nodes { draft { evidence { id } } } } }", by=officer)
        piece = listed["erasures"]["nodes"][0]["draft"]["evidence"][0]["id"]
        copied = await hall.do(officer, "copyEvidence", draftEvidence=piece)
        seen = await downloaded(house, hall.body, copied["id"], officer)
        assert seen.status_code == 200, "who decides about a photo has looked at it"
        told = {"erasure": request["id"], "reason": "履职公开事实"}
        await hall.do(officer, "refuseErasure", **told)
        assert (await house.gql(asked, by=officer))["erasures"]["nodes"] == [{"draft": None}]
        refused = await hall.refused(officer, "copyEvidence", draftEvidence=piece)
        assert refused[0] == "NOT_FOUND"


async def test_who_writes_with_a_photo_and_who_erases_wait_in_one_order(house: House) -> None:
    """Both hold words and contents; in another order each would wait for the other."""
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, other, officer = hall.deputies["乙"], hall.deputies["丙"], await officer_of(hall)
        draft = await hall.log(who, "乙", evidence=[await uploaded(house, who, photo(40))])
        entry = await hall.confirm(hall.office, draft["id"])
        again = await uploaded(house, other, photo(40))
        writing = {"file": hall.files["丙"], "entry": {**entry_of("又一件"), "evidence": [again]}}
        sent = {"entry": entry["id"], "ground": "PURPOSE"}
        async with house.platform.as_core(house.bodies[hall.body].id) as work:
            await hold_words(work, alone=True)
            erasing = asyncio.create_task(house.ask(ERASE, {"i": sent}, by=officer))
            await asyncio.sleep(0.3)
            logging = asyncio.create_task(house.ask(LOG, {"i": writing}, by=other))
            await asyncio.sleep(0.3)
        told = await asyncio.gather(erasing, logging)
        assert [one.get("errors") for one in told] == [None, None], "nobody is sent away"


async def test_an_erased_entry_is_not_said_to_be_elsewhere(house: House) -> None:
    with house.on("2025-06-01"):
        hall = await open_hall(house)
        await hall.open()
        who, officer = hall.deputies["乙"], await officer_of(hall)
        hours = {"startsAt": "2025-03-05T09:00:00+08:00", "endsAt": "2025-03-05T10:00:00+08:00"}
        first = await hall.log(who, "乙", place="幸福社区", **hours)
        entry = await hall.confirm(hall.office, first["id"])
        await hall.do(officer, "eraseWords", entry=entry["id"], ground="CONSENT")
        draft = await hall.log(who, "乙", title="全新", text="另写", place="幸福社区", **hours)
        assert await likenesses(hall, draft["id"]) == ["ERASED_DAY"]


def entry_of(title: str) -> dict[str, Any]:
    return {"kind": "visit_voters", "heldOn": "2025-03-05", "title": title, "text": title}
