"""Tables as PostgreSQL knows them when they have been at rest for a while."""

import time

import psycopg

PATIENCE = 60
"""Seconds; a transaction that hides the rows is one of autovacuum, or of our own worker."""

UNSEEN = """
SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
 WHERE relkind = 'r' AND nspname = 'public' AND relallvisible < relpages
"""


def vacuum(connection: psycopg.Connection) -> None:
    """VACUUM ANALYZE until every page is known to be visible to all; raises TimeoutError.

    Whether a page is visible decides if an index alone can answer. A page stays unknown while any
    transaction that is older than its rows is open, so one VACUUM may come too early.
    """
    connection.commit()
    connection.autocommit = True
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        connection.execute("VACUUM ANALYZE")
        if not (hidden := connection.execute(UNSEEN).fetchall()):
            return
        time.sleep(0.2)
    raise TimeoutError(f"an open transaction still hides rows of {hidden}")
