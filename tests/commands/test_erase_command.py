"""The command ``erase``: one person out of every plan, and a sentence where there is nothing."""

import json
from pathlib import Path

import pytest

from portal import cli
from portal.store.transaction import Store
from portal.store.verifying import verify
from tests.store import meridian

INGRID = "ingrid@meridian.example"


@pytest.fixture(autouse=True)
def _configured(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    store = Store(database_url)
    meridian.fill(store)
    store.close()
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_SECRET_KEY", "b8Qe1zX4vN7mK2tR9sW5yU3iO6pA0dFg")
    monkeypatch.setenv("PORTAL_BASE_URL", "https://plans.northwind.example")


def address(url: str) -> str:
    """Return the address of Ingrid as the filled plan has it."""
    store = Store(url)
    with store.reading() as connection:
        found = connection.exec_driver_sql("SELECT email FROM members WHERE id = 'ingrid'")
        email = str(found.scalar_one())
    store.close()
    return email


def test_somebody_is_erased_and_the_ledger_is_whole(
    capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    email = address(database_url)
    assert cli.main(["erase", email.upper(), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "plans": ["northwind.meridian"], "guests": 0, "accounts": 0, "still_named_in": {},
        "still_signs_in_at": [],
    }  # fmt: skip  # one object
    assert address(database_url) == ""
    store = Store(database_url)
    with store.reading() as connection:
        assert verify(connection).whole
    store.close()


def test_people_read_what_was_done_and_what_is_left(
    capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    organisation = ["--organisation", "Northwind Analytics"]
    assert cli.main(["erase", address(database_url), *organisation]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Erased from plans: northwind.meridian.")
    assert "Backups taken before still hold them." in told


def test_an_address_nothing_is_kept_under_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["erase", "nobody@meridian.example", "--json"]) == 2
    out, told = capsys.readouterr()
    assert out == ""
    assert told.startswith("Nothing is kept under 'nobody@meridian.example'")


def test_an_organisation_there_is_not_erases_nobody(
    capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    email = address(database_url)
    assert cli.main(["erase", email, "--organisation", "Halden"]) == 2
    assert "There is no organisation 'Halden'" in capsys.readouterr().err
    assert address(database_url) == email


def test_a_half_configured_server_erases_nobody(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "short")
    assert cli.main(["erase", f"nobody@{tmp_path.name}.example"]) == 2
    assert capsys.readouterr().out == ""
