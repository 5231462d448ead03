"""What both kinds of database offer for their copies, and how each may refuse."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.domain.refusals import Refusal
from portal.store.transaction import Store
from portal.store.verifying import Verdict


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy that was taken: the step of its tables, and its verdict if this program reads it."""

    step: str
    verdict: Verdict | None


@dataclass(slots=True)
class Candidate:
    """A copy laid beside the database at ``url``; ``take_place`` makes it the database.

    It returns the name under which the one before is kept, or nothing if there was none. It raises
    DatabaseHeld.
    """

    url: str
    take_place: Callable[[], str]
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of database is copied and put back; ``name`` is the copy's in a backup."""

    name: str
    take: Callable[[Store, Path, bool], Verdict | None]
    require_free: Callable[[str], None]
    beside: Callable[[str, Path, str], AbstractContextManager[Candidate]]


class BrokenCopy(Refusal):
    """What does not verify never replaces a database."""

    def __init__(self, reason: str, plan: str | None = None) -> None:
        where = f"plan {plan}: " if plan else ""
        super().__init__(
            f"The backup's database does not hold ({where}{reason.rstrip('.')}), so nothing was"
            " changed: take an earlier backup."
        )


class DatabaseHeld(Refusal):
    """A database is not exchanged under the hands of those who work with it."""

    def __init__(self, shown: str) -> None:
        super().__init__(
            f"Somebody works with the database {shown}: stop the server and the workers first,"
            " then restore."
        )


class ToolMissing(Refusal):
    """PostgreSQL's own tools make and read its copies."""

    def __init__(self, tool: str) -> None:
        super().__init__(
            f"'{tool}' is not installed: install PostgreSQL's client tools (on Debian the package"
            " postgresql-client) in the server's version or a newer one."
        )


class ToolFailed(Refusal):
    """A tool that fails has said why."""

    def __init__(self, tool: str, said: Any) -> None:
        lines = [line.strip() for line in str(said).splitlines() if line.strip()]
        reason = (lines or ["it did not say why"])[0].rstrip(".")
        super().__init__(f"'{tool}' failed, and nothing was changed: {reason}.")
