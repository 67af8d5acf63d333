"""A proposer follows an idea on to the project that came of it: published facts, nothing else."""

from calls_path import on
from whole_path import Journey, set_out

from core.testing import House

FOLLOWED = """state candidate { title state stateTitle }
  project { title state unit dueOn percent chosenBy }"""


async def at_the_vote(house: House) -> Journey:
    journey = await set_out(house, "county-a")
    await journey.collected()
    await journey.listed()
    return journey


async def test_an_idea_is_followed_on_to_its_project(house: House) -> None:
    journey = await at_the_vote(house)
    road, shed = journey.codes["修路灯"], journey.codes["建车棚"]
    with on("2024-11-04"):
        assert (await journey.hall.follow(road, FOLLOWED))["project"] is None
    await journey.voted(9, 2)
    with on("2025-01-21"):
        seen = await journey.hall.follow(road, FOLLOWED)
        assert seen["candidate"]["state"] == "CHOSEN"
        assert seen["project"] is None, "chosen, but not yet made public"
    (project,) = await journey.carried_out()
    with on("2025-03-11"):
        seen = (await journey.hall.follow(road, FOLLOWED))["project"]
        assert seen["title"] == "修路灯"
        assert seen["chosenBy"] == "人民代表大会会议票决"
        assert seen["percent"] is None, "reported, but this progress was not published"
        passed_over = await journey.hall.follow(shed, FOLLOWED)
        assert passed_over["candidate"]["state"] == "NOT_CHOSEN"
        assert passed_over["project"] is None
        report = await journey.desk.report(project, percent=60)
        await journey.desk.do("checker", "checkProjectSecrecy", report=report, passed=True)
        await journey.desk.do("secretary", "publishProgress", report=report)
        assert (await journey.hall.follow(road, FOLLOWED))["project"]["percent"] == 60
        public = "{ publicProjects { nodes { title state unit dueOn percent chosenBy } } }"
        listed = await house.gql(public, body="county-a")
        assert listed["publicProjects"]["nodes"] == [
            (await journey.hall.follow(road, FOLLOWED))["project"]
        ], "a code shows what everybody sees"
