"""Ideas are merged and screened; each ends in one way, with a reason its proposer can read.

Plays rows 0-30 (collect; debate) and 2-32 (collect and screen) of the systems.
"""

from calls_path import Hall, deputy, never, on, open_hall, told_once

from core.testing import House


async def answered(hall: Hall, *titles: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """A cycle with ideas: its id, the codes and the ids of the ideas, by title."""
    cycle = await hall.calling()
    codes = {title: await hall.propose(cycle, title) for title in titles}
    ids = {one["title"]: one["id"] for one in await hall.ideas(cycle, "id title")}
    return cycle, codes, ids


async def test_a_reason_reaches_the_proposer(house: House) -> None:
    """0-30: what was ordered from above already is left out, and the proposer reads why."""
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle, codes, ids = await answered(hall, "修高速", "修路灯", "建球场")
        left_out = {"idea": ids["修高速"], "outcome": "LEFT_OUT"}
        for lacking in ({}, {"reasonKind": "BEYOND_POWERS"}, {"reason": "属于省级事权"}):
            sent = {**left_out, **lacking}
            assert await hall.code("secretary", "screenIdea", **sent) == "REASON_EMPTY"
        async with told_once(hall, "screen_idea"):
            given = {"reasonKind": "BEYOND_POWERS", "reason": "属于省级事权"}
            await hall.do("secretary", "screenIdea", **left_out, **given)
        seen = await hall.follow(codes["修高速"], "state reasonTitle reason screenedOn")
        assert seen == {
            "state": "LEFT_OUT",
            "reasonTitle": "不属于本级权限范围",
            "reason": "属于省级事权",
            "screenedOn": "2025-09-01",
        }
        reserved = {"idea": ids["建球场"], "outcome": "RESERVED"}
        assert await hall.code("drafter", "screenIdea", **reserved) == "REASON_EMPTY"
        await hall.do("drafter", "screenIdea", **reserved, reason="用地手续办理中")
        await hall.do("drafter", "screenIdea", idea=ids["修路灯"], outcome="TAKEN")
        assert (await hall.follow(codes["建球场"]))["reason"] == "用地手续办理中"
        assert await hall.figures(cycle) == {
            "RECEIVED": 3,
            "WAITING": 0,
            "TAKEN": 1,
            "RESERVED": 1,
            "MERGED": 0,
            "LEFT_OUT": 1,
            "BECAME_CANDIDATES": 0,
        }


async def test_a_deputy_is_told_that_their_idea_was_screened(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        who = await deputy(hall)
        sent = {"cycle": cycle, "title": "修路", "content": "修路", "asDeputy": True}
        await hall.do(who, "proposeIdea", **sent)
        (idea,) = await hall.ideas(cycle)
        await hall.do("secretary", "screenIdea", idea=idea["id"], outcome="TAKEN")
        assert await house.messages(who) == ["您的一条建议有了筛选结果，请查看。"]


async def test_an_idea_ends_in_one_way_only(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        _, _, ids = await answered(hall, "甲", "乙")
        out = {"outcome": "LEFT_OUT", "reasonKind": "OTHER", "reason": "不宜"}
        await hall.do("secretary", "screenIdea", idea=ids["甲"], outcome="TAKEN")
        # What was taken may still turn out to be unfit; what has ended stays.
        await hall.do("secretary", "screenIdea", idea=ids["甲"], **out)
        for again in ({"outcome": "TAKEN"}, out):
            sent = {"idea": ids["甲"], **again}
            assert await hall.code("secretary", "screenIdea", **sent) == "STATE_FORBIDS"
        ended = {"into": ids["甲"], "ideas": [ids["乙"]], "reason": "相同"}
        assert await hall.code("secretary", "mergeIdeas", **ended) == "MERGED_INTO_ENDED"
        unknown = {"idea": never("Idea"), "outcome": "TAKEN"}
        assert await hall.code("secretary", "screenIdea", **unknown) == "NOT_FOUND"


async def test_ideas_of_one_matter_are_merged(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle, codes, ids = await answered(hall, "甲", "乙", "丙", "丁")
        sent = {"into": ids["甲"], "ideas": [ids["乙"]], "reason": "同一路段"}
        assert (
            await hall.code("secretary", "mergeIdeas", **{**sent, "reason": ""}) == "REASON_EMPTY"
        )
        itself = {**sent, "ideas": [ids["甲"]]}
        assert await hall.code("secretary", "mergeIdeas", **itself) == "IDEAS_EMPTY"
        async with told_once(hall, "merge_ideas"):
            await hall.do("secretary", "mergeIdeas", **sent)
        assert await hall.code("secretary", "mergeIdeas", **sent) == "STATE_FORBIDS"
        # The idea that others were merged into is merged in its turn: one step still leads on.
        chain = {"into": ids["丙"], "ideas": [ids["甲"]], "reason": "同一项目"}
        await hall.do("secretary", "mergeIdeas", **chain)
        merged = await hall.ideas(cycle, "title", mergedInto=ids["丙"])
        assert [one["title"] for one in merged] == ["乙", "甲"]
        left_out = {"outcome": "LEFT_OUT", "reasonKind": "DONE_OR_PLANNED", "reason": "已开工"}
        await hall.do("secretary", "screenIdea", idea=ids["丙"], **left_out)
        for title in ("甲", "乙"):
            seen = await hall.follow(codes[title], "state reason intoState intoReason")
            assert (seen["state"], seen["intoState"]) == ("MERGED", "LEFT_OUT")
            assert seen["intoReason"] == "已开工"
        assert (await hall.follow(codes["乙"]))["reason"] == "同一路段"
        figures = await hall.figures(cycle)
        assert (figures["RECEIVED"], figures["MERGED"], figures["WAITING"]) == (4, 2, 1)


async def test_only_ideas_of_one_cycle_are_merged(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        _, _, first = await answered(hall, "甲")
        _, _, second = await answered(hall, "乙")
        sent = {"into": first["甲"], "ideas": [second["乙"]], "reason": "相同"}
        assert await hall.code("secretary", "mergeIdeas", **sent) == "OTHER_CYCLE"
        unknown = {**sent, "ideas": [never("Idea")]}
        assert await hall.code("secretary", "mergeIdeas", **unknown) == "NOT_FOUND"


async def test_every_figure_agrees_with_its_list(house: House) -> None:
    """Received, merged, left out, became candidates: a list stands behind each number."""
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle, _, ids = await answered(hall, *"甲乙丙丁戊")
        await hall.do("secretary", "screenIdea", idea=ids["甲"], outcome="TAKEN")
        merged = {"into": ids["甲"], "ideas": [ids["乙"]], "reason": "相同"}
        await hall.do("secretary", "mergeIdeas", **merged)
        await hall.do("secretary", "screenIdea", idea=ids["丙"], outcome="RESERVED", reason="储备")
        out = {"outcome": "LEFT_OUT", "reasonKind": "UNLAWFUL", "reason": "不符合规划"}
        await hall.do("secretary", "screenIdea", idea=ids["丁"], **out)
    await hall.do("secretary", "closeCall", cycle=cycle)
    await hall.do("secretary", "screenIdea", idea=ids["戊"], **out)
    draft = await hall.draft(cycle, ideas=[ids["甲"]])
    await hall.submitted(cycle, draft)
    figures = await hall.figures(cycle)
    assert figures["BECAME_CANDIDATES"] == 2, "the merged one as well"
    for figure, count in figures.items():
        assert len(await hall.ideas(cycle, figure=figure)) == count, figure
    ended = ("WAITING", "TAKEN", "RESERVED", "MERGED", "LEFT_OUT")
    assert sum(figures[one] for one in ended) == figures["RECEIVED"] == 5


async def test_what_became_a_candidate_is_not_screened_any_more(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle, codes, ids = await answered(hall, "甲", "乙")
        await hall.do("secretary", "screenIdea", idea=ids["甲"], outcome="TAKEN")
    await hall.do("secretary", "closeCall", cycle=cycle)
    draft = await hall.draft(cycle, ideas=[ids["甲"]])
    (candidate,) = await hall.submitted(cycle, draft)
    out = {"idea": ids["甲"], "outcome": "LEFT_OUT", "reasonKind": "OTHER", "reason": "不宜"}
    assert await hall.code("secretary", "screenIdea", **out) == "IDEA_IS_CANDIDATE"
    away = {"into": ids["乙"], "ideas": [ids["甲"]], "reason": "相同"}
    assert await hall.code("secretary", "mergeIdeas", **away) == "IDEA_IS_CANDIDATE"
    # Another idea of the same matter may still join it, and is then followed to the candidate.
    joins = {"into": ids["甲"], "ideas": [ids["乙"]], "reason": "相同"}
    await hall.do("secretary", "mergeIdeas", **joins)
    assert len(await hall.ideas(cycle, candidate=candidate)) == 2
    fields = "state candidate { title state stateTitle reason }"
    assert (await hall.follow(codes["乙"], fields))["candidate"] is None, (
        "not before it is examined"
    )
    await hall.examine([candidate], cycle)
    for title in ("甲", "乙"):
        seen = (await hall.follow(codes[title], fields))["candidate"]
        assert seen["title"] == "改造三个老旧小区"
        assert (seen["state"], seen["stateTitle"]) == ("LISTED", "列入候选项目")
    late = {"into": ids["甲"], "ideas": [ids["乙"]], "reason": "相同"}
    assert await hall.code("secretary", "mergeIdeas", **late) == "STATE_FORBIDS"
