"""Copying PostgreSQL: ``pg_dump`` of one snapshot; put back beside, then exchanged by its name."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, make_url
from sqlalchemy.exc import DatabaseError

from portal.store import migrating
from portal.store.copies.kind import (
    BrokenCopy,
    Candidate,
    DatabaseHeld,
    Kind,
    ToolFailed,
    ToolMissing,
)
from portal.store.scope import EVERYTHING
from portal.store.transaction import Store, Whose
from portal.store.verifying import Verdict, verify

LONGEST_NAME = 63  # of a database, in bytes
# PostgreSQL's own cleaning is nobody: it makes way by itself.
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
)
ELSEWHERE = "postgres"  # the database to be connected to while ours changes its name


def take(store: Store, target: Path, readable: bool) -> Verdict | None:
    """Dump the very snapshot that is judged beside."""
    with store.reading(Whose.EVERYBODYS) as connection:
        snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        _run(
            store.url, "pg_dump", "--format=custom", "--enable-row-security",
            f"--snapshot={snapshot}", f"--file={target}",
        )  # fmt: skip  # one command
        return verify(connection) if readable else None


def require_free(url: str) -> None:
    """Refuse if anybody else is connected.

    Raises:
        DatabaseHeld: if somebody works with it.
        Unreachable: if the server does not answer.
    """
    parts = make_url(url)
    with _elsewhere(parts) as server:
        row = server.execute(OTHERS, (parts.database,)).fetchone()
    if row and row[0]:
        raise DatabaseHeld(_shown(parts))


@contextmanager
def beside(url: str, copy: Path, stamp: str) -> Iterator[Candidate]:
    """Restore the copy into a database of its own on the same server."""
    parts = make_url(url)
    laid = parts.set(database=_named(parts, f"restoring_{stamp}"))
    _create(parts, str(laid.database))
    try:
        _run(laid, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(copy))
        yield Candidate(
            laid.render_as_string(hide_password=False), lambda: _take_place(laid, parts, stamp)
        )
    except DatabaseError as fault:
        raise BrokenCopy(str(fault.orig)) from fault
    finally:
        with _elsewhere(parts) as server:  # gone already, if it has taken the place
            server.execute(_statement("DROP DATABASE IF EXISTS {}", str(laid.database)))


def _create(parts: URL, name: str) -> None:
    with _elsewhere(parts) as server:
        try:
            server.execute(_statement("CREATE DATABASE {} TEMPLATE template0", name))
        except psycopg.Error as fault:
            raise ToolFailed("CREATE DATABASE", fault) from fault


def _take_place(laid: URL, parts: URL, stamp: str) -> str:
    """Exchange the names in one transaction; it is refused while anybody is connected."""
    kept = _named(parts, f"before_{stamp}")
    found = "SELECT 1 FROM pg_database WHERE datname = %s"
    rename = "ALTER DATABASE {} RENAME TO {}"
    with _elsewhere(parts) as server:
        is_there = server.execute(found, (parts.database,)).fetchone() is not None
        try:
            with server.transaction():
                if is_there:
                    server.execute(_statement(rename, str(parts.database), kept))
                server.execute(_statement(rename, str(laid.database), str(parts.database)))
        except psycopg.errors.ObjectInUse as fault:
            raise DatabaseHeld(_shown(parts)) from fault
        except psycopg.Error as fault:
            raise ToolFailed("ALTER DATABASE", fault) from fault
    return kept if is_there else ""


def _run(parts: URL, tool: str, *words: str) -> None:
    """Run one of PostgreSQL's tools; the password is in its environment, where nobody else looks.

    Raises:
        ToolMissing, ToolFailed: see each class.
    """
    found = shutil.which(tool)
    if found is None:
        raise ToolMissing(tool)
    wanted = _wanted(parts)
    password = {"PGPASSWORD": str(wanted.pop("password"))} if "password" in wanted else {}
    everything = {"PGOPTIONS": f"{os.environ.get('PGOPTIONS', '')} -c {EVERYTHING}=on".strip()}
    done = subprocess.run(  # noqa: S603  # PostgreSQL's own tool, told what the settings say
        [found, *words, "--dbname", make_conninfo(**wanted)],
        env=os.environ | password | everything, capture_output=True, text=True, check=False,
    )  # fmt: skip  # one call
    if done.returncode != 0:
        raise ToolFailed(tool, done.stderr)


@contextmanager
def _elsewhere(parts: URL) -> Iterator[psycopg.Connection[Any]]:
    try:
        server = psycopg.connect(**(_wanted(parts) | {"dbname": ELSEWHERE}), autocommit=True)
    except psycopg.OperationalError as fault:
        raise migrating.Unreachable(str(parts), fault) from None
    with closing(server):
        yield server


def _wanted(parts: URL) -> dict[str, Any]:
    """Return how to connect, in libpq's words."""
    named = parts.translate_connect_args(username="user", database="dbname") | dict(parts.query)
    return {str(name): value for name, value in named.items()}


def _statement(text: Any, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(name) for name in names))


def _named(parts: URL, end: str) -> str:
    end = f"_{end.replace('-', '').lower()}"
    return f"{str(parts.database)[: LONGEST_NAME - len(end)]}{end}"


def _shown(parts: URL) -> str:
    return parts.render_as_string(hide_password=True)


COPYING = Kind("database.pgdump", take, require_free, beside)
