"""A named electronic vote as deputies cast it: what the tests of it share."""

from collections import Counter
from typing import Any

from polling import Polling, mutation, rows_of

from core import global_id
from core.people import Mandate
from core.testing import Someone

BODY = "town-a"
APPROVE = [{"number": number, "mark": "approve"} for number in (1, 2, 3)]
OPPOSE = [{"number": number, "mark": "oppose"} for number in (1, 2, 3)]
OWN = "ownBallot { number mark }"
SHOWN = {"ownBallot": APPROVE}
SECRETS = ("approve", "oppose", "abstain")
REASON = "因涉嫌某案被采取强制措施的测试理由"


async def opened(town: Polling, *, leave: int = 0, changeable: bool = False, **how: Any) -> None:
    """The named vote is open."""
    if changeable:
        await town.practise("changeable", True)
    await town.convene(leave=leave)
    await town.prepared(mode="NAMED_ELECTRONIC", **how)
    await town.do("chair", "openVote", round=town.round)


async def cast(town: Polling, by: Someone, marks: Any = APPROVE, key: str = "") -> dict[str, Any]:
    """The whole answer to one ballot."""
    return await town.house.ask(
        mutation("castVote", f"id {OWN} turnout {{ cast entitled }}"),
        {"input": {"round": town.round, "marks": marks}},
        by=by,
        headers={"Idempotency-Key": key} if key else None,
    )


def codes(answers: list[dict[str, Any]]) -> Counter[str]:
    """How often each refusal came; a ballot that was taken counts as `ok`."""
    return Counter(
        answer["errors"][0]["extensions"]["code"] if answer.get("errors") else "ok"
        for answer in answers
    )


def at_home(town: Polling, name: str) -> Someone:
    return next(one for one in town.deputies if one.login == name)


def on_leave(town: Polling) -> Someone:
    return at_home(town, town.members[-1]["name"])


async def mandate_of(town: Polling, who: Someone) -> str:
    (found,) = [
        one for one in await rows_of(town.house, BODY, Mandate) if one.person_id == who.person_id
    ]
    return global_id("Mandate", found.id)


async def announced(town: Polling) -> Any:
    await town.do("chair", "closeVote", round=town.round)
    answer = "tally { outcome items { approve oppose abstain void } lines { name number } }"
    return (await town.do("chair", "announceResult", answer, round=town.round))["tally"]
