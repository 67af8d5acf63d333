"""The embedded PostgreSQL: one server per data folder, shared by the processes that attach.

    with attach(settings.data_dir) as server:
        migrate(server.owner_dsn)

What is offered to the rest of the core is named here; nothing of the wheel's own code runs.
"""

from core.postgres.cluster import Attached, Cluster, attach
from core.postgres.databases import (
    APP_ROLE,
    DATABASE,
    OWNER_ROLE,
    create_database,
    create_roles,
    drop_database,
    dsn_for,
)
from core.postgres.host import PostgresError

__all__ = [
    "APP_ROLE",
    "DATABASE",
    "OWNER_ROLE",
    "Attached",
    "Cluster",
    "PostgresError",
    "attach",
    "create_database",
    "create_roles",
    "drop_database",
    "dsn_for",
]
