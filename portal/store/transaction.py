"""The two doors to the database: one that only reads, and the one place that commits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.store import scope
from portal.store.remembering import Memory
from portal.store.scope import Scope, Whose

__all__ = ["Collided", "Connection", "Scope", "Session", "Store", "Whose", "altering"]

BUSY_MS = 10_000
# What each database calls a second row under a key that has one.
TAKEN = {"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}


class Collided(Exception):
    """Somebody else kept the same row first, and nothing of this was kept.

    Where a row cannot be locked because it is not there yet, the database's key decides between two
    at the same instant. Whoever does the same once more sees what the other kept.
    """


class Store:
    """A database behind two doors, each with a pool of its own.

    *Reading* sees one snapshot and cannot write: SQLite connections are born with ``query_only``,
    PostgreSQL transactions are REPEATABLE READ READ ONLY. *Writing* is one at a time on SQLite
    (a pool of one behind a lock, BEGIN IMMEDIATE); on PostgreSQL it is READ COMMITTED and begins by
    locking the plan. Whoever opens a door names whose rows lie behind it: an organisation's id, or
    one of ``Whose``. A fault never repeats the values of a statement: it may end in a log.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.memory = Memory()
        self._turn = threading.Lock() if self.is_sqlite else nullcontext()
        if self.is_sqlite:
            self.reader = _sqlite(url, writes=False)
            self.writer = _sqlite(url, writes=True)
        else:
            self.reader = create_engine(
                url,
                hide_parameters=True,
                isolation_level="REPEATABLE READ",
                execution_options={"postgresql_readonly": True},
            )
            self.writer = create_engine(url, hide_parameters=True, isolation_level="READ COMMITTED")

    @contextmanager
    def reading(self, whose: Scope = Whose.NOBODYS) -> Iterator[Connection]:
        """Open a snapshot that cannot write."""
        with self.reader.connect() as connection:
            scope.name(connection, whose)
            yield connection

    @contextmanager
    def writing(self, whose: Scope = Whose.NOBODYS) -> Iterator[Session]:
        """Open the one transaction of an action; it commits if nothing was raised.

        Raises:
            Collided: if a row is there already that was not there when this looked.
        """
        try:
            with self._turn, Session(self.writer, expire_on_commit=False) as db, db.begin():
                scope.name(db, whose)
                yield db
        except IntegrityError as fault:
            if _is_taken(fault):
                raise Collided from fault
            raise

    def only_reading(self) -> "Store":
        """Return this database with its writing door walled up: what safe methods get."""
        return _ReadingStore(self)

    def scrub(self) -> None:
        """Let go of what was overwritten: on SQLite the log beside the file still holds it.

        PostgreSQL forgets rows of before when it vacuums, which is its own to do.

        Raises:
            TimeoutError: if somebody read all the while, so that the log is still needed.
        """
        if not self.is_sqlite:
            return
        with self._turn, self.writer.connect() as connection:
            asked = connection.connection.cursor()  # outside BEGIN, where nothing can be emptied
            asked.execute("PRAGMA busy_timeout=0")  # nobody waits for this behind a reader
            try:
                is_busy, *_ = asked.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                asked.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        if is_busy:
            raise TimeoutError("The database's log is being read; it is emptied later.")

    def close(self) -> None:
        """Give every connection back."""
        self.reader.dispose()
        self.writer.dispose()


class SafeMethodWrites(Exception):
    """A GET was about to write: a fault of ours that must never reach the database (law 4)."""


class _ReadingStore(Store):
    def __init__(self, whole: Store) -> None:
        self.url, self.is_sqlite, self.reader = whole.url, whole.is_sqlite, whole.reader

    def writing(self, whose: Scope = Whose.NOBODYS) -> Any:  # noqa: ARG002  # the door's signature
        """Refuse.

        Raises:
            SafeMethodWrites: always.
        """
        raise SafeMethodWrites


def _is_taken(fault: IntegrityError) -> bool:
    names = (getattr(fault.orig, name, None) for name in ("sqlstate", "sqlite_errorname"))
    return any(name in TAKEN for name in names)


@contextmanager
def altering(url: str) -> Iterator[Connection]:
    """Open one transaction for changing tables; it commits if nothing was raised.

    On SQLite foreign keys go unchecked while it lasts (set before BEGIN, afterwards it is too
    late): with them a table that others point at could not be rebuilt.
    """
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = (
        _sqlite(url, writes=True, follows=False)
        if is_sqlite
        else create_engine(url, hide_parameters=True)
    )
    try:
        with engine.begin() as connection:
            scope.name(connection, Whose.EVERYBODYS)
            yield connection
    finally:
        engine.dispose()


def _sqlite(url: str, *, writes: bool, follows: bool = True) -> Engine:
    pool: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if writes else {"pool_size": 8}
    # What a fault says ends in a log, where neither words nor seeds of links belong.
    engine = create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False}, **pool
    )

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            f"foreign_keys={'ON' if follows else 'OFF'}",
            f"query_only={'OFF' if writes else 'ON'}",
            # What is deleted or overwritten is gone from the file, too (docs/decisions/erasing.md).
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if writes:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # past SQLAlchemy's cursor, which costs a page more than BEGIN does
            connection.connection.execute("BEGIN")

    return engine
