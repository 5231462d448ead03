"""The ledger's table, and the triggers by which the database itself refuses to rewrite it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKeyConstraint,
    Integer,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
)

from portal.store.schema.base import metadata
from portal.store.schema.types import Canonical


class _Ledger(TypedColumns):
    organisation_id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str] = Column(String(32), primary_key=True)
    seq: Named[int] = Column(Integer(), primary_key=True, autoincrement=False)
    previous: Named[str] = Column(String(64), nullable=False)
    hash: Named[str] = Column(String(64), nullable=False)
    body: Named[Any] = Column(Canonical(), nullable=False)


ledger = Table(
    "ledger",
    metadata,
    _Ledger,
    ForeignKeyConstraint(["organisation_id", "plan_id"], ["plans.organisation_id", "plans.id"]),
    UniqueConstraint("organisation_id", "plan_id", "previous", name="uq_ledger_previous"),
    CheckConstraint("seq >= 1", name="counts_from_one"),
)

# Tables that only ever grow, with the columns that must be unique in them besides the key.
APPEND_ONLY = {
    "ledger": (("organisation_id", "plan_id", "seq"), ("organisation_id", "plan_id", "previous")),
    "revisions": (("organisation_id", "plan_id", "document_id", "number"),),
    "logged_heads": (("organisation_id", "plan_id", "seq"), ("position",)),
    "checkpoints": (("number",), ("size",)),
}


def sqlite_triggers() -> Iterable[tuple[str, str]]:
    """Yield (name, statement) of every trigger on SQLite.

    INSERT OR REPLACE deletes the old row without firing a DELETE trigger, so a third trigger
    refuses an insert that would replace anything.
    """
    for table, keys in APPEND_ONLY.items():
        same = " OR ".join(
            "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in keys
        )
        refuse = f"SELECT RAISE(ABORT, '{table} only grows')"
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_refuses_{verb.lower()}"
            yield name, f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {refuse}; END"
        name = f"{table}_refuses_replace"
        where = f"WHERE EXISTS (SELECT 1 FROM {table} WHERE {same})"
        yield name, f"CREATE TRIGGER {name} BEFORE INSERT ON {table} BEGIN {refuse} {where}; END"


def postgresql_triggers() -> Iterable[tuple[str, str, str]]:
    """Yield (table, name, statement) of every trigger on PostgreSQL; the function comes first."""
    for table in APPEND_ONLY:
        row = f"{table}_only_grows"
        yield (
            table,
            row,
            f"CREATE TRIGGER {row} BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
        )
        whole = f"{table}_is_never_emptied"
        yield (
            table,
            whole,
            f"CREATE TRIGGER {whole} BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        )


POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' only grows'; END $$
"""


def lay_triggers(connection: Connection, existing: Iterable[str]) -> None:
    """Lay every trigger anew on those of its tables that exist; safe to repeat."""
    tables = set(existing) & set(APPEND_ONLY)
    if connection.dialect.name == "sqlite":
        for name, statement in sqlite_triggers():
            if name.partition("_refuses_")[0] in tables:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
                connection.exec_driver_sql(statement)
        return
    if tables:
        connection.exec_driver_sql(POSTGRESQL_FUNCTION)
    for table, name, statement in postgresql_triggers():
        if table in tables:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            connection.exec_driver_sql(statement)
