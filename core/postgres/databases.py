"""Roles and databases inside a server, ours or the operator's.

Neither role is a superuser or may pass by row-level security: the owner migrates, the app serves.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import LiteralString
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
OWNER_ROLE = "renda_owner"
APP_ROLE = "renda_app"
DATABASE = "renda"

_ROLE = sql.SQL(
    "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {}"
)


def dsn_for(
    dsn: str, *, role: str | None = None, password: str | None = None, database: str | None = None
) -> str:
    """The same server seen by another role or in another database."""
    parts = urlsplit(dsn)
    if role is not None:
        login = quote(role) if password is None else f"{quote(role)}:{quote(password, safe='')}"
        parts = parts._replace(netloc=f"{login}@{parts.netloc.rpartition('@')[2]}")
    if database is not None:
        parts = parts._replace(path=f"/{quote(database)}")
    return urlunsplit(parts)


def create_roles(superuser_dsn: str, passwords: Mapping[str, str]) -> None:
    """Make the owner's and the app's role where they are missing; another process may do so too."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        for role in (OWNER_ROLE, APP_ROLE):
            if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                # Hashed on this side, so that no log of statements ever holds a password.
                secret = connection.pgconn.encrypt_password(
                    passwords[role].encode(), role.encode(), b"scram-sha-256"
                )
                create = _ROLE.format(sql.Identifier(role), secret.decode())
                # Two that found it missing: the index refuses the second, whose role is there.
                with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                    connection.execute(create)


def create_database(superuser_dsn: str, name: str, template: str | None = None) -> None:
    """Make a database of the owner's, in which only the owner creates and only our roles connect.

    A template must have nobody connected. A copy does not inherit its template's grants, but those
    inside it; so only a database from nowhere has to be entered.
    """
    names = {"name": sql.Identifier(name), "owner": sql.Identifier(OWNER_ROLE)}
    create = sql.SQL("CREATE DATABASE {name} OWNER {owner} ENCODING 'UTF8'").format(**names)
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        connection.execute(create + _copy_of(connection, template))
        if template:
            _let_connect(connection, name)
    if not template:
        _close_to_others(superuser_dsn, name)


def _copy_of(connection: psycopg.Connection, template: str | None) -> sql.Composable:
    """Copying files is several times quicker than logging pages, but only where nothing syncs."""
    if not template:
        return sql.SQL("")
    synced = connection.execute("SHOW fsync").fetchone() != ("off",)
    how = sql.SQL("" if synced else " STRATEGY FILE_COPY")
    return sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) + how


def drop_database(superuser_dsn: str, name: str) -> None:
    """Remove a database, also while somebody is still connected to it."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        connection.execute(drop)


def ensure_database(superuser_dsn: str, name: str) -> None:
    """Make the database if it is missing; its grants are set again, should a crash have cut in."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        there = _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name)
    if there:
        _close_to_others(superuser_dsn, name)
    else:
        create_database(superuser_dsn, name)


def _exists(connection: psycopg.Connection, query: LiteralString, name: str) -> bool:
    return connection.execute(query, (name,)).fetchone() is not None


def _close_to_others(superuser_dsn: str, name: str) -> None:
    with psycopg.connect(dsn_for(superuser_dsn, database=name)) as connection:
        _let_connect(connection, name)
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _let_connect(connection: psycopg.Connection, name: str) -> None:
    """Nobody but our roles."""
    database, app = sql.Identifier(name), sql.Identifier(APP_ROLE)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, app))
