"""Messages to people, as a verb leaves them."""

from core import notify
from core.testing import House, Someone


async def told_of_something(house: House, body: str, who: Someone) -> str:
    """The id of a message to this person."""
    async with house.platform.as_core(house.bodies[body].id) as work:
        notify(work, [who.person_id], "请看（测试）。", work.body)
    told = await house.gql("{ notifications(first: 1) { nodes { id } } }", by=who)
    return told["notifications"]["nodes"][0]["id"]
