"""The locks of the database: row-level security and grants, derived from the tables in the code.

Every table of a body is under a policy by body; an organ's own table is also under a second one,
`AS RESTRICTIVE` (a plain one would be OR-ed and open other bodies). What is not a body's table is
on the closed list here, with who may write it.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Any

import sqlalchemy as sa

from core.db import EVERY_ORGAN, Base, OrganOwned, TenantOwned
from core.plugins import GROUP

GLOBAL_TABLES = {
    "jurisdiction": "迁移程序（tenants/ 中的数据）",
    "practice_value": "迁移程序写随软件发布的值；机构管理员经 set_practice 写本机构的值",
    "workday_override": "迁移程序",
    "body": "平台命令 renda body",
    "person": "核心的人员办理（create_person、import_people、join）",
    "account": "核心的人员与登录办理",
    "session": "核心的登录办理",
    "rate_limit": "核心的登录办理",
    "published": "各机构经公开办理写本机构的条目，所有人可读",
}
"""The closed list of tables that are no body's, and who may write each."""

VERSION_TABLE = "alembic_version_"
SERVICE_PREFIXES = (VERSION_TABLE, "procrastinate_")
"""Version tables and the job queue: written by the runner and by the queue."""

BODY_POLICY = "tenant_id = current_setting('app.tenant')::uuid"
ORGAN_POLICY = (
    "organ_id = current_setting('app.organ')::uuid"
    f" OR current_setting('app.organ')::uuid = '{EVERY_ORGAN}'::uuid"
)
DEFAULT_GRANTS = "SELECT, INSERT, UPDATE"


def owner_of(table: str) -> str:
    """Which plugin a table belongs to, by the module of its class."""
    for mapper in Base.registry.mappers:
        if mapper.local_table is not None and mapper.local_table.name == table:  # pyright: ignore[reportUnnecessaryComparison, reportAttributeAccessIssue]
            top = mapper.class_.__module__.split(".")
            return "core" if top[0] == "core" else _plugin_of(top, table)
    return ""


def _plugin_of(module: list[str], table: str) -> str:
    """Built-in plugins are `plugins.<name>`; others name their tables after themselves."""
    if module[0] == "plugins":
        return module[1]
    owners = [name for name in _installed() if table.startswith(f"{name}_")]
    return max(owners, key=len, default="")


@cache
def _installed() -> tuple[str, ...]:
    return tuple(entry.name for entry in entry_points(group=GROUP))


def lock_all(connection: sa.Connection, app_role: str) -> None:
    """Set policies and grants on every table that the code knows and the database has."""
    inspector = sa.inspect(connection)
    existing = set(inspector.get_table_names())
    quote = connection.dialect.identifier_preparer.quote
    for table, model in _tables():
        if table.name not in existing:
            continue
        for statement in _statements(table, model, quote(table.name), quote(app_role)):
            connection.exec_driver_sql(statement)
        if "erasable" in table.info:
            # A plugin's table may wait for its own migration, and lack a column until then.
            there = {one["name"] for one in inspector.get_columns(table.name)}
            wanted = [one for one in table.info["erasable"] if one in there]
            for statement in _erasable(quote(table.name), quote(app_role), wanted):
                connection.exec_driver_sql(statement)
    for statement in _queue_grants(existing, quote(app_role)):
        connection.exec_driver_sql(statement)


def _tables() -> Iterator[tuple[sa.Table, type[Any]]]:
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if isinstance(table, sa.Table):
            yield table, mapper.class_


def _statements(table: sa.Table, model: type[Any], name: str, role: str) -> Iterator[str]:
    yield f"REVOKE ALL ON {name} FROM PUBLIC, {role}"
    if issubclass(model, TenantOwned):
        yield from _policies(name, {"renda_body": ("", BODY_POLICY)} | _organ_policy(model))
        # A body that the statistics do not know would be taken for a body with a single row, and
        # its tables be joined row by row. Without them each body is taken for one of many.
        yield f"ALTER TABLE {name} ALTER COLUMN tenant_id SET STATISTICS 0"
        grants = table.info.get("grants", DEFAULT_GRANTS)
    else:
        yield from _own_rows(table, name, role)
        grants = table.info.get("grants", "SELECT")
    yield f"GRANT {grants} ON {name} TO {role}"
    if "update" in table.info:
        yield f"GRANT UPDATE ({', '.join(table.info['update'])}) ON {name} TO {role}"


def _erasable(name: str, role: str, columns: Sequence[str]) -> Iterator[str]:
    """Columns of rows that are kept for good, which become the mark of what was erased or stay."""
    named = ", ".join(f"'{one}'" for one in columns)
    yield f"GRANT UPDATE ({', '.join(columns)}) ON {name} TO {role}"
    yield (
        f"CREATE OR REPLACE TRIGGER renda_erase_only BEFORE UPDATE ON {name} FOR EACH ROW"
        f" EXECUTE FUNCTION renda_erase_only({named})"
    )


def _organ_policy(model: type[Any]) -> dict[str, tuple[str, str]]:
    if not issubclass(model, OrganOwned):
        return {}
    return {"renda_organ": ("AS RESTRICTIVE", ORGAN_POLICY)}


def _policies(name: str, policies: dict[str, tuple[str, str]]) -> Iterator[str]:
    yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
    for policy, (kind, rule) in policies.items():
        yield f"DROP POLICY IF EXISTS {policy} ON {name}"
        yield f"CREATE POLICY {policy} ON {name} {kind} USING ({rule}) WITH CHECK ({rule})"


def _own_rows(table: sa.Table, name: str, role: str) -> Iterator[str]:
    """A global table that bodies write themselves: everyone reads, each body writes its own."""
    column = table.info.get("write_own")
    if column is None:
        return
    own = f"{column} = current_setting('app.tenant')::uuid"
    yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
    for policy in ("renda_read", "renda_insert", "renda_update", "renda_owner"):
        yield f"DROP POLICY IF EXISTS {policy} ON {name}"
    yield f"CREATE POLICY renda_read ON {name} FOR SELECT TO {role} USING (true)"
    yield f"CREATE POLICY renda_insert ON {name} FOR INSERT TO {role} WITH CHECK ({own})"
    yield f"CREATE POLICY renda_update ON {name} FOR UPDATE TO {role} USING ({own})"
    yield f"CREATE POLICY renda_owner ON {name} TO CURRENT_USER USING (true) WITH CHECK (true)"


def _queue_grants(existing: set[str], role: str) -> Iterator[str]:
    for table in sorted(existing):
        if table.startswith("procrastinate_"):
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role}"
        if table.startswith(VERSION_TABLE):
            yield f"GRANT SELECT ON {table} TO {role}"
    if "procrastinate_jobs" in existing:
        yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"


CATALOGUE = sa.text("""
SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name,
       md5(concat_ws('|', c.relkind::text, c.relowner::text, c.relrowsecurity::text,
         c.relforcerowsecurity::text, c.relfilenode::text, c.reloptions::text,
         obj_description(c.oid, 'pg_class'),
         (SELECT string_agg(pg_get_ruledef(r.oid), ',' ORDER BY r.rulename)
            FROM pg_rewrite r WHERE r.ev_class = c.oid),
         (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(c.relacl) a),
         (SELECT string_agg(concat_ws(':', a.attname, a.atttypid, a.attnotnull, a.attacl,
                                      pg_get_expr(d.adbin, d.adrelid)), ',' ORDER BY a.attnum)
            FROM pg_attribute a
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
         (SELECT string_agg(concat_ws(':', p.polname, p.polcmd, p.polpermissive, p.polroles,
                                      pg_get_expr(p.polqual, p.polrelid),
                                      pg_get_expr(p.polwithcheck, p.polrelid)), ','
                            ORDER BY p.polname)
            FROM pg_policy p WHERE p.polrelid = c.oid),
         (SELECT string_agg(pg_get_constraintdef(k.oid), ',' ORDER BY k.conname)
            FROM pg_constraint k WHERE k.conrelid = c.oid),
         (SELECT string_agg(pg_get_indexdef(x.indexrelid), ',' ORDER BY x.indexrelid)
            FROM pg_index x WHERE x.indrelid = c.oid),
         (SELECT string_agg(pg_get_triggerdef(t.oid) || t.tgenabled::text, ',' ORDER BY t.tgname)
            FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
       )) AS shape
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname !~ '^(pg_|information_schema$)' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
UNION ALL
SELECT 'function ' || f.oid::regprocedure::text,
       md5(concat_ws('|', f.prosrc, f.proowner::text, f.prosecdef::text, f.proconfig::text,
                     f.proacl::text))
  FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
 WHERE n.nspname !~ '^(pg_|information_schema$)'
UNION ALL
SELECT 'type ' || t.typname, md5(concat_ws('|', t.typowner::text, t.typacl::text))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
 WHERE n.nspname !~ '^(pg_|information_schema$)' AND t.typcategory <> 'A'
   AND (t.typrelid = 0 OR c.relkind = 'c')
UNION ALL
SELECT 'schema ' || n.nspname, md5(concat_ws('|', n.nspowner::text, n.nspacl::text))
  FROM pg_namespace n WHERE n.nspname !~ '^pg_(temp|toast)'
UNION ALL
SELECT 'default privileges ' || d.oid::text, md5(d.defaclacl::text) FROM pg_default_acl d
UNION ALL
SELECT 'settings of role ' || s.setrole::text || ' in ' || s.setdatabase::text,
       md5(s.setconfig::text)
  FROM pg_db_role_setting s
 WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
    OR s.setrole = current_user::regrole
UNION ALL
SELECT 'role ' || r.rolname, md5(r::text) FROM pg_roles r WHERE r.rolname = current_user
""")


ROWS_WRITTEN = sa.text("""
SELECT relname AS name, (n_tup_ins + n_tup_upd + n_tup_del)::text AS written
  FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
""")


def catalogue_outside(connection: sa.Connection, name: str) -> dict[str, str]:
    """Shape of every table, view, sequence and function that is not the plugin's own, by name.

    And how many rows of each this connection has written, which grows with every further one.
    """
    rows = connection.execute(CATALOGUE).all()
    others = _plugins_with_tables(row.name for row in rows)
    shapes = {row.name: row.shape for row in rows if not _is_own(row.name, name, others)}
    written = connection.execute(ROWS_WRITTEN).all()
    return shapes | {
        f"rows of {row.name}": row.written for row in written if not _is_own(row.name, name, others)
    }


def _plugins_with_tables(tables: Iterable[str]) -> list[str]:
    """Every plugin that was ever migrated, also one whose code is gone."""
    return [one.removeprefix(VERSION_TABLE) for one in tables if one.startswith(VERSION_TABLE)]


def _is_own(table: str, name: str, others: Iterable[str]) -> bool:
    """Whether a table is the plugin's: not the core's, not that of a plugin with a longer name."""
    if table == f"{VERSION_TABLE}{name}":
        return True
    return (
        table.startswith(f"{name}_")
        and owner_of(table) != "core"
        and not any(one.startswith(f"{name}_") and table.startswith(f"{one}_") for one in others)
    )


UNLOCKED = sa.text("""
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'm', 'f')
   AND (c.relrowsecurity AND c.relforcerowsecurity
        AND (SELECT array_agg(p.polname::text) FROM pg_policy p
              WHERE p.polrelid = c.oid AND p.polpermissive) = ARRAY['renda_body']
        AND (SELECT pg_get_expr(p.polqual, p.polrelid) FROM pg_policy p
              WHERE p.polrelid = c.oid AND p.polname = 'renda_body')
          = (SELECT pg_get_expr(p.polqual, p.polrelid) FROM pg_policy p
              WHERE p.polrelid = 'organ'::regclass AND p.polname = 'renda_body')) IS NOT TRUE
 ORDER BY 1
""")


def unlocked_tables(connection: sa.Connection, name: str) -> list[str]:
    """Tables of a plugin that are not forced under the policy by body, and under that one alone."""
    return [table for table in connection.scalars(UNLOCKED) if table.startswith(f"{name}_")]
