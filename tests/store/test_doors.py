"""The two doors: one cannot write, the other commits once or not at all."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.store.transaction import SafeMethodWrites, Store
from tests.store import meridian

TITLE = text("SELECT title FROM plans")
RENAME = text("UPDATE plans SET title = 'Something else'")


def title(store: Store) -> object:
    with store.reading() as connection:
        return connection.execute(TITLE).scalar_one()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plans SET title = 'Something else'",
        "DELETE FROM standings",
        "INSERT INTO requests VALUES ('northwind', 'key', 'hash', '{}', '2026-11-23 09:00')",
        "CREATE TABLE another (id INTEGER)",
        "DROP TABLE requests",
    ],
)
def test_nothing_can_be_written_through_the_reading_door(store: Store, statement: str) -> None:
    meridian.begin(store)
    with store.reading() as connection, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        connection.execute(text(statement))


def test_what_is_read_stays_the_same_for_as_long_as_the_door_is_open(store: Store) -> None:
    meridian.begin(store)
    with store.reading() as connection:
        before = connection.execute(TITLE).scalar_one()
        with store.writing() as session:
            session.execute(RENAME)
        assert connection.execute(TITLE).scalar_one() == before


def test_what_was_written_stands_once_the_writing_door_has_closed(store: Store) -> None:
    meridian.begin(store)
    with store.writing() as session:
        session.execute(RENAME)
    assert title(store) == "Something else"


def break_off(store: Store) -> None:
    with store.writing() as session:
        session.execute(RENAME)
        raise ConnectionResetError


def test_nothing_stands_of_a_writing_that_was_broken_off(store: Store) -> None:
    meridian.begin(store)
    before = title(store)
    with pytest.raises(ConnectionResetError):
        break_off(store)
    assert title(store) == before


def test_the_writing_door_opens_again_after_a_writing_was_broken_off(store: Store) -> None:
    meridian.begin(store)
    with pytest.raises(ConnectionResetError):
        break_off(store)
    with store.writing() as session:
        session.execute(RENAME)
    assert title(store) == "Something else"


def test_what_safe_methods_get_has_no_writing_door(store: Store) -> None:
    with pytest.raises(SafeMethodWrites):
        store.only_reading().writing()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_an_embedded_database_survives_a_power_cut_and_keeps_its_references(
    sqlite_store: Store, pragma: str, value: object
) -> None:
    with sqlite_store.writing() as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value
