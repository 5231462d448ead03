"""Single random edits of the rows behind our back: whatever the chain speaks of, it is named.

``PORTAL_LONG=1`` tries ten times as many. What no entry speaks of is listed here column by column,
and in docs/decisions/seal.md: a column that is new is one of the two.
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
from sqlalchemy import Boolean, Connection, Integer, Table, and_, delete, select, text, update
from sqlalchemy.exc import IntegrityError

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
from tests.store import meridian

# What no entry of a ledger speaks of, so that a change of it is not found.
NOT_PROVEN: Mapping[Table, frozenset[str]] = {
    plans: frozenset({
        "title", "buyer", "supplier", "tier_reason", "facts", "answers", "notice_on", "calendar",
        "time_zone", "currency", "amount", "owner_id", "left_out", "source", "counter",
    }),
    milestones: frozenset({
        "position", "phase", "business_days", "due_on", "critical", "why", "buyer_action",
        "seller_provides", "origin",
    }),
    members: frozenset({"position", "site", "continued_on"}),
    documents: frozenset({"title"}),
    revisions: frozenset({"note"}),
    decisions: frozenset(),
    standings: frozenset(),
    ledger: frozenset(),
}  # fmt: skip  # a table
OF_THE_KEY = frozenset({"organisation_id", "plan_id"})
DOCS = Path(__file__).parents[2] / "docs" / "decisions" / "seal.md"


@pytest.fixture(scope="module", params=["sqlite", pytest.param(
    "postgresql", marks=pytest.mark.postgresql)])  # fmt: skip  # one list
def told(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Open a database with one plan in mid-story, its triggers out of the way."""
    kind = "embedded" if request.param == "sqlite" else "cluster"
    databases: Embedded | Cluster = request.getfixturevalue(kind)
    url = databases.fresh()
    store = Store(url)
    believable(means_on(store))
    meridian.behind_our_back(store)
    yield store
    store.close()
    databases.drop(url)


def columns() -> list[tuple[Table, str]]:
    """Return every column that the chain protects, but for those by which a row is its plan's."""
    return [
        (table, column.name) for table, not_proven in NOT_PROVEN.items() for column in table.c
        if column.name not in not_proven | OF_THE_KEY and (table, column.name) != (plans, "id")
    ]  # fmt: skip  # one list


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
    if isinstance(value, date):
        return value + timedelta(days=chance.randrange(1, 9))
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
    if column == "asks":  # of each pair the name is proven, and its label is not
        new = [*row[column][1:], ["another", "What it is"]]
    done.append(f"{table.name}.{column}: {row[column]!r} became {new!r}"[:300])
    connection.execute(update(table).where(here).values({column: new}))


def do(statement: Any, connection: Connection) -> None:
    """Do what a statement says."""
    connection.execute(statement)


def test_a_plan_in_mid_story_is_whole(told: Store) -> None:
    with told.reading() as connection:
        assert verify(connection).whole


def is_found(store: Store, edit_: Callable[[Connection], object]) -> bool:
    """Tell whether an edit is refused by the database itself, or named; and take it back."""
    with store.writing() as session:
        if store.is_sqlite:  # on PostgreSQL foreign keys refuse some of these at once
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
        try:
            edit_(session.connection())
            found = not verify(session.connection()).whole
        except IntegrityError:
            found = True
        session.rollback()
    return found


def test_every_random_edit_of_what_the_chain_protects_is_found(told: Store) -> None:
    chance, missed, protected = random.Random(SEED), [], columns()
    more = EDITS - len(protected) if told.is_sqlite else 0
    tried = protected + [chance.choice(protected) for _ in range(more)]
    for table, column in tried:
        done: list[str] = []
        if not is_found(told, partial(edit, table, column, chance, done)):
            missed += done
    assert missed == []


@pytest.mark.parametrize("table", [ledger, revisions, decisions, milestones, members, standings])
def test_every_row_that_is_deleted_is_missed(told: Store, table: Table) -> None:
    with told.reading() as connection:
        rows = list(connection.execute(select(table)).mappings())
    missed = []
    for row in random.Random(SEED).sample(rows, min(len(rows), EDITS // 20)):
        gone = delete(table).where(*(key == row[key.name] for key in table.primary_key))
        missed += [] if is_found(told, partial(do, gone)) else [dict(row)]
    assert rows
    assert missed == []


def test_what_is_not_proven_is_listed_in_the_documentation() -> None:
    said = DOCS.read_text()
    wanting = [f"{table.name}.{name}" for table, names in NOT_PROVEN.items() for name in names
               if name in table.c and f"`{name}`" not in said]  # fmt: skip  # one list
    assert wanting == []
