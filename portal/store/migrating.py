"""Taking a database through the steps of ``migrations/``, up and back, without losing a record."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, make_url
from sqlalchemy.exc import OperationalError

from portal.domain.refusals import Refusal
from portal.store.schema.base import metadata
from portal.store.schema.record import APPEND_ONLY, lay_triggers
from portal.store.schema.walls import renew_walls
from portal.store.transaction import Store, Whose, altering

__all__ = ["check_current", "current", "downgrade", "head", "metadata", "render_item", "upgrade"]

MIGRATIONS = Path(__file__).parents[2] / "migrations"
ONE_AT_A_TIME = 0x706F7274616C  # any number of our own: "portal" in ASCII


class RecordWouldBeLost(Refusal):
    """A step that drops entries of the ledger, or revisions people answered, is not taken."""

    def __init__(self, table: str, rows: int) -> None:
        super().__init__(
            f"This step would lose {rows} rows of '{table}', which only grows, so nothing was"
            " changed. Restore a backup if you need the older version."
        )


class SaltWouldBeLost(Refusal):
    """Without its salt, what a chain commits to can never be shown again."""

    def __init__(self, plans: int) -> None:
        super().__init__(
            f"This step would lose what opens the terms of {plans} plans, so nothing was changed."
            " Restore a backup if you need the older version."
        )


class SafetyWouldBeLost(Refusal):
    """What keeps others out of accounts must not vanish with a step, to come back switched off."""

    def __init__(self, organisations: int, bindings: int) -> None:
        super().__init__(
            f"This step would lose that {organisations} organisations demand two factors and the"
            f" single sign-on of {bindings} accounts, so nothing was changed. Restore a backup if"
            " you need the older version."
        )


class ErasureWouldBeLost(Refusal):
    """Whoever was erased must stay known as erased, or their place would count as open again."""

    def __init__(self, members: int) -> None:
        super().__init__(
            f"This step would lose when {members} people were erased, so nothing was changed."
            " Restore a backup if you need the older version."
        )


class ReferenceBroken(Refusal):
    """A step that leaves rows pointing at nothing is not taken."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"This step would leave rows of '{table}' pointing at nothing, so nothing was changed."
        )


class NoSuchStep(Refusal):
    """A database can only be taken to a step there is, in the direction that leads there."""

    def __init__(self, step: str) -> None:
        super().__init__(
            f"There is no step '{step}' in that direction; the steps lie in migrations/versions.",
            field="step",
        )


class Unreachable(Refusal):
    """Nothing can be said of a database that does not answer."""

    def __init__(self, url: str, why: object) -> None:
        shown = make_url(url).render_as_string(hide_password=True)
        reason = str(why).splitlines()[0].strip().rstrip(".")
        super().__init__(f"The database {shown} cannot be used: {reason}.")


class NotMigrated(Refusal):
    """A program and a database that differ in their tables would misread each other."""

    def __init__(self, found: str | None, wanted: str) -> None:
        super().__init__(
            f"The database is at {found or 'no version'} and this program needs {wanted}: run"
            " 'portal migrate' first."
        )


def upgrade(url: str, revision: str = "head") -> None:
    """Take every step up to ``revision``; doing so again changes nothing.

    Raises:
        NoSuchStep, Unreachable: see each class.
        ReferenceBroken, RecordWouldBeLost: if a step would do damage; then nothing was changed.
    """
    _migrate(url, revision, command.upgrade)


def downgrade(url: str, revision: str) -> None:
    """Take the steps above ``revision`` back (``base``: all of them).

    Raises:
        RecordWouldBeLost: if rows of the ledger or of the revisions would go.
        SaltWouldBeLost, SafetyWouldBeLost, ErasureWouldBeLost: see each class.
        ReferenceBroken: if rows would point at nothing; in all these cases nothing was changed.
        NoSuchStep, Unreachable: see each class.
    """
    _migrate(url, revision, command.downgrade)


def current(url: str) -> str | None:
    """Return the step a database is at, or ``None`` if it holds nothing of ours yet.

    Raises:
        Unreachable: if it does not answer.
    """
    path = _file(url)
    if path and not path.exists():
        return None  # connecting would make the file
    store = Store(url)
    try:
        with _answering(url), store.reading(Whose.NOBODYS) as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        store.close()


def head() -> str:
    """Return the last step there is."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def is_known(step: str | None) -> bool:
    """Tell whether a step is one of ours, so that a database can be taken on from there."""
    return step in {one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def check_current(url: str) -> None:
    """Check that a database has the tables this program was written for.

    Raises:
        NotMigrated: if it is at another step.
    """
    found, wanted = current(url), head()
    if found != wanted:
        raise NotMigrated(found, wanted)


def configuration(connection: Connection, **attributes: Any) -> Config:
    """Return what Alembic needs to know: where the steps are, and the connection to use."""
    config = Config(attributes={"connection": connection, **attributes})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Render our column types by their name alone: their length or zone is theirs to know."""
    if kind == "type" and type(item).__module__ == "portal.store.schema.types":
        return f"types.{type(item).__name__}()"
    return False


def _migrate(url: str, revision: str, go: Callable[[Config, str], None]) -> None:
    """Take the steps to ``revision`` in one transaction, which ends whole or not at all."""
    with _answering(url), altering(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
        before = _record_sizes(connection)
        try:
            go(configuration(connection), revision)
        except CommandError:
            raise NoSuchStep(revision) from None
        _refuse_losing(before, _record_sizes(connection))
        # A rebuilt table has silently lost its triggers on SQLite.
        lay_triggers(connection, inspect(connection).get_table_names())
        renew_walls(connection)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken:
                raise ReferenceBroken(broken[0])


@contextmanager
def _answering(url: str) -> Iterator[None]:
    """Say in one sentence that a database does not answer, and why."""
    path = _file(url)
    try:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OperationalError as error:
        raise Unreachable(url, error.orig) from None
    except OSError as error:
        raise Unreachable(url, error.strerror) from None


def _record_sizes(connection: Connection) -> Mapping[str, int]:
    present = set(inspect(connection).get_table_names())
    return {
        name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()  # noqa: S608  # a constant of ours
        for name in APPEND_ONLY
        if name in present
    }


def _refuse_losing(before: Mapping[str, int], after: Mapping[str, int]) -> None:
    for table, rows in before.items():
        lost = rows - after.get(table, 0)
        if lost > 0:
            raise RecordWouldBeLost(table, lost)


def _file(url: str) -> Path | None:
    parts = make_url(url)
    return Path(parts.database) if parts.get_backend_name() == "sqlite" and parts.database else None
