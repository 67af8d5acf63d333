"""Messages: told in the verb's transaction to those concerned, read when marked."""

from typing import Any

import pytest
import sqlalchemy as sa
from messages import told_of_something

from core import Organ, announce, global_id, notify
from core.platform import verb
from core.testing import House, Someone
from core.work import Actor

pytestmark = pytest.mark.database

LIST = """query($unread: Boolean!) { notifications(unread: $unread) {
  totalCount nodes { id text createdAt readAt subject } } }"""
MARK = "mutation($id: ID!) { markNotificationsRead(input: {latest: $id}) }"


async def told(house: House, who: Someone, *, unread: bool = False) -> list[dict[str, Any]]:
    answer = await house.gql(LIST, {"unread": unread}, by=who)
    return answer["notifications"]["nodes"]


async def act(house: House, by: Someone, people: list[Any], *, fails: bool = False) -> str:
    """A verb about an organ that tells these people; the organ's id."""
    actor = Actor(
        person_id=by.person_id, account_id=by.person_id, session_id=by.person_id, name="甲"
    )
    body = house.bodies["county-a"]
    async with verb(house.platform, body, None, actor, frozenset()) as work:
        organ = (await work.session.scalars(sa.select(Organ).where(Organ.code == "court"))).one()
        notify(work, people, "法院的名称改了。", organ)
        announce(work, "core.renamed", organ)
        if fails:
            raise RuntimeError("the verb fails")
    return global_id("Organ", organ.id)


async def test_those_concerned_are_told_once_and_whoever_acts_is_not(house: House) -> None:
    actor, one, other = [await house.person("county-a", "office") for _ in range(3)]
    people = [one.person_id, one.person_id, None, actor.person_id]
    organ = await act(house, actor, people)
    (message,) = await told(house, one)
    assert (message["text"], message["subject"]) == ("法院的名称改了。", organ)
    assert message["readAt"] is None
    assert await told(house, actor) == await told(house, other) == []


async def test_a_verb_that_fails_tells_nobody(house: House) -> None:
    actor, one = [await house.person("county-a", "office") for _ in range(2)]
    with pytest.raises(RuntimeError):
        await act(house, actor, [one.person_id], fails=True)
    assert await told(house, one) == []


async def test_read_is_what_was_marked_and_what_came_after_is_not(house: House) -> None:
    one, other = [await house.person("county-a", "office") for _ in range(2)]
    first = await told_of_something(house, "county-a", one)
    second = await told_of_something(house, "county-a", one)
    third = await told_of_something(house, "county-a", one)
    await told_of_something(house, "county-a", other)
    assert [row["id"] for row in await told(house, one)] == [third, second, first]
    assert await house.gql(MARK, {"id": second}, by=one) == {"markNotificationsRead": 2}
    assert [row["id"] for row in await told(house, one, unread=True)] == [third]
    assert await house.gql(MARK, {"id": second}, by=one) == {"markNotificationsRead": 0}
    assert len(await told(house, other, unread=True)) == 1, "only one's own are marked"


async def test_nobody_marks_or_opens_anothers(house: House) -> None:
    one, other = [await house.person("county-a", "office") for _ in range(2)]
    mine = await told_of_something(house, "county-a", one)
    assert await house.refused_code(MARK, {"id": mine}, by=other) == "NOT_FOUND"
    node = "query($id: ID!) { node(id: $id) { id } }"
    assert await house.gql(node, {"id": mine}, by=other) == {"node": None}
    assert len(await told(house, one, unread=True)) == 1
