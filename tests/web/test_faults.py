"""Faults of ours: no acknowledgement, a clear page, and a safe retry (Trust 7)."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portal.store.transaction import Session, Store
from tests.web.answering import decisions_of
from tests.web.meridian import INGRID, House
from tests.web.visitor import words

CONFIRM = "/room/m/M01/confirm"
SECRET = "what-the-statement-held"
SAFE_RETRY = "Go back and send it again in a minute: the same answer is never counted twice."


def of_database(kind: type[DBAPIError], said: str) -> DBAPIError:
    """Return a fault as the database raises it, with the values of its statement."""
    return kind("INSERT", {"secret": SECRET}, sqlite3.OperationalError(f"{said} {SECRET}"))


OUT_OF_REACH = [
    of_database(OperationalError, "database or disk is full"),
    of_database(InterfaceError, "the connection is closed"),
    PoolTimeout("every connection is in use"),
    OSError(28, f"No space left on device {SECRET}"),
]
OURS = [
    of_database(IntegrityError, "UNIQUE constraint failed"),
    of_database(DBAPIError, "the database disk image is malformed"),
    ValueError(SECRET),
]


class KeyTaken(sqlite3.IntegrityError):
    """What SQLite says when another kept a row under the same key first."""

    sqlite_errorname = "SQLITE_CONSTRAINT_UNIQUE"


@contextmanager
def failing_to_commit(house: House, fault: Exception, times: int = 1_000) -> Iterator[None]:
    """Let so many commits fail with ``fault``."""
    left = iter(range(times))

    def strike(_connection: Any) -> None:
        if next(left, None) is not None:
            raise fault

    event.listen(house.means.store.writer, "commit", strike)
    try:
        yield
    finally:
        event.remove(house.means.store.writer, "commit", strike)


def kind_of(fault: object) -> str:
    return type(fault).__name__


@pytest.mark.parametrize("fault", OUT_OF_REACH, ids=kind_of)
def test_an_answer_the_disk_does_not_take_is_not_acknowledged_and_can_be_sent_again(
    house: House, fault: Exception
) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(CONFIRM)
    with failing_to_commit(house, fault):
        refused = ingrid.send(page, CONFIRM, answer="confirmed")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert f"treat this as not recorded. {SAFE_RETRY}" in words(refused)
    assert decisions_of(house, INGRID, "M01") == []
    assert [ingrid.send(page, CONFIRM, answer="confirmed").status_code for _ in "ab"] == [303, 303]
    assert len(decisions_of(house, INGRID, "M01")) == 1


@pytest.mark.parametrize("fault", OURS, ids=kind_of)
def test_a_fault_of_ours_is_no_acknowledgement_either(house: House, fault: Exception) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(CONFIRM)
    with failing_to_commit(house, fault):
        refused = ingrid.send(page, CONFIRM, answer="confirmed")
    assert refused.status_code == 500
    assert SAFE_RETRY in words(refused)
    assert ingrid.send(page, CONFIRM, answer="confirmed").status_code == 303
    assert len(decisions_of(house, INGRID, "M01")) == 1


@pytest.mark.parametrize(("times", "status", "kept"), [(1, 303, 1), (2, 303, 1), (9, 500, 0)])
def test_a_form_that_came_second_is_asked_again_and_not_without_end(
    house: House, times: int, status: int, kept: int
) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(CONFIRM)
    with failing_to_commit(house, IntegrityError("INSERT", {}, KeyTaken()), times):
        sent = ingrid.send(page, CONFIRM, answer="confirmed")
    assert sent.status_code == status
    assert len(decisions_of(house, INGRID, "M01")) == kept


@pytest.mark.parametrize("fault", [*OUT_OF_REACH, *OURS], ids=kind_of)
def test_neither_page_nor_log_shows_what_a_fault_says(
    house: House, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(CONFIRM)
    with failing_to_commit(house, fault), caplog.at_level(logging.ERROR):
        refused = ingrid.send(page, CONFIRM, answer="confirmed")
    assert f"A request failed: {type(fault).__name__}" in caplog.text
    for text in (refused.text, caplog.text):
        assert SECRET not in text
    assert "Traceback" not in refused.text
    assert "sqlite" not in refused.text.lower()


def take_the_database_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_store: Store, *_: object) -> Any:
        raise of_database(OperationalError, "unable to open database file")

    monkeypatch.setattr(Store, "reading", away)


@pytest.mark.parametrize("address", ["/room/", CONFIRM])
def test_a_page_without_a_database_says_so_and_that_nothing_was_changed(
    house: House, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingrid = house.enter(INGRID)
    take_the_database_away(monkeypatch)
    shown = ingrid.get(address)
    assert shown.status_code == 503
    assert "nothing was changed. Reload the page in a minute." in words(shown)


def test_the_desk_without_a_database_says_so_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    owen = house.sign_in()
    take_the_database_away(monkeypatch)
    assert "Reload the page in a minute." in words(owen.get("/desk/"))


def test_machines_are_told_that_the_process_lives_without_its_database(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_the_database_away(monkeypatch)
    browser = house.browser()
    told = [browser.get(address).status_code for address in ("/healthz", "/readyz")]
    assert told == [200, 503]


def test_a_statement_that_fails_never_repeats_its_values(house: House) -> None:
    with pytest.raises(DBAPIError) as failed, house.means.store.writing() as session:
        fail(session)
    assert SECRET not in str(failed.value)


def fail(session: Session) -> None:
    session.connection().exec_driver_sql("INSERT INTO nowhere VALUES (?)", (SECRET,))
