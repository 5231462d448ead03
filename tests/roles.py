"""Roles of PostgreSQL without rights of their own, and a store that forgets whose rows it reads."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event, make_url

from portal.store.schema.base import metadata
from portal.store.schema.record import APPEND_ONLY
from portal.store.transaction import Store

APPLICATION, OWNER = "portal_application", "portal_owner"
GRANTS = (
    f"CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER",
    f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APPLICATION}",
    f"REVOKE UPDATE, DELETE ON {', '.join(APPEND_ONLY)} FROM {APPLICATION}",
    f"ALTER SCHEMA public OWNER TO {OWNER}",
    *(f"ALTER TABLE {name} OWNER TO {OWNER}" for name in [*metadata.tables, "alembic_version"]),
    f"ALTER FUNCTION refuse_rewriting OWNER TO {OWNER}",
)
GONE = (
    f"DROP OWNED BY {APPLICATION}",
    f"REASSIGN OWNED BY {OWNER} TO CURRENT_USER",
    f"DROP OWNED BY {OWNER}",
    f"DROP ROLE {APPLICATION}",
    f"DROP ROLE {OWNER}",
)


@contextmanager
def granted(url: str) -> Iterator[None]:
    """Let the application's role and the owner of the tables at a database, as operators do."""
    _run(url, *GRANTS)
    yield
    _run(url, *GONE)


def as_role(url: str, role: str) -> str:
    """Return the address of the same database for another role."""
    return make_url(url).set(username=role).render_as_string(hide_password=False)


def switch_own_scope_off(store: Store) -> None:
    """Take the condition on the organisation out of every statement that this store sends."""
    for engine in (store.reader, store.writer):

        @event.listens_for(engine, "before_cursor_execute", retval=True)
        def forget(_c: Any, _d: Any, sent: str, given: Any, *_: Any) -> tuple[str, Any]:
            return re.sub(r"\w+\.organisation_id = %\(\w+\)s(::VARCHAR)?", "TRUE", sent), given


def _run(url: str, *statements: str) -> None:
    parts = make_url(url)
    where = {"host": str(parts.query["host"]), "user": str(parts.username),
             "dbname": str(parts.database)}  # fmt: skip  # one place
    with psycopg.connect(**where, autocommit=True) as connection:  # type: ignore[arg-type]  # all text
        for statement in statements:
            connection.execute(statement)
