"""The ledger and the revisions only grow: the database itself refuses everything else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.store.transaction import Collided, Store
from tests.store import meridian

EVERYTHING = (
    "SELECT * FROM ledger ORDER BY seq",
    "SELECT * FROM revisions ORDER BY number",
)


def recorded(connection: Connection) -> list[object]:
    return [connection.execute(text(statement)).all() for statement in EVERYTHING]


def test_every_way_to_rewrite_the_record_is_refused_and_changes_nothing(store: Store) -> None:
    meridian.fill(store)
    with store.reading() as connection:
        before = recorded(connection)
    for way in meridian.ways_to_rewrite(store.is_sqlite):
        with pytest.raises(DBAPIError), store.writing() as session:
            session.execute(text(way))
    with store.reading() as connection:
        assert recorded(connection) == before


def test_without_the_triggers_every_one_of_these_ways_would_rewrite_it(store: Store) -> None:
    meridian.fill(store)
    meridian.behind_our_back(store)
    for way in meridian.ways_to_rewrite(store.is_sqlite):
        with store.writing() as session:
            before = recorded(session.connection())
            session.execute(text(way))
            assert recorded(session.connection()) != before, way
            session.rollback()


@pytest.mark.parametrize("way", ["UPDATE ledger SET body = '{}'", "DELETE FROM revisions"])
def test_the_refusal_says_that_the_table_only_grows(store: Store, way: str) -> None:
    meridian.fill(store)
    with pytest.raises(DBAPIError, match="only grows"), store.writing() as session:
        session.execute(text(way))


@contextmanager
def refused(key: str) -> Iterator[None]:
    """Require that the database refuses a second row under a key."""
    with pytest.raises(Collided) as found:
        yield
    assert re.search(key, str(found.value.__cause__))


def test_two_entries_cannot_stand_on_the_same_one(store: Store) -> None:
    meridian.fill(store)
    meridian.behind_our_back(store)  # the constraint holds without the triggers, too
    with refused("previous"), store.writing() as session:
        session.execute(text(
            "INSERT INTO ledger SELECT organisation_id, plan_id, 99, previous, hash, body"
            " FROM ledger WHERE seq = 3"
        ))  # fmt: skip  # one statement


def test_two_entries_cannot_have_the_same_number(store: Store) -> None:
    meridian.fill(store)
    meridian.behind_our_back(store)
    with refused("seq|pk_ledger"), store.writing() as session:
        session.execute(text(
            "INSERT INTO ledger SELECT organisation_id, plan_id, seq, 'another', hash, body"
            " FROM ledger WHERE seq = 3"
        ))  # fmt: skip  # one statement


def test_entries_count_from_one(store: Store) -> None:
    meridian.begin(store)
    with (
        pytest.raises(IntegrityError, match="ck_ledger_counts_from_one"),
        store.writing() as session,
    ):
        session.execute(text(
            "INSERT INTO ledger SELECT organisation_id, plan_id, 0, 'another', hash, body"
            " FROM ledger WHERE seq = 3"
        ))  # fmt: skip  # one statement


def test_a_plan_has_one_of_the_four_tiers(store: Store) -> None:
    meridian.begin(store)
    with pytest.raises(IntegrityError, match="ck_plans_tier_is_known"), store.writing() as session:
        session.execute(text("UPDATE plans SET tier = 5"))


def test_an_entry_belongs_to_a_plan_there_is(store: Store) -> None:
    meridian.begin(store)
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), store.writing() as session:
        session.execute(text(
            "INSERT INTO ledger SELECT organisation_id, 'nobody''s', seq, previous, hash, body"
            " FROM ledger"
        ))  # fmt: skip  # one statement
