"""What a fault of the database means: it is away, somebody was quicker, or a value does not fit."""

import psycopg
from procrastinate.exceptions import ConnectorException
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

AWAY = ("08", "57P", "53")
"""SQLSTATE classes that say the server is not there for us: connection, shutdown, resources."""

CONTENDED = ("23505", "40001", "40P01", "55P03")
"""Somebody else did the same at the same moment: unique, serialisation, deadlock, lock."""


def unavailable(cause: BaseException) -> bool:
    """Whether the database could not be reached, as opposed to refusing a statement."""
    if isinstance(cause, PoolTimeout | ConnectionError):
        return True
    if isinstance(cause, ConnectorException):
        # The queue wraps what its driver says.
        return isinstance(cause.__cause__, psycopg.OperationalError | psycopg.InterfaceError)
    if not isinstance(cause, DBAPIError):
        return False
    state = _sqlstate(cause)
    gone = isinstance(cause, OperationalError) and not state
    return cause.connection_invalidated or gone or state.startswith(AWAY)


def does_not_fit(cause: BaseException) -> bool:
    """Whether the database cannot hold what was entered: too long for an index, out of range."""
    return isinstance(cause, DataError) or (
        isinstance(cause, DBAPIError) and _sqlstate(cause).startswith("54")
    )


def contended(cause: BaseException) -> bool:
    """Whether the same was done by somebody else at the same moment."""
    return isinstance(cause, DBAPIError) and _sqlstate(cause) in CONTENDED


def _sqlstate(cause: DBAPIError) -> str:
    return getattr(cause.orig, "sqlstate", None) or ""
