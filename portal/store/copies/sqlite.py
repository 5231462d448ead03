"""Copying SQLite: the online backup of one snapshot; put back under the database's own lock."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from portal.store.copies.kind import BrokenCopy, Candidate, DatabaseHeld, Kind, ToolFailed
from portal.store.transaction import Store, Whose
from portal.store.verifying import Verdict, verify

LONGEST_WAIT = 2.0  # seconds for somebody who only looks
A_LOOK = "SELECT count(*) FROM sqlite_schema"
BESIDE = ("", "-wal", "-shm")


def take(store: Store, target: Path, readable: bool) -> Verdict | None:
    """Copy what a reader sees now; writers go on meanwhile, as its snapshot does not move."""
    with store.reading(Whose.EVERYBODYS) as connection:
        connection.exec_driver_sql(A_LOOK)  # the snapshot is of the first look, not of BEGIN
        source: Any = connection.connection.driver_connection
        with _telling(), closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        # The snapshot that was copied, still held.
        return verify(connection) if readable else None


def require_free(url: str) -> None:
    """Refuse if any other connection is open: leaving WAL is only possible alone.

    Raises:
        DatabaseHeld: if somebody works with it.
    """
    path = _path(url)
    if path.exists():
        with closing(sqlite3.connect(path, timeout=LONGEST_WAIT)) as present:
            _hold(present, path)


@contextmanager
def beside(url: str, copy: Path, stamp: str) -> Iterator[Candidate]:
    """Lay the copy into the database's own folder, on whose disk there must be room for it."""
    path = _path(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Named after this process too: one that was killed in the same second left a file of its own.
    laid = path.with_name(f".{path.name}.{stamp}.{os.getpid()}")
    try:
        _require_sound(copy, laid)
        yield Candidate(f"sqlite:///{laid}", lambda: _take_place(laid, path, stamp))
    except DatabaseError as fault:
        raise BrokenCopy(str(fault.orig)) from fault
    finally:
        for end in BESIDE:
            laid.with_name(laid.name + end).unlink(missing_ok=True)


def _require_sound(copy: Path, laid: Path) -> None:
    """Copy page by page, for the file's rights and size are then SQLite's, and check each page."""
    os.close(os.open(laid, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        _telling(),
        closing(sqlite3.connect(copy)) as source,
        closing(sqlite3.connect(laid)) as target,
    ):
        source.backup(target)
        (said,) = target.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise BrokenCopy(said)


def _take_place(laid: Path, path: Path, stamp: str) -> str:
    """Exchange the content under an exclusive lock, in one transaction of SQLite's own.

    A file that SQLite cannot read any more is moved aside instead: nobody can be using it.
    """
    if not path.exists():
        _move(laid, path)
        return ""
    kept = path.with_name(f"{path.name}.before-{stamp}")
    with _telling(), closing(sqlite3.connect(path, timeout=LONGEST_WAIT)) as present:
        if _hold(present, path):
            _copy(present, kept)
            with closing(sqlite3.connect(laid)) as source:
                source.backup(present)
            return str(kept)
    for end in BESIDE:
        if (part := path.with_name(path.name + end)).exists():
            part.rename(kept.with_name(kept.name + end))
    _move(laid, path)
    return str(kept)


def _hold(present: sqlite3.Connection, path: Path) -> bool:
    """Lock a database until the connection is closed; tell whether it can be read at all.

    Raises:
        DatabaseHeld: if somebody else has it open.
    """
    present.isolation_level = None
    try:
        present.execute("PRAGMA locking_mode=EXCLUSIVE")
        present.execute("PRAGMA journal_mode=DELETE").fetchone()
        present.execute("BEGIN EXCLUSIVE")
        present.execute("COMMIT")
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise DatabaseHeld(str(path)) from fault
        return False
    except sqlite3.DatabaseError:
        return False
    return True


@contextmanager
def _telling() -> Iterator[None]:
    """Tell a copy that is broken from a disk that is full or out of reach."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        if fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise BrokenCopy(str(fault)) from fault
        raise ToolFailed("SQLite", fault) from fault


def _copy(source: sqlite3.Connection, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _move(laid: Path, path: Path) -> None:
    with closing(sqlite3.connect(laid)) as whole:
        _hold(whole, laid)  # so that nothing of it is in a log beside
    laid.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _path(url: str) -> Path:
    return Path(make_url(url).database or "")


COPYING = Kind("database.sqlite", take, require_free, beside)
