"""Base tables and the session that sees one party: one body, acting as one organ of it.

Two locks keep bodies apart. PostgreSQL's row-level security is the first: every transaction says
`SET LOCAL app.tenant` and `app.organ` with literals (only literals survive a sharded database),
and without them a query on a body's table fails. The second lock is a filter that the session adds
to every statement; it also puts `tenant_id =` into the SQL, which a sharded engine needs.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedColumn,
    ORMExecuteState,
    Session,
    SessionTransaction,
    mapped_column,
    with_loader_criteria,
)
from uuid_utils.compat import uuid7

from core import clock

NO_ORGAN = UUID(int=0)
"""`app.organ` of somebody who acts for no organ: sees no organ's own rows."""

EVERY_ORGAN = UUID(int=2**128 - 1)
"""`app.organ` of the core's own jobs: sees the rows of every organ of the one body."""

NAMING = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}


class Base(DeclarativeBase):
    """All tables; a plugin's tables begin with the plugin's name and an underscore.

    `Mapped[str]` is a text, `int` a bigint, `bool`, `date`, `datetime`, `UUID` what they say,
    `dict[str, Any]` and `list[str]` JSON; with `| None` it may be empty.
    """

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: sa.Text(),
        int: sa.BigInteger(),
        datetime: sa.DateTime(timezone=True),
        date: sa.Date(),
        dict[str, Any]: JSONB(),
        list[str]: JSONB(),
    }


class TenantOwned:
    """A row of one body. The key begins with the body, so equal ids may exist side by side.

    It brings `tenant_id` (filled in by itself), `id` (a new one where none is given) and
    `created_at`.
    """

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-10)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-9)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, sort_order=90)


class OrganOwned(TenantOwned):
    """A row that only one organ of the body sees: drafts, inner findings, its own copies.

    Beside what `TenantOwned` brings it has `organ_id`, which the verb fills in:
    `work.acting_organ.id`.
    """

    organ_id: Mapped[UUID] = mapped_column(sort_order=-8)


def choice(members: type[StrEnum], **options: Any) -> MappedColumn[Any]:
    """A column for one of a closed list of words: text with a CHECK.

    A native enum would be slower: its `=` is not leakproof, and row-level security would then
    keep the planner from the index.
    """
    kind = sa.Enum(
        members,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda words: [word.value for word in words],
        name=members.__name__.lower(),
    )
    return mapped_column(kind, **options)


def points_to(table: str, column: str) -> sa.ForeignKeyConstraint:
    """A foreign key to another table of the same body; it can never leave the body."""
    return sa.ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"])


def within(*columns: str, name: str | None = None) -> sa.Index:
    """An index inside a body: the body comes first, as in every key."""
    return sa.Index(name, "tenant_id", *columns)


class PartySession(Session):
    """The synchronous core of a session that is cut to one party."""


@event.listens_for(PartySession, "after_begin")
def _say_who(session: Session, _transaction: SessionTransaction, connection: sa.Connection) -> None:
    tenant: UUID | None = session.info.get("tenant")
    if tenant is None:
        return
    organ: UUID = session.info["organ"]
    connection.exec_driver_sql(
        f"SET LOCAL app.tenant = '{tenant}'; SET LOCAL app.organ = '{organ}'"
    )


@event.listens_for(PartySession, "do_orm_execute")
def _filter_by_party(state: ORMExecuteState) -> None:
    """Say in the SQL whose rows are meant: what a policy says of the organ, no index can use."""
    tenant: UUID | None = state.session.info.get("tenant")
    if tenant is None or state.is_column_load or state.is_relationship_load:
        return
    criteria = [
        with_loader_criteria(
            TenantOwned, lambda table: table.tenant_id == tenant, include_aliases=True
        )
    ]
    organ: UUID = state.session.info["organ"]
    if organ != EVERY_ORGAN:
        criteria.append(
            with_loader_criteria(
                OrganOwned, lambda table: table.organ_id == organ, include_aliases=True
            )
        )
    state.statement = state.statement.options(*criteria)


@event.listens_for(PartySession, "before_flush")
def _stamp_tenant(session: Session, _context: object, _instances: object) -> None:
    for row in session.new:
        if isinstance(row, TenantOwned) and cast("UUID | None", row.tenant_id) is None:
            row.tenant_id = session.info["tenant"]


def once_committed(session: AsyncSession, key: object, then: Callable[[], None]) -> None:
    """Call `then` when the session's transaction has committed, once for a key; else never."""
    session.sync_session.info.setdefault("once_committed", {})[key] = then


@event.listens_for(PartySession, "after_commit")
def _committed(session: Session) -> None:
    # A savepoint that is released comes here too, and has committed nothing yet.
    if session.get_nested_transaction() is None:
        for then in session.info.pop("once_committed", {}).values():
            then()


@event.listens_for(PartySession, "after_rollback")
def _rolled_back(session: Session) -> None:
    if session.get_nested_transaction() is None:
        session.info.pop("once_committed", None)


statements: ContextVar[list[str] | None] = ContextVar("renda_statements", default=None)
"""When a list is put here, every statement that is sent is appended to it (for query counts)."""


def _note_statement(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    seen = statements.get()
    if seen is not None:
        seen.append(statement)


class Database:
    """The application's connections, under a role that row-level security binds."""

    def __init__(self, dsn: str, *, pool_size: int = 20) -> None:
        self.dsn = dsn
        self.engine: AsyncEngine = create_async_engine(
            _sqlalchemy_url(dsn),
            pool_size=pool_size,
            # One beyond the pool would be made, at the price of a handshake, for a single use.
            max_overflow=0,
            pool_pre_ping=True,
            # What people write would stand in the log with every error.
            hide_parameters=True,
        )
        event.listen(self.engine.sync_engine, "before_cursor_execute", _note_statement)
        self._sessions = async_sessionmaker(
            self.engine, sync_session_class=PartySession, expire_on_commit=False, autoflush=True
        )

    def session(self, tenant: UUID | None, organ: UUID = NO_ORGAN) -> AsyncSession:
        """A session for one party; with no body it reaches the global tables only."""
        made = self._sessions()
        made.sync_session.info.update(tenant=tenant, organ=organ)
        return made

    @asynccontextmanager
    async def transaction(
        self, tenant: UUID | None, organ: UUID = NO_ORGAN
    ) -> AsyncGenerator[AsyncSession]:
        """One transaction for one party, committed at the end, rolled back on any error."""
        async with self.session(tenant, organ) as session, session.begin():
            yield session

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


def _sqlalchemy_url(dsn: str) -> sa.URL:
    return sa.make_url(dsn.replace("postgres://", "postgresql://", 1)).set(
        drivername="postgresql+psycopg"
    )


async def one_by_one(session: AsyncSession, what: str, body_id: UUID) -> None:
    """Until the transaction ends, whoever else asks for the same of this body waits here.

    For what has no row yet that could be locked.
    """
    named = sa.func.hashtextextended(f"{what} {body_id}", 0)
    await session.execute(sa.select(sa.func.pg_advisory_xact_lock(named)))


async def driver_connection(session: AsyncSession) -> Any:
    """The psycopg connection under a session: jobs are deferred on it, in the same transaction."""
    connection: AsyncConnection = await session.connection()
    raw = await connection.get_raw_connection()
    return raw.driver_connection
