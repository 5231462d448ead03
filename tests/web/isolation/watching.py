"""A database looked into from outside, and put back as it was: of either kind."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from sqlalchemy import URL

# Each row as pairs of a column's name and its value.
Rows = set[tuple[tuple[str, object], ...]]


class Watch(Protocol):
    """What sees every write, whoever made it, and undoes them all."""

    def version(self) -> object:
        """Return what changes with every write; asking costs next to nothing."""

    def everything(self) -> dict[str, Rows]:
        """Return every row of every table."""

    def keep(self, name: str) -> None:
        """Copy the database beside itself, while nobody has it open."""

    def put_back(self, name: str) -> None:
        """Undo everything since that copy was taken, while nobody else has the database open."""

    def close(self) -> None:
        """Let go of the database."""


def watch(url: URL) -> Watch:
    """Return what looks into the database at ``url``."""
    return File(url) if url.get_backend_name() == "sqlite" else Server(url)


class File:
    """SQLite: one file, one copy beside it."""

    def __init__(self, url: URL) -> None:
        self._file = Path(str(url.database))
        self._watch = sqlite3.connect(self._file)

    def version(self) -> object:
        return self._watch.execute("PRAGMA data_version").fetchone()[0]

    def everything(self) -> dict[str, Rows]:
        found = {}
        with closing(sqlite3.connect(self._file)) as file:
            file.row_factory = sqlite3.Row
            tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in tables:
                rows = file.execute(f"SELECT * FROM {name}").fetchall()
                found[name] = {tuple(zip(row.keys(), row, strict=True)) for row in rows}
        return found

    def keep(self, name: str) -> None:
        shutil.copy(self._file, self._file.with_suffix(f".{name}"))

    def put_back(self, name: str) -> None:
        shutil.copy(self._file.with_suffix(f".{name}"), self._file)

    def close(self) -> None:
        self._watch.close()


class Server:
    """PostgreSQL: a database, and another one made after it."""

    def __init__(self, url: URL) -> None:
        self._name = str(url.database)
        self._where: dict[str, Any] = {"host": str(url.query["host"]), "user": url.username}
        self._watch = self._connect(self._name)

    def version(self) -> object:
        return self._watch.execute("SELECT pg_current_wal_insert_lsn()").fetchall()

    def everything(self) -> dict[str, Rows]:
        with self._watch.cursor(row_factory=dict_row) as cursor:
            tables = cursor.execute(
                "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            found = {}
            for table in tables:
                chosen = sql.SQL("SELECT * FROM {}").format(sql.Identifier(table["name"]))
                rows = cursor.execute(chosen).fetchall()
                found[table["name"]] = {
                    tuple((name, _plain(value)) for name, value in row.items()) for row in rows
                }
        return found

    def keep(self, name: str) -> None:
        self._copy(self._name, f"{self._name}_{name}")

    def put_back(self, name: str) -> None:
        self._copy(f"{self._name}_{name}", self._name)

    def close(self) -> None:
        self._watch.close()

    def _copy(self, source: str, target: str) -> None:
        self._watch.close()
        with self._connect("postgres") as server:
            server.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        self._watch = self._connect(self._name)

    def _connect(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(**self._where, dbname=name, autocommit=True)


def _plain(value: object) -> object:
    """Return something that can stand in a set."""
    return repr(value) if isinstance(value, dict | list) else value
