"""The command that recomputes every chain of a database."""

import json
from pathlib import Path

import pytest

from portal.cli import main
from portal.store import migrating
from portal.store.transaction import Store
from tests.notaries import beside, checkpoint_of
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
        "checkpoints": 0,
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
        "checkpoints": 0,
        "first_broken": {
            "plan": "northwind.meridian",
            "seq": 8,
            "reason": "its content does not match its hash",
        },
    }


@pytest.mark.usefixtures("filled")
def test_without_json_the_verdict_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    main(["verify-ledger"])
    assert capsys.readouterr().out == (
        "Everything holds (plans: 1, entries: 12, checkpoints: 0)."
        " Plans begun by an older version, whose names and layout are not proven: 1.\n"
    )


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


def test_a_checkpoint_that_does_not_hold_is_named(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip  # one head
    monkeypatch.setenv("PORTAL_FILES_URL", f"file://{tmp_path}/files")
    checkpoint_of(filled, beside(tmp_path / "files"))
    assert main(["verify-ledger", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["checkpoints"] == 1
    meridian.behind_our_back(filled, "DELETE FROM checkpoints")
    assert main(["verify-ledger", "--json"]) == 1
    reason = "a checkpoint that was signed here is missing at its end"
    told = json.loads(capsys.readouterr().out)
    assert told["first_broken"] == {"plan": None, "seq": None, "reason": reason}
    main(["verify-ledger"])
    assert capsys.readouterr().out == f"Broken: {reason}.\n"
