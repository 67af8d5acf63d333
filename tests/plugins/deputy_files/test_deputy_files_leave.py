"""Leave in writing, absences as facts, targets, the yearly table, handbook and card."""

from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from files_path import Hall, add_organ, entry, open_hall
from pypdf import PdfReader

from core import OrganKind
from core.kit.sniffing import FileKind, read_text
from core.testing import House, query_count

pytestmark = pytest.mark.database

LEAVE = "id state reason inSession ruleText decisionReason"


async def convened(hall: Hall, begins: str = "2025-02-10", title: str = "第四次会议") -> str:
    made = await hall.do(
        hall.office, "conveneMeeting", assembly="CONGRESS", title=title, beginsOn=begins, term=19
    )
    return made["id"]


async def roll(hall: Hall, meeting: str) -> dict[str, tuple[str, str]]:
    found = await hall.house.gql(
        "query($m: ID!) { meetingRoll(meeting: $m, first: 50) { nodes { id name attendance } } }",
        {"m": meeting},
        by=hall.office,
    )
    return {one["name"]: (one["id"], one["attendance"]) for one in found["meetingRoll"]["nodes"]}


async def test_leave_is_asked_in_writing_decided_by_others_and_marked(house: House) -> None:
    hall = await open_hall(house)
    decider = await house.person(hall.body, "office", "leave_decider", name="办公室主任")
    with house.on("2025-02-01"):
        await hall.open()
        meeting = await convened(hall)
        who = hall.deputies["乙"]
        sent = {"file": hall.files["乙"], "meeting": meeting}
        assert (await hall.refused(who, "requestLeave", **sent, reason=" "))[0] == "REASON_EMPTY"
        asked = await hall.do(who, "requestLeave", LEAVE, **sent, reason="住院治疗")
        assert (asked["state"], asked["inSession"]) == ("REQUESTED", False)
        assert (await hall.refused(who, "requestLeave", **sent, reason="又"))[0] == "LEAVE_TWICE"
        assert (await house.unfinished(hall.body, "deputy_files"))["待决定的请假"] == 1
        granted = await hall.do(
            decider, "decideLeave", LEAVE, leave=asked["id"], approved=True, reason="情况属实"
        )
        assert granted["state"] == "APPROVED"
        assert (await house.messages(who))[0].endswith("提出的请假已经准假。")
        assert (await hall.refused(who, "requestLeave", **sent, reason="又"))[0] == "LEAVE_GRANTED"
        assert "待决定的请假" not in await house.unfinished(hall.body, "deputy_files")
        assert granted["ruleText"].startswith("示例")
        assert (await roll(hall, meeting))["乙"][1] == "LEAVE"
        code, _ = await hall.refused(
            decider, "decideLeave", leave=asked["id"], approved=False, reason="改"
        )
        assert code == "LEAVE_DECIDED"
        told = dict(await house.events(hall.body))
        assert "住院治疗" not in str(told), "a reason is personal data"


async def test_a_reason_is_seen_by_the_deputy_and_by_who_decides(house: House) -> None:
    hall = await open_hall(house)
    decider = await house.person(hall.body, "office", "leave_decider")
    with house.on("2025-02-01"):
        await hall.open()
        meeting = await convened(hall)
        await hall.do(
            hall.deputies["乙"],
            "requestLeave",
            file=hall.files["乙"],
            meeting=meeting,
            reason="住院治疗",
        )
        seen = {
            "deputy": (hall.deputies["乙"], 1),
            "another": (hall.deputies["丙"], 0),
            "leader": (hall.deputies["甲"], 0),
            "station": (hall.keeper, 0),
            "decider": (decider, 1),
            "office": (hall.office, 1),
        }
        for who, (by, many) in seen.items():
            found = await house.gql("{ leaveRequests { nodes { reason } } }", by=by)
            assert len(found["leaveRequests"]["nodes"]) == many, who


async def test_in_session_another_organ_decides_and_a_closed_meeting_needs_no_leave(
    house: House,
) -> None:
    hall = await open_hall(house)
    await add_organ(house, hall.body, "delegation", OrganKind.DELEGATION_OFFICE)
    committee = await house.person(hall.body, "working_commission", "leave_decider")
    delegation = await house.person(hall.body, "delegation", "leave_decider")
    with house.on("2025-02-10"):
        await hall.open()
        meeting = await convened(hall)
        asked = await hall.do(
            hall.deputies["乙"],
            "requestLeave",
            LEAVE,
            file=hall.files["乙"],
            meeting=meeting,
            reason="家中急事",
        )
        assert asked["inSession"] is True
        sent = {"leave": asked["id"], "approved": False, "reason": "会议期间须出席表决"}
        code, said = await hall.refused(committee, "decideLeave", **sent)
        assert (code, "代表团联络处" in said) == ("LEAVE_DECIDER", True)
        declined = await hall.do(delegation, "decideLeave", LEAVE, **sent)
        assert declined["state"] == "DECLINED"
        assert (await roll(hall, meeting))["乙"][1] == "UNRECORDED"
    with house.on("2025-02-12"):
        await hall.do(hall.office, "closeMeeting", meeting=meeting, on="2025-02-12")
        code, _ = await hall.refused(
            hall.deputies["丙"],
            "requestLeave",
            file=hall.files["丙"],
            meeting=meeting,
            reason="晚了",
        )
        assert code == "LEAVE_NOT_NEEDED"


async def test_two_absences_are_shown_with_the_article_and_nothing_is_decided(
    house: House,
) -> None:
    hall = await open_hall(house)
    with house.on("2025-04-01"):
        await hall.open()
        for title, begins in {"第三次会议": "2024-02-10", "第四次会议": "2025-02-10"}.items():
            meeting = await convened(hall, begins, title)
            members = await roll(hall, meeting)
            away = ["丙"] if title == "第三次会议" else ["乙", "丙"]
            await hall.do(
                hall.office,
                "recordAttendance",
                meeting=meeting,
                members=[members[one][0] for one in away],
                attendance="ABSENT",
            )
            await hall.do(hall.office, "closeMeeting", meeting=meeting, on=begins)
        found = await house.gql(
            "{ absentDeputies(term: 19) { name meetings reached article } }", by=hall.office
        )
        twice, once = found["absentDeputies"]
        assert (twice["name"], twice["reached"], len(twice["meetings"])) == ("丙", True, 2)
        assert "第六十二条" in twice["article"]
        assert (once["name"], once["reached"]) == ("乙", False)
        status = await house.gql("{ deputyFiles { nodes { name mandateStatus } } }", by=hall.office)
        assert {one["mandateStatus"] for one in status["deputyFiles"]["nodes"]} == {"ACTIVE"}


async def test_files_are_found_by_a_part_of_the_name(house: House) -> None:
    hall = await open_hall(house)
    await hall.open()
    asked = "query($n: String) { deputyFiles(name: $n) { nodes { name } } }"
    for sought, found in ((" 乙 ", ["乙"]), ("%", []), ("", ["甲", "乙", "丙"])):
        told = await house.gql(asked, {"n": sought}, by=hall.office)
        assert sorted(one["name"] for one in told["deputyFiles"]["nodes"]) == sorted(found)


async def entries(hall: Hall, name: str, kinds: dict[str, int]) -> None:
    for kind, times in kinds.items():
        for number in range(times):
            draft = await hall.log(
                hall.deputies[name], name, kind=kind, heldOn=f"2025-0{number % 5 + 1}-05"
            )
            await hall.confirm(hall.office, draft["id"], looked=True)


FIVE = [
    {"title": "接待选民", "kinds": ["visit_voters"], "times": 12},
    {"title": "代表建议", "kinds": ["suggestion"], "times": 12},
    {"title": "述职评议", "kinds": ["report_duty"], "times": 1},
]


async def test_row_1_34_progress_towards_the_targets(house: House) -> None:
    hall = await open_hall(house)
    await hall.practise("targets", FIVE)
    with house.on("2025-06-01"):
        await hall.open()
        await entries(hall, "乙", {"visit_voters": 3, "report_duty": 2})
        asked = """query($n: Int!, $after: String) { deputyFiles(first: $n, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes { name targetProgress(year: 2025) { title done times percent } } } }"""
        (own,) = (await house.gql(asked, {"n": 9}, by=hall.deputies["乙"]))["deputyFiles"]["nodes"]
        assert own["name"] == "乙"
        told = {one["title"]: (one["done"], one["percent"]) for one in own["targetProgress"]}
        assert told == {"接待选民": (3, 25), "代表建议": (0, 0), "述职评议": (2, 100)}
        # Page by page, as every list; a larger page asks no more.
        names, after, queries = list[str](), None, set[int]()
        for size in (1, 2):
            with query_count() as sent:
                page = (await house.gql(asked, {"n": size, "after": after}, by=hall.office))[
                    "deputyFiles"
                ]
            queries.add(len(sent))
            assert all(len(one["targetProgress"]) == 3 for one in page["nodes"])
            names += [one["name"] for one in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
        assert (sorted(names), page["pageInfo"]["hasNextPage"]) == (["丙", "乙", "甲"], False)
        assert len(queries) == 1


async def test_rows_1_28_and_1_37_the_yearly_table_in_excel_and_word(house: House) -> None:
    hall = await open_hall(house)
    await hall.practise("statistics_due", {"month": 11, "day": 30})
    with house.on("2025-11-20"):
        await hall.open()
        await entries(hall, "乙", {"visit_voters": 2, "inspect": 1})
        made = await hall.do(hall.office, "makeStatistics", "id name digest", term=19, year=2025)
        content = await house.platform.blobs.get(made["digest"])
        page: Any = openpyxl.load_workbook(BytesIO(content)).active
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        assert rows[0][:4] == ["序号", "姓名", "选区（选举单位）", "联络站"]
        row = next(one for one in rows if one[1] == "乙")
        named = dict(zip(rows[0], row, strict=True))
        assert (named["接待走访选民"], named["视察调研"], named["合计"]) == (2, 1, 3)
        assert len(rows) == 4
        word = await hall.do(hall.office, "makeStatistics", "digest", term=19, year=2025, word=True)
        paper = docx.Document(BytesIO(await house.platform.blobs.get(word["digest"])))
        (form,) = paper.tables
        lines = [[cell.text for cell in line.cells] for line in form.rows]
        assert lines == [["" if cell is None else str(cell) for cell in one] for one in rows]
        around = "".join(one.text for one in paper.paragraphs)
        assert "11月30日" in around
        assert "统计截至2025年11月20日" in around
        assert paper.sections[0].page_width > paper.sections[0].page_height
        code, _ = await hall.refused(hall.office, "makeStatistics", term=19, year=2026)
        assert code == "STATISTICS_YEAR"


async def test_an_absence_is_kept_and_adds_to_no_number(house: House) -> None:
    hall = await open_hall(house)
    checker = await house.person(hall.body, "office", "publication_checker")
    await hall.practise("targets", [{"title": "出席", "kinds": ["absence", "inspect"], "times": 4}])
    with house.on("2025-06-01"):
        await hall.open()
        await entries(hall, "乙", {"absence": 2, "inspect": 1})
        made = await hall.do(hall.office, "makeStatistics", "digest", term=19, year=2025)
        page: Any = openpyxl.load_workbook(
            BytesIO(await house.platform.blobs.get(made["digest"]))
        ).active
        head, *rows = [[cell.value for cell in row] for row in page.iter_rows()]
        named = dict(zip(head, next(one for one in rows if one[1] == "乙"), strict=True))
        assert (named["未履行请假手续缺席"], named["视察调研"], named["合计"]) == (2, 1, 1)
        asked = "{ deputyFiles { nodes { targetProgress(year: 2025) { done percent } } } }"
        (own,) = (await house.gql(asked, by=hall.deputies["乙"]))["deputyFiles"]["nodes"]
        assert own["targetProgress"] == [{"done": 1, "percent": 25}]
        card = await hall.do(
            hall.office, "draftCard", file=hall.files["乙"], introduction="农民代表"
        )
        sent = {"card": card["id"], "openness": "OPEN", "note": "可以公开"}
        await hall.do(checker, "checkCardSecrecy", **sent)
        shown = await hall.do(hall.office, "publishCard", "page", card=card["id"])
        text = (await house.client.get(shown["page"])).text
        assert "视察调研" in text
        assert "缺席" not in text
        book = await hall.do(
            hall.office, "makeHandbook", "word { digest }", file=hall.files["乙"], card=True
        )
        told = read_text(await house.platform.blobs.get(book["word"]["digest"]), FileKind.DOCX)
        assert "2025年度：视察调研1次。" in told
        assert "另记：未履行请假手续缺席2次。" in told


async def test_row_1_24_the_record_rests_on_the_bodys_own_rule(house: House) -> None:
    """One rule of the body (履职管理意见): its kinds, and the article that names them."""
    hall = await open_hall(house)
    await hall.practise("kinds", [{"code": "own_kind", "title": "进网格履职"}])
    with house.on("2025-06-01"):
        await hall.open()
        asked = "{ dutyLists { kinds { code title } kindsRule } }"
        lists = (await house.gql(asked, by=hall.deputies["乙"]))["dutyLists"]
        assert lists["kinds"] == [{"code": "own_kind", "title": "进网格履职"}]
        assert "本机构办法（测试）" in lists["kindsRule"]
        assert "第三条" in lists["kindsRule"]
        draft = await hall.log(hall.deputies["乙"], "乙", kind="own_kind")
        assert (await hall.confirm(hall.office, draft["id"]))["kind"] == "own_kind"
        code, said = await hall.refused(
            hall.deputies["乙"], "logEntry", file=hall.files["乙"], entry=entry()
        )
        assert (code, "进网格履职" in said) == ("KIND_UNKNOWN", True)


async def test_row_0_26_an_award_is_recorded_counted_and_published_by_people(house: House) -> None:
    """The choice is made by people (`deputy_points` proposes); here it stands in the record."""
    hall = await open_hall(house)
    checker = await house.person(hall.body, "office", "publication_checker")
    await hall.practise("kinds", [{"code": "award", "title": "获评优秀代表"}])
    with house.on("2025-12-20"):
        await hall.open()
        told = {"kind": "award", "heldOn": "2025-12-18", "title": "2025年度优秀代表"}
        draft = await hall.log(hall.office, "乙", **told)
        code, _ = await hall.refused(hall.office, "confirmEntry", draft=draft["id"])
        assert code == "ENTRY_OWN", "who wrote it down does not confirm it"
        await hall.confirm(hall.deputies["甲"], draft["id"])
        made = await hall.do(hall.office, "makeStatistics", "digest", term=19, year=2025)
        page: Any = openpyxl.load_workbook(
            BytesIO(await house.platform.blobs.get(made["digest"]))
        ).active
        head, *rows = [[cell.value for cell in row] for row in page.iter_rows()]
        assert {row[1]: row[head.index("获评优秀代表")] for row in rows}["乙"] == 1
        card = await hall.do(hall.office, "draftCard", file=hall.files["乙"], introduction="农民")
        sent = {"card": card["id"], "openness": "OPEN", "note": "可以公开"}
        await hall.do(checker, "checkCardSecrecy", **sent)
        page = (await hall.do(hall.office, "publishCard", "page", card=card["id"]))["page"]
        assert "获评优秀代表" in (await house.client.get(page)).text


async def test_rows_1_27_and_1_30_card_and_handbook_of_one_deputy(house: House) -> None:
    hall = await open_hall(house)
    await hall.practise("contacts", ["代表工作机构电话：示例"])
    with house.on("2025-06-01"):
        await hall.open()
        matter = await hall.do(hall.deputies["乙"], "openMatter", title="积水")
        draft = await hall.log(
            hall.deputies["乙"], "乙", kind="lead_issue", title="牵头治理积水", matter=matter["id"]
        )
        await hall.confirm(hall.office, draft["id"])
        shown = "word { digest } pdf { digest } fault"
        own = hall.deputies["乙"]
        made = await hall.do(own, "makeHandbook", shown, file=hall.files["乙"])
        text = read_text(await house.platform.blobs.get(made["word"]["digest"]), FileKind.DOCX)
        for said in (
            "履职清单",
            "履职记录",
            "大事记",
            "联系方式",
            "牵头治理积水",
            "代表工作机构电话",
        ):
            assert said in text
        if made["pdf"]:
            content = await house.platform.blobs.get(made["pdf"]["digest"])
            assert PdfReader(BytesIO(content)).pages
        card = await hall.do(own, "makeHandbook", shown, file=hall.files["乙"], card=True)
        text = read_text(await house.platform.blobs.get(card["word"]["digest"]), FileKind.DOCX)
        assert "牵头督办议题1次" in text
        assert "大事记" not in text
        code, _ = await hall.refused(own, "makeHandbook", file=hall.files["丙"])
        assert code == "NOT_FOUND"


async def test_a_suspension_shows_its_state_and_never_its_reason(house: House) -> None:
    hall = await open_hall(house)
    credentials = await house.person(hall.body, "special_committee", "credentials_staff")
    with house.on("2025-06-01"):
        await hall.open()
        await hall.do(
            credentials,
            "suspendMandate",
            mandate=hall.mandates["乙"],
            on="2025-05-01",
            reason="依据报告：绝不外传的原因",
        )
        seen = await house.ask(
            "{ deputyFiles { nodes { name mandateStatus } } }", by=hall.deputies["甲"]
        )
        assert "绝不外传" not in str(seen)
        told = {one["name"]: one["mandateStatus"] for one in seen["data"]["deputyFiles"]["nodes"]}
        assert told["乙"] == "SUSPENDED"


async def test_a_leave_on_paper_keeps_its_day_and_is_withdrawn_where_it_was_a_mistake(
    house: House,
) -> None:
    hall = await open_hall(house)
    decider = await house.person(hall.body, "office", "leave_decider")
    told = "id state paperOn requestedOn inSession withdrawnOn withdrawnByName withdrawnReason"
    with house.on("2025-02-11"):
        await hall.open()
        meeting = await convened(hall)
        own = hall.deputies["乙"]
        sent = {"file": hall.files["乙"], "meeting": meeting, "reason": "住院治疗"}
        for by, day, wanted in (
            (hall.office, None, "LEAVE_PAPER_DAY"),
            (hall.office, "2025-02-12", "DATE_IN_FUTURE"),
            (own, "2025-02-08", "LEAVE_PAPER_DAY"),
        ):
            assert (await hall.refused(by, "requestLeave", **sent, paperOn=day))[0] == wanted
        paper = await hall.do(hall.office, "requestLeave", told, **sent, paperOn="2025-02-08")
        assert (paper["paperOn"], paper["requestedOn"]) == ("2025-02-08", "2025-02-11")
        assert paper["inSession"] is False, "the paper came before the session"
        gone = {"leave": paper["id"], "reason": "应为丙"}
        assert (await hall.refused(own, "withdrawPaperLeave", **gone))[0] == "FORBIDDEN"
        empty = await hall.refused(hall.office, "withdrawPaperLeave", **{**gone, "reason": " "})
        assert empty[0] == "REASON_EMPTY"
        taken = await hall.do(hall.office, "withdrawPaperLeave", told, **gone)
        assert (taken["state"], taken["withdrawnReason"]) == ("MISTAKEN", "应为丙")
        assert (taken["withdrawnOn"], bool(taken["withdrawnByName"])) == ("2025-02-11", True)
        assert (await hall.refused(hall.office, "withdrawPaperLeave", **gone))[0] == "LEAVE_DECIDED"
        late = {"leave": paper["id"], "approved": True, "reason": "属实"}
        assert (await hall.refused(decider, "decideLeave", **late))[0] == "LEAVE_DECIDED"
        asked = await hall.do(own, "requestLeave", **sent)
        mine = {"leave": asked["id"], "reason": "误"}
        assert (await hall.refused(hall.office, "withdrawPaperLeave", **mine))[0] == (
            "LEAVE_NOT_PAPER"
        ), "what the deputy asked here is the deputy's to withdraw"
        assert "应为丙" not in str(await house.events(hall.body)), "a reason is personal data"


async def test_a_granted_leave_that_was_a_mistake_comes_off_the_roll_until_the_meeting_is_over(
    house: House,
) -> None:
    hall = await open_hall(house)
    decider = await house.person(hall.body, "office", "leave_decider")
    with house.on("2025-02-01"):
        await hall.open()
        meeting = await convened(hall)

        async def granted(name: str) -> str:
            sent = {"file": hall.files[name], "meeting": meeting, "reason": "住院"}
            made = await hall.do(hall.office, "requestLeave", **sent, paperOn="2025-01-31")
            told = {"leave": made["id"], "approved": True, "reason": "属实"}
            await hall.do(decider, "decideLeave", **told)
            assert (await roll(hall, meeting))[name][1] == "LEAVE"
            return made["id"]

        async def withdrawn(leave: str) -> str:
            sent = {"leave": leave, "reason": "登记错了人"}
            return (await hall.do(hall.office, "withdrawPaperLeave", "state", **sent))["state"]

        assert await withdrawn(await granted("乙")) == "MISTAKEN"
        assert (await roll(hall, meeting))["乙"][1] == "UNRECORDED"
        again = await granted("乙")
        present = {"meeting": meeting, "members": [(await roll(hall, meeting))["乙"][0]]}
        await hall.do(hall.office, "recordAttendance", **present, attendance="PRESENT")
        assert await withdrawn(again) == "MISTAKEN"
        assert (await roll(hall, meeting))["乙"][1] == "PRESENT", "what was recorded since stays"
        other = await granted("丙")
    with house.on("2025-02-12"):
        await hall.do(hall.office, "closeMeeting", meeting=meeting, on="2025-02-12")
        sent = {"leave": other, "reason": "登记错了人"}
        assert (await hall.refused(hall.office, "withdrawPaperLeave", **sent))[0] == "LEAVE_ON_ROLL"
        assert (await roll(hall, meeting))["丙"][1] == "LEAVE"
