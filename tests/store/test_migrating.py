"""Taking a filled database up, down and up again, on both databases, losing nothing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text, update
from sqlalchemy.exc import DBAPIError

from portal.domain.refusals import Refusal
from portal.store import migrating
from portal.store.schema.base import metadata
from portal.store.schema.plan import plans
from portal.store.transaction import Store, Whose, altering
from portal.store.verifying import verify_chains
from tests.store import meridian

SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
POSTGRESQL_TRIGGERS = (
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
)
LAID_LATER = ("logged_heads", "checkpoints")
STEP = """
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", {after!r}, None, None
def upgrade() -> None:
    for statement in {statements!r}:
        op.execute(statement)
def downgrade() -> None: ...
"""


@contextmanager
def opened(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


def filled(url: str) -> None:
    with opened(url) as store:
        meridian.fill(store)


def triggers(url: str) -> list[tuple[str, str]]:
    with opened(url) as store, store.reading() as connection:
        listed = SQLITE_TRIGGERS if store.is_sqlite else POSTGRESQL_TRIGGERS
        return [(name, told) for name, told in connection.execute(text(listed))]


def rows(url: str) -> dict[str, list[object]]:
    with opened(url) as store, store.reading() as connection:
        return {
            name: list(connection.execute(table.select().order_by(*table.primary_key)).all())
            for name, table in metadata.tables.items()
        }


def refuses_rewriting(url: str, *, is_whole: bool = True) -> bool:
    """Try every way to rewrite the record; each must fail. This program verifies its own step."""
    with opened(url) as store:
        for way in meridian.ways_to_rewrite(store.is_sqlite):
            with pytest.raises(DBAPIError), store.writing() as session:
                session.execute(text(way))
        with store.reading() as connection:
            return not is_whole or verify_chains(connection).whole


def checks(connection: Connection) -> set[str | None]:
    found = inspect(connection)
    return {c["name"] for t in found.get_table_names() for c in found.get_check_constraints(t)}


def test_every_step_can_be_taken_back_and_again_with_the_record_untouchable_throughout(
    database_url: str,
) -> None:
    filled(database_url)
    kept, guarded = rows(database_url), triggers(database_url)
    steps = ["0001", migrating.head()]
    for step in steps:
        if step == "0001":
            migrating.downgrade(database_url, step)
        else:
            migrating.upgrade(database_url, step)
        assert migrating.current(database_url) == step
        assert triggers(database_url) == [
            one for one in guarded if step != "0001" or not one[0].startswith(LAID_LATER)
        ]
        assert refuses_rewriting(database_url, is_whole=step == migrating.head())
    assert rows(database_url) == kept


def test_the_tables_equal_what_the_program_declares(database_url: str) -> None:
    with opened(database_url) as store, store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        declared = {
            str(c.name) for t in metadata.tables.values() for c in t.constraints
            if type(c).__name__ == "CheckConstraint"
        }  # fmt: skip  # one set
        assert checks(connection) == declared


def test_a_step_back_takes_away_what_the_step_added(database_url: str) -> None:
    filled(database_url)
    migrating.downgrade(database_url, "0001")
    with opened(database_url) as store, store.reading() as connection:
        indexes = {index["name"] for index in inspect(connection).get_indexes("room_sessions")}
        assert (checks(connection), indexes) == (set(), set())


def test_taking_the_steps_again_changes_nothing(database_url: str) -> None:
    filled(database_url)
    kept = rows(database_url)
    migrating.upgrade(database_url)
    assert rows(database_url) == kept


def test_a_step_back_that_would_lose_the_record_is_refused_whole(database_url: str) -> None:
    filled(database_url)
    kept, guarded = rows(database_url), triggers(database_url)
    with pytest.raises(migrating.RecordWouldBeLost, match="12 rows of 'ledger'"):
        migrating.downgrade(database_url, "base")
    assert migrating.current(database_url) == migrating.head()
    assert (rows(database_url), triggers(database_url)) == (kept, guarded)


def test_a_step_back_that_would_lose_what_opens_a_commitment_is_refused_whole(
    database_url: str,
) -> None:
    filled(database_url)
    with opened(database_url) as store, store.writing() as session:
        session.execute(update(plans).values(terms_salt="a salt"))
    kept = rows(database_url)
    with pytest.raises(migrating.SaltWouldBeLost, match="the terms of 1 plans"):
        migrating.downgrade(database_url, "0001")
    assert (migrating.current(database_url), rows(database_url)) == (migrating.head(), kept)


@pytest.mark.parametrize(("step", "change", "refusal", "match"), [
    ("0009", "UPDATE organisations SET requires_two_factors = true",
     migrating.SafetyWouldBeLost, "that 1 organisations demand two factors and .* of 0 accounts"),
    ("0009", "INSERT INTO sign_ons SELECT 'p', organisation_id, id, created_at FROM accounts"
     " ORDER BY id LIMIT 1",
     migrating.SafetyWouldBeLost, "that 0 organisations demand two factors and .* of 1 accounts"),
    ("0007", "UPDATE members SET erased_at = '2026-11-02 09:00:00.000000'",
     migrating.ErasureWouldBeLost, r"when \d+ people were erased"),
])  # fmt: skip  # a table
def test_a_step_back_that_would_undo_what_protects_somebody_is_refused_whole(
    database_url: str, step: str, change: str, refusal: type[Refusal], match: str
) -> None:
    filled(database_url)
    with opened(database_url) as store, store.writing(Whose.EVERYBODYS) as session:
        session.execute(text("UPDATE plans SET terms_salt = ''"))
        session.execute(text(change))
    kept = rows(database_url)
    with pytest.raises(refusal, match=match):
        migrating.downgrade(database_url, step)
    assert (migrating.current(database_url), rows(database_url)) == (migrating.head(), kept)


def test_an_empty_database_can_go_back_to_nothing_and_come_again(database_url: str) -> None:
    guarded = triggers(database_url)
    migrating.downgrade(database_url, "base")
    assert migrating.current(database_url) is None
    migrating.upgrade(database_url)
    assert triggers(database_url) == guarded


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a copy of the steps where a test may add one of its own."""
    copy = tmp_path / "steps"
    shutil.copytree(migrating.MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrating, "MIGRATIONS", copy)
    return copy


def test_a_step_that_leaves_rows_pointing_at_nothing_is_not_taken(
    sqlite_url: str, steps: Path
) -> None:
    filled(sqlite_url)
    kept, after = rows(sqlite_url), migrating.head()
    harm = STEP.format(after=after, statements=["DELETE FROM accounts"])
    (steps / "versions" / "9999_harm.py").write_text(harm)
    with pytest.raises(migrating.ReferenceBroken):
        migrating.upgrade(sqlite_url)
    assert (migrating.current(sqlite_url), rows(sqlite_url)) == (after, kept)


def test_a_step_forward_that_loses_part_of_the_record_is_not_taken(
    sqlite_url: str, steps: Path
) -> None:
    filled(sqlite_url)
    kept, after = rows(sqlite_url), migrating.head()
    harm = ["DROP TRIGGER revisions_refuses_delete", "DELETE FROM revisions WHERE number = 2"]
    step = STEP.format(after=after, statements=harm)
    (steps / "versions" / "9999_harm.py").write_text(step)
    with pytest.raises(migrating.RecordWouldBeLost, match="1 rows of 'revisions'"):
        migrating.upgrade(sqlite_url)
    assert (migrating.current(sqlite_url), rows(sqlite_url)) == (after, kept)
    assert refuses_rewriting(sqlite_url)


def test_a_step_there_is_not_is_named(database_url: str) -> None:
    with pytest.raises(migrating.NoSuchStep, match="'0815'"):
        migrating.upgrade(database_url, "0815")


def test_a_program_refuses_a_database_at_another_step(database_url: str) -> None:
    migrating.downgrade(database_url, "0001")
    with pytest.raises(migrating.NotMigrated, match="at 0001"):
        migrating.check_current(database_url)


def test_a_program_accepts_a_database_at_its_own_step(database_url: str) -> None:
    migrating.check_current(database_url)
    assert migrating.current(database_url) == migrating.head()


def test_asking_where_a_missing_file_stands_does_not_make_it(tmp_path: Path) -> None:
    missing = tmp_path / "missing.db"
    assert migrating.current(f"sqlite:///{missing}") is None
    assert not missing.exists()


def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    url = "postgresql+psycopg://portal:geheim@/plans?host=/nowhere"
    with pytest.raises(migrating.Unreachable, match=r"portal:\*\*\*@"):
        migrating.upgrade(url)


def test_changing_tables_commits_nothing_when_it_is_broken_off(database_url: str) -> None:
    with pytest.raises(ZeroDivisionError):
        _break_off(database_url)
    with opened(database_url) as store, store.reading() as connection:
        assert "another" not in inspect(connection).get_table_names()


def _break_off(url: str) -> None:
    with altering(url) as connection:
        connection.execute(text("CREATE TABLE another (id INTEGER)"))
        _ = 1 / 0
