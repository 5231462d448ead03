"""Copies of a whole database: taken while it is written to, and judged before one takes its place.

SQLite is copied by its online backup, PostgreSQL by ``pg_dump``; each copy is one snapshot.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from portal.domain.refusals import Refusal
from portal.store import migrating
from portal.store.copies import postgresql, sqlite
from portal.store.copies.kind import BrokenCopy, Candidate, Kind, Taken
from portal.store.transaction import Store, Whose
from portal.store.verifying import Verdict, verify
from portal.store.verifying_log import Outside

__all__ = ["BrokenCopy", "Candidate", "Taken", "beside", "name_in", "require_free", "take"]

KINDS: dict[str, Kind] = {"sqlite": sqlite.COPYING, "postgresql": postgresql.COPYING}


class UnknownStep(Refusal):
    """A database of a program that is newer than this one would be misread."""

    def __init__(self, step: str | None) -> None:
        super().__init__(
            f"The backup's database is at step {step or 'none'}, which this program does not know:"
            " restore it with the version that made it, or a newer one."
        )


def name_in(url: str) -> str:
    """Return how the copy of such a database is named in a backup."""
    return _kind(url).name


def take(url: str, target: Path) -> Taken:
    """Copy a database as it is at this moment, whoever writes to it, and judge the copy.

    A database at another step than this program's is copied, but cannot be judged.

    Raises:
        Unreachable: if there is no such database.
        ToolMissing, ToolFailed: on PostgreSQL, if ``pg_dump`` does not do it.
    """
    step = migrating.current(url)
    if step is None:
        raise migrating.Unreachable(url, "it holds nothing of ours")
    readable = step == migrating.head()
    store = Store(url)
    try:
        return Taken(step, _kind(url).take(store, target, readable))
    finally:
        store.close()


def require_free(url: str) -> None:
    """Check that nobody works with a database, as far as that can be known.

    Raises:
        DatabaseHeld: if a server or a worker has it open.
    """
    _kind(url).require_free(url)


@contextmanager
def beside(url: str, copy: Path, stamp: str, outside: Outside | None = None) -> Iterator[Candidate]:
    """Lay a copy beside the database it may replace, at this program's step and found whole.

    ``stamp`` names what is kept of the present one; with what stood ``outside`` of the copied
    database, signatures of checkpoints are checked too. A candidate that does not take the place is
    removed again.

    Raises:
        UnknownStep, BrokenCopy: if it may not take the place; see each class.
        ToolMissing, ToolFailed: on PostgreSQL, if ``pg_restore`` does not do it.
    """
    with _kind(url).beside(url, copy, stamp) as candidate:
        step = migrating.current(candidate.url)
        if not migrating.is_known(step):
            raise UnknownStep(step)
        migrating.upgrade(candidate.url)
        candidate.verdict = _judged(candidate.url, outside)
        if not candidate.verdict.whole:
            raise BrokenCopy(candidate.verdict.reason or "", candidate.verdict.plan)
        yield candidate


def _judged(url: str, outside: Outside | None) -> Verdict:
    store = Store(url)
    try:
        with store.reading(Whose.EVERYBODYS) as connection:
            return verify(connection, outside)
    finally:
        store.close()


def _kind(url: str) -> Kind:
    return KINDS[make_url(url).get_backend_name()]
