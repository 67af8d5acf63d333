"""Permissions in the schema: every field of `Query` and `Mutation` asks an action and prints it.

A verb is one transaction with one event. The `Idempotency-Key` header makes a repeated request
answer with what the first one did.
"""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
import strawberry
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
from strawberry.extensions import FieldExtension
from strawberry.schema_directive import Location
from strawberry.types.field import StrawberryField

from core.db import Base, TenantOwned
from core.errors import Refused
from core.graphql.context import Context, Info


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="requires",
    description="读取此字段或办理此事所需的权限",
)
class Requires:
    """Printed on every field that asks an action; it documents, it does not enforce."""

    action: str = strawberry.directive_field(name="action")


class VerbKey(Base, TenantOwned):
    """That a verb was done for a client's `Idempotency-Key`, and the row it answered with."""

    __tablename__ = "verb_key"
    __table_args__ = (
        sa.UniqueConstraint("tenant_id", "actor_id", "key"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    actor_id: Mapped[UUID]
    key: Mapped[str]
    action: Mapped[str]
    digest: Mapped[str]
    table: Mapped[str]
    row_id: Mapped[UUID]


class _Verb(FieldExtension):
    """Asks, opens the transaction, lets the verb work, answers."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def resolve_async(
        self, next_: Callable[..., Any], source: Any, info: Info, **arguments: Any
    ) -> Any:
        context = info.context
        context.require(self.action)
        once = _Once.of(context, self.action, info, arguments)
        if once is None:
            return await self._run(context, next_, source, info, arguments, None)
        try:
            return await self._run(context, next_, source, info, arguments, once)
        except _DoneBefore:
            return await once.answer(context)

    async def _run(
        self,
        context: Context,
        next_: Callable[..., Any],
        source: Any,
        info: Info,
        arguments: dict[str, Any],
        once: "_Once | None",
    ) -> Any:
        async with context.working() as work:
            if once is not None:
                await once.claim(work.session)
            context._work = work  # pyright: ignore[reportPrivateUsage]
            try:
                answer = await next_(source, info, **arguments)
                await work.session.flush()
                if once is not None:
                    once.remember(work.session, answer)
            finally:
                context._work = None  # pyright: ignore[reportPrivateUsage]
        context.forget_loaded()
        return answer


class _DoneBefore(Exception):
    """The verb was done already for this key."""


class _Once:
    """One request under its idempotency key."""

    def __init__(self, actor_id: UUID, key: str, action: str, arguments: str) -> None:
        self.actor_id, self.key, self.action, self.arguments = actor_id, key, action, arguments

    @classmethod
    def of(
        cls, context: Context, action: str, info: Info, arguments: dict[str, Any]
    ) -> "_Once | None":
        if context.idempotency_key is None or context.viewer.actor is None:
            return None
        key = _digest(f"{context.idempotency_key}:{info.path.key}")
        return cls(context.viewer.actor.person_id, key, action, repr(arguments))

    async def claim(self, session: AsyncSession) -> None:
        """Wait for a request with the same key that is running; stop if it was done."""
        number = int.from_bytes(bytes.fromhex(_digest(f"{self.actor_id}:{self.key}"))[:8], "big")
        await session.execute(sa.select(sa.func.pg_advisory_xact_lock(number - 2**63)))
        if await session.scalar(self._found()) is not None:
            raise _DoneBefore

    def _found(self) -> sa.Select[VerbKey]:
        return sa.select(VerbKey).where(VerbKey.actor_id == self.actor_id, VerbKey.key == self.key)

    async def answer(self, context: Context) -> Any:
        """What the first request answered."""
        async with context.reading() as session:
            found = (await session.scalars(self._found())).one()
            if found.action != self.action or not _fits(self.arguments, found.digest):
                raise Refused(
                    "IDEMPOTENCY_KEY_REUSED",
                    "同一个 Idempotency-Key 已用于另一项请求，请换用新的值后重试。",
                )
            row = await session.get(_table(found.table), (context.body.id, found.row_id))
        if row is None:
            raise Refused("ALREADY_DONE", "该请求此前已经办理成功，请刷新页面查看结果。")
        return row

    def remember(self, session: AsyncSession, answer: Any) -> None:
        kept = answer if isinstance(answer, TenantOwned) else None
        session.add(
            VerbKey(
                actor_id=self.actor_id,
                key=self.key,
                action=self.action,
                digest=_salted(self.arguments),
                table=cast("Any", kept).__tablename__ if kept else "verb_key",
                row_id=kept.id if kept else UUID(int=0),
            )
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _salted(arguments: str) -> str:
    """A digest that nobody compares with guesses of all requests at once: a vote has few forms."""
    salt = secrets.token_hex(16)
    return f"{salt}{_SALT_ENDS}{_digest(salt + arguments)}"


def _fits(arguments: str, kept: str) -> bool:
    salt, _, digest = kept.rpartition(_SALT_ENDS)
    return _digest(salt + arguments) == digest


_SALT_ENDS = ":"


def _table(name: str) -> type[Any]:
    for mapper in Base.registry.mappers:
        if cast("Any", mapper.class_).__tablename__ == name:
            return mapper.class_
    return VerbKey


def verb(action: str, description: str) -> Callable[[Callable[..., Any]], Any]:
    """A field of `Mutation`: asks `action`, whose last part is the function's own name."""

    def wrap(resolver: Callable[..., Any]) -> Any:
        if action.rpartition(".")[2] != resolver.__name__:
            raise ValueError(f"the verb {resolver.__name__} asks {action}: one verb, one name")
        field = strawberry.mutation(
            resolver=resolver,
            description=description,
            directives=[Requires(action=action)],
            extensions=[_Verb(action)],
        )
        for argument in cast("StrawberryField", field).arguments:
            argument.description = argument.description or "所填内容"
        return field

    return wrap


class _Asking(FieldExtension):
    """Asks the action before a field of `Query` is read."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def resolve_async(
        self, next_: Callable[..., Any], source: Any, info: Info, **arguments: Any
    ) -> Any:
        info.context.require(self.action)
        return await next_(source, info, **arguments)


def reads(action: str, description: str) -> Callable[[Callable[..., Any]], Any]:
    """A field of `Query` that is not a list of records: asks `action`, runs an async function."""

    def wrap(resolver: Callable[..., Any]) -> Any:
        return strawberry.field(
            resolver=resolver,
            description=description,
            directives=[Requires(action=action)],
            extensions=[_Asking(action)],
        )

    return wrap
