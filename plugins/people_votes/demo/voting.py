"""The votes of the demo: the meeting, its rounds on paper or by name, the assessments."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from core import Step
from plugins.people_votes.demo_queries import ROLL

if TYPE_CHECKING:
    from plugins.people_votes.demo import Play

SPARE = 5
"""Papers that are printed beyond those issued."""


def steps(play: "Play") -> Iterator[Step]:
    """The meetings that the cycle's data convene, the vote, and the assessment."""
    for meeting in play.facts.get("meeting", []):
        day = meeting["on"]
        yield play.step(day, "convene", partial(_convene, play, meeting), str(day))
        yield play.step(day, "adjourn", partial(_adjourn, play, day), str(day))
    vote = play.facts["vote"]
    if play.facts.get("deliberation"):
        yield play.step(vote["meeting"], "deliberate", partial(_deliberate, play))
    yield play.step(vote["meeting"], "vote", partial(_vote, play))
    yield play.step(vote["meeting"], "conclude", partial(_conclude, play))
    for given in play.facts.get("assessment", []):
        day = given["meeting"]
        yield play.step(day, "assess", partial(_assess, play, given), str(day))


async def _convene(play: "Play", meeting: dict[str, Any]) -> None:
    """The meeting is convened and the heads are counted."""
    secretary, day = play.who("session_secretary"), str(meeting["on"])
    members = await play.members()
    named = [
        {"name": play.name_of(login), "member": members[play.name_of(login)]}
        for login in meeting.get("people", [])
    ] + [{"name": name} for name in meeting.get("names", [])]
    made = await play.do(
        secretary,
        "conveneMeeting",
        assembly=meeting["assembly"].upper(),
        title=meeting["title"],
        beginsOn=day,
        term=play.facts.get("term"),
        members=named,
    )
    roll = await _roll(play, made["id"])
    away = [one["id"] for one in roll[len(roll) - meeting["leave"] :]]
    record = partial(play.do, secretary, "recordAttendance", meeting=made["id"])
    if away:
        await record(members=away, attendance="LEAVE")
    await record(members=[], attendance="PRESENT")
    play.shared[day] = {"id": made["id"], "leave": meeting["leave"]}


async def _adjourn(play: "Play", day: date) -> None:
    """What met is closed in the evening: nothing can be done in it any more."""
    meeting = play.shared[str(day)]["id"]
    await play.do(play.who("session_secretary"), "closeMeeting", meeting=meeting, on=str(day))


async def _roll(play: "Play", meeting: str) -> list[dict[str, Any]]:
    found = await play.player.do(play.who("session_secretary"), ROLL, m=meeting)
    return found["meetingRoll"]["nodes"]


async def _deliberate(play: "Play") -> None:
    """Delegations deliberate; the government answers."""
    ids = {one["number"]: one["id"] for one in await play.candidates()}
    for said in play.facts["deliberation"]:
        made = await play.do(
            play.who("project_secretary"),
            "recordDeliberation",
            cycle=play.kept["cycle"],
            candidate=ids[said["candidate"]],
            delegation=said["delegation"],
            deliberatedOn=str(play.facts["vote"]["meeting"]),
            text=f"建议细化安排{play.facts['text']}",
        )
        await play.do(
            play.who("candidate_drafter"),
            "answerDeliberation",
            deliberation=made["id"],
            text=said["answer"],
        )


async def _vote(play: "Play") -> None:
    """The rounds of the vote; one that follows is ordered by the rules of the one before."""
    vote = play.facts["vote"]
    before: str | None = None
    for given in vote["round"]:
        secretary = play.who("project_secretary")
        if before is None:
            made = await play.do(
                secretary,
                "prepareVote",
                cycle=play.kept["cycle"],
                meeting=play.shared[str(vote["meeting"])]["id"],
                title=play.facts["title"],
                methodTitle=vote["method"],
                mode=given["mode"].upper(),
            )
        else:
            made = await play.do(secretary, "prepareFurtherRound", round=before)
        before = made["id"]
        items: list[dict[str, Any]] = [{"approve": one} for one in given.get("approve", [])]
        await _hold(play, made["id"], vote, given, items)


async def _hold(
    play: "Play",
    round_id: str,
    held: dict[str, Any],
    given: dict[str, Any],
    items: list[dict[str, Any]],
) -> None:
    """Method and officials are adopted; the votes are cast, counted, confirmed and announced."""
    meeting = play.shared[str(held["meeting"])]
    roll = await _roll(play, meeting["id"])
    await play.do(
        play.who("project_secretary"),
        "adoptVoteMethod",
        round=round_id,
        on=str(held["meeting"]),
        by="全体会议",
        text=f"按“{held['method']}”办理{play.facts['text']}",
    )
    members = await play.members()
    await play.do(
        play.who("project_secretary"),
        "nameVoteOfficials",
        round=round_id,
        on=str(held["meeting"]),
        by="全体会议",
        chief=roll[0]["id"],
        scrutineers=[roll[1]["id"]],
        tellers=[members[play.name_of(one)] for one in play.all_with("teller")],
    )
    paper = "left_out" not in given
    if paper:
        await play.do(play.who("project_secretary"), "printBallots", round=round_id)
    await play.do(play.who("executive_chairperson"), "openVote", round=round_id)
    if not paper:
        await _cast(play, round_id, given, roll)
    await play.do(play.who("executive_chairperson"), "closeVote", round=round_id)
    if paper:
        await _count(play, round_id, given, items, roll)
    await play.do(play.who("executive_chairperson"), "announceResult", round=round_id)


async def _cast(
    play: "Play", round_id: str, given: dict[str, Any], roll: list[dict[str, Any]]
) -> None:
    """Each of those present votes on their own device."""
    numbers = range(1, len(play.facts["candidate"]) + 1)
    for one, left_out in zip(roll, given["left_out"], strict=False):
        marks = [{"number": n, "mark": "approve"} for n in numbers if n not in left_out]
        await play.do(play.login_of(one["name"]), "castVote", round=round_id, marks=marks)


async def _count(
    play: "Play",
    round_id: str,
    given: dict[str, Any],
    items: list[dict[str, Any]],
    roll: list[dict[str, Any]],
) -> None:
    """Two tellers count, each for themselves; both scrutineers confirm."""
    issued = given["valid"] + given.get("void", 0)
    figures = {
        "PRINTED": issued + SPARE,
        "ISSUED": issued,
        "RETURNED": issued,
        "LEFT_OVER": SPARE,
    }
    tellers = play.all_with("teller")
    for teller, names in zip(tellers, (figures, ("ISSUED", "RETURNED")), strict=True):
        await play.do(
            teller,
            "recordPapers",
            round=round_id,
            figures=[{"figure": name, "number": figures[name]} for name in names],
        )
    for teller in tellers:
        await play.do(
            teller,
            "enterCount",
            round=round_id,
            valid=given["valid"],
            void=given.get("void", 0),
            items=items,
        )
    for one in roll[:2]:
        await play.do(play.login_of(one["name"]), "confirmCount", round=round_id)


async def _conclude(play: "Play") -> None:
    """What was announced becomes the projects of the year."""
    await play.do(play.who("project_secretary"), "concludeVote", cycle=play.kept["cycle"])


async def _assess(play: "Play", given: dict[str, Any]) -> None:
    """The deputies say how satisfied they are, of each project, on paper.

    What goes on for years is assessed again in each of them.
    """
    projects = await play.projects(given.get("projects"))
    made = await play.do(
        play.who("project_secretary"),
        "prepareAssessment",
        cycle=play.kept["cycle"],
        meeting=play.shared[str(given["meeting"])]["id"],
        title=given["title"],
        methodTitle=given["method"],
        projects=[one["id"] for one in projects],
    )
    grades = {"满意": given["satisfied"], "基本满意": given["basically"]}
    grades["不满意"] = given["valid"] - sum(grades.values())
    votes = {"grades": [{"grade": name, "votes": many} for name, many in grades.items()]}
    await _hold(play, made["id"], given, given, [votes] * len(projects))
