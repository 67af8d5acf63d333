"""Two people edit one record: what each verb that overwrites must do, tried on one of them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from core.testing import House, Someone

Now = Callable[[], Awaitable[dict[str, Any]]]
"""What the record says: its `revision`, and what else is to stay where a verb is refused."""


async def second_is_told(
    house: House,
    document: str,
    first: Any,
    second: Any,
    now: Now,
    *by: Someone,
    versioned: bool = False,
) -> None:
    """Of two at once one is refused, whoever saw an older revision as well; nothing is lost.

    `first` and `second` are inputs without `seen`; `by` are one or two people. What is `versioned`
    has another revision after each verb, also where it says the same again.
    """
    before = await now()
    assert await now() == before, "a revision changes with the content alone"

    async def codes(*sent: Any) -> list[str]:
        answers = await asyncio.gather(
            *(
                house.ask(document, {"input": one}, by=by[number % len(by)])
                for number, one in enumerate(sent)
            )
        )
        return [
            one["errors"][0]["extensions"]["code"] if one.get("errors") else "" for one in answers
        ]

    seen = before["revision"]
    told = await codes({**first, "seen": seen}, {**second, "seen": seen})
    assert sorted(told) == ["", "CHANGED_MEANWHILE"], told
    written = await now()
    assert written["revision"] != seen
    lost = second if told[0] == "" else first
    assert await codes({**lost, "seen": seen}) == ["CHANGED_MEANWHILE"]
    assert await now() == written, "a refused verb changes nothing"
    assert await codes({**lost, "seen": written["revision"]}) == [""]
    overwritten = await now()
    assert overwritten["revision"] not in (seen, written["revision"])
    won = first if lost is second else second
    assert await codes(won) == [""], "without what was seen the last one wins"
    same = (await now())["revision"] == written["revision"]
    assert same is not versioned, "the same content has the same mark, a new version another"
