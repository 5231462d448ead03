"""Single random edits of the rows behind our back: every column of the record is proven.

``PORTAL_LONG=1`` tries ten times as many. What is no record, or is not proven, is listed here with
its reason, and in docs/decisions/seal.md: a table or column that is new is one of the two.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, Date, Integer, Table, and_, delete, select, text, update
from sqlalchemy.exc import IntegrityError

from portal.store.schema.base import metadata
from portal.store.schema.log import checkpoints, logged_heads
from portal.store.schema.plan import (
    decisions,
    documents,
    members,
    milestones,
    plans,
    revisions,
    standings,
)
from portal.store.schema.record import ledger
from portal.store.schema.types import Canonical, Instant, Money
from portal.store.transaction import Store
from portal.store.verifying import verify
from tests.actions.people import means_on
from tests.databases import Cluster, Embedded
from tests.delivery.believable import believable
from tests.edits import EDITS, SEED
from tests.notaries import InProcess, checkpoint_of, outside
from tests.store import meridian

# Columns of the record that nothing proves, each with why.
NOT_PROVEN: Mapping[Table, Mapping[str, str]] = {
    plans: {"counter": "a cache's: it moves with what pages show"},
    milestones: {},
    members: {},
    documents: {},
    revisions: {},
    decisions: {},
    standings: {},
    ledger: {},
    logged_heads: {},
    checkpoints: {"made_at": "when we kept it: a note tells no time, and nothing follows from it"},
}
# Tables that are no record of what anybody agreed to, each with what it is instead.
NO_RECORD: Mapping[str, str] = {
    "organisations": "accounts", "accounts": "accounts", "directory": "accounts",
    "passkeys": "accounts", "password_links": "accounts", "recovery_codes": "accounts",
    "second_factors": "accounts", "second_steps": "accounts", "seller_sessions": "accounts",
    "sign_ons": "accounts",
    "links": "doors", "room_sessions": "doors", "guests": "doors", "codes": "doors",
    "outbox": "letters", "knocks": "letters",
    "requests": "caches", "papers": "caches",
}  # fmt: skip  # a table
DOCS = Path(__file__).parents[2] / "docs" / "decisions" / "seal.md"


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    """Return who signs checkpoints here."""
    return InProcess(tmp_path_factory.mktemp("seal") / "checkpoints")


@pytest.fixture(scope="module", params=["sqlite", pytest.param(
    "postgresql", marks=pytest.mark.postgresql)])  # fmt: skip  # one list
def told(request: pytest.FixtureRequest, beside: InProcess) -> Iterator[Store]:
    """Open a database with one plan in mid-story and a checkpoint, its triggers out of the way."""
    kind = "embedded" if request.param == "sqlite" else "cluster"
    databases: Embedded | Cluster = request.getfixturevalue(kind)
    url = databases.fresh()
    store = Store(url)
    believable(means_on(store))
    checkpoint_of(store, beside)
    meridian.behind_our_back(store)
    yield store
    store.close()
    databases.drop(url)


def columns() -> list[tuple[Table, str]]:
    """Return every column of the record that is proven."""
    return [
        (table, column.name)
        for table, not_proven in NOT_PROVEN.items()
        for column in table.c
        if column.name not in not_proven
    ]


def another(value: Any, kind: Any, chance: random.Random) -> Any:
    """Return another value that a column of this kind could hold."""
    if isinstance(kind, Canonical):
        return _another_json(json.loads(json.dumps(value)), chance)
    if isinstance(kind, Boolean):
        return not value
    if isinstance(kind, Instant):
        return (value or datetime.fromisoformat("2026-01-01T09:00:00+00:00")) + timedelta(hours=1)
    if isinstance(kind, Money):
        return (value or Decimal(0)) + chance.randrange(1, 999)
    if isinstance(kind, Integer):
        return (value or 0) + chance.randrange(1, 4)
    if isinstance(kind, Date):
        return (value or date(2026, 1, 1)) + timedelta(days=chance.randrange(1, 9))
    if not value:
        return "another"
    place = chance.randrange(len(value))
    return value[:place] + ("0" if value[place] != "0" else "1") + value[place + 1 :]


def _another_json(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict) and value:
        name = chance.choice(sorted(value))
        value[name] = _another_json(value[name], chance)
        return value
    if isinstance(value, list) and value:
        if chance.random() < 0.5:
            value.pop(chance.randrange(len(value)))
        else:
            place = chance.randrange(len(value))
            value[place] = _another_json(value[place], chance)
        return value
    return f"{value}?" if isinstance(value, str) else [value, "more"]


def edit(
    table: Table, column: str, chance: random.Random, done: list[str], connection: Connection
) -> None:
    """Change one column of one row, and note what was done."""
    row = chance.choice(connection.execute(select(table)).mappings().all())
    here = and_(*(key == row[key.name] for key in table.primary_key))
    new = another(row[column], table.c[column].type, chance)
    done.append(f"{table.name}.{column}: {row[column]!r} became {new!r}"[:300])
    connection.execute(update(table).where(here).values({column: new}))


def do(statement: Any, connection: Connection) -> None:
    """Do what a statement says."""
    connection.execute(statement)


def test_a_plan_in_mid_story_is_whole(told: Store, beside: InProcess) -> None:
    with told.reading() as connection:
        assert verify(connection, outside(beside)).whole


def is_found(store: Store, keys: InProcess, edit_: Callable[[Connection], object]) -> bool:
    """Tell whether an edit is refused by the database itself, or named; and take it back."""
    with store.writing() as session:
        if store.is_sqlite:  # on PostgreSQL foreign keys refuse some of these at once
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
        try:
            edit_(session.connection())
            found = not verify(session.connection(), outside(keys)).whole
        except IntegrityError:
            found = True
        session.rollback()
    return found


def test_every_random_edit_of_the_record_is_found(told: Store, beside: InProcess) -> None:
    chance, missed, proven = random.Random(SEED), [], columns()
    more = max(0, EDITS - len(proven)) if told.is_sqlite else 0
    for table, column in proven + [chance.choice(proven) for _ in range(more)]:
        done: list[str] = []
        if not is_found(told, beside, partial(edit, table, column, chance, done)):
            missed += done
    assert missed == []


@pytest.mark.parametrize("table", [ledger, revisions, decisions, milestones, members, standings,
                                   logged_heads, checkpoints])  # fmt: skip  # one list
def test_every_row_that_is_deleted_is_missed(told: Store, beside: InProcess, table: Table) -> None:
    with told.reading() as connection:
        rows = list(connection.execute(select(table)).mappings())
    missed = []
    for row in random.Random(SEED).sample(rows, min(len(rows), EDITS // 20)):
        gone = delete(table).where(*(key == row[key.name] for key in table.primary_key))
        missed += [] if is_found(told, beside, partial(do, gone)) else [dict(row)]
    assert rows
    assert missed == []


def test_every_table_is_the_record_or_told_not_to_be() -> None:
    assert {table.name for table in NOT_PROVEN} | NO_RECORD.keys() == set(metadata.tables)
    assert not {table.name for table in NOT_PROVEN} & NO_RECORD.keys()


def test_what_is_not_proven_is_told_in_the_documentation() -> None:
    names = [*NO_RECORD, *(name for columns in NOT_PROVEN.values() for name in columns)]
    said = DOCS.read_text()
    assert [name for name in names if f"`{name}`" not in said] == []
