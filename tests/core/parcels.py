"""A plugin that sends parcels, installed beside a real `renda serve` by the tests of delivery.

It has no model, which other tests would find: the test makes the table in which it numbers what it
takes in (`TABLE`), and a superuser may put a fault on it.
"""

from typing import Any

import sqlalchemy as sa
import strawberry

from core import (
    Action,
    BodyKind,
    Fitness,
    Incoming,
    Info,
    Level,
    Outgoing,
    PluginInfo,
    Receiver,
    Role,
    Work,
    announce,
    hook,
    key,
    send,
    verb,
    withdraw,
)

PLUGIN = "parcels"
SEND, WITHDRAW = "parcels.send_parcel", "parcels.withdraw_parcel"

TABLE = """
CREATE TABLE parcels_taken (
    place bigint GENERATED ALWAYS AS IDENTITY,
    id uuid NOT NULL,
    text text NOT NULL,
    given_back integer NOT NULL DEFAULT 0
);
CREATE INDEX ON parcels_taken (id);
GRANT SELECT, INSERT, UPDATE ON parcels_taken TO PUBLIC
"""
"""No key: what is taken in twice lies there twice."""


async def take(work: Work, package: Incoming) -> None:
    """Number what comes."""
    await work.session.execute(
        sa.text("INSERT INTO parcels_taken (id, text) VALUES (:id, :text)"),
        {"id": package.id, "text": package.payload["text"]},
    )


async def give_back(work: Work, package: Incoming) -> None:
    """It was asked back."""
    await work.session.execute(
        sa.text("UPDATE parcels_taken SET given_back = given_back + 1 WHERE id = :id"),
        {"id": package.id},
    )


@strawberry.type
class Mutation:
    """Two verbs."""

    @verb(SEND, "发出")
    async def send_parcel(self, info: Info, to_body: str, to_organ: str, text: str) -> bool:
        work = info.context.work
        package = await send(work, PLUGIN, "parcel", to=(to_body, to_organ), payload={"text": text})
        announce(work, SEND, package, {"text": text})
        return True

    @verb(WITHDRAW, "撤回")
    async def withdraw_parcel(self, info: Info, package: strawberry.ID) -> bool:
        work = info.context.work
        taken: Outgoing = await withdraw(work, key(package, "SentPackage"), "发错了")
        announce(work, WITHDRAW, taken)
        return True


@hook
def plugin_info() -> PluginInfo:
    return PluginInfo(
        name=PLUGIN,
        title="包裹（测试）",
        description="测试用",
        law="测试法第一条",
        version="1",
        fitness=Fitness(levels=frozenset(Level), kinds=frozenset(BodyKind)),
    )


@hook
def plugin_actions() -> list[Action]:
    return [Action(SEND, "发出包裹"), Action(WITHDRAW, "撤回包裹")]


@hook
def plugin_roles() -> list[Role]:
    return [Role(name="member", title="机关工作人员", actions=(SEND, WITHDRAW))]


@hook
def plugin_mutation() -> type[Any]:
    return Mutation


@hook
def plugin_receivers() -> list[Receiver]:
    return [Receiver(kind="parcel", run=take, recalled=give_back)]
