"""The command that recomputes every chain of a database."""

import json

import pytest

from portal.cli import main
from portal.store import migrating
from portal.store.transaction import Store
from tests.store import meridian


@pytest.fixture
def filled(store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Fill a database of each kind and name it in the environment."""
    meridian.fill(store)
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    return store


@pytest.mark.usefixtures("filled")
def test_a_whole_database_is_said_to_be_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify-ledger", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "whole": True,
        "plans": 1,
        "entries": 12,
        "first_broken": None,
    }


def test_the_first_entry_that_does_not_hold_is_named(
    filled: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    meridian.behind_our_back(filled, "UPDATE ledger SET body = '{}' WHERE seq = 8")
    assert main(["verify-ledger", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "whole": False,
        "plans": 1,
        "entries": 0,
        "first_broken": {
            "plan": "northwind.meridian",
            "seq": 8,
            "reason": "its content does not match its hash",
        },
    }


@pytest.mark.usefixtures("filled")
def test_without_json_the_verdict_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    main(["verify-ledger"])
    assert capsys.readouterr().out == "Everything holds (plans: 1, entries: 12).\n"


def test_what_does_not_hold_is_a_sentence_too(
    filled: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    meridian.behind_our_back(filled, "DELETE FROM ledger WHERE seq = 12")
    assert main(["verify-ledger"]) == 1
    assert "entry 12 of plan northwind.meridian does not hold" in capsys.readouterr().out


def test_a_database_at_another_step_is_refused_in_one_sentence(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    migrating.downgrade(sqlite_url, "0001")
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_url)
    assert main(["verify-ledger", "--json"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "portal migrate" in said.err
