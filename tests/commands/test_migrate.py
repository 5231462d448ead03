"""The command that brings a database's tables up to date."""

import json
from pathlib import Path

import pytest

from portal.cli import main
from portal.store import migrating
from portal.store.transaction import Store
from tests.store import meridian


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name a database whose file, and folder, are not there yet."""
    named = f"sqlite:///{tmp_path}/var/plans.db"
    monkeypatch.setenv("PORTAL_DATABASE_URL", named)
    return named


def test_a_new_database_is_made_with_every_table(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"before": None, "after": migrating.head()}
    assert migrating.current(url) == migrating.head()


def test_doing_it_again_says_that_there_was_nothing_to_do(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    migrating.upgrade(url)
    assert main(["migrate"]) == 0
    assert "nothing to do" in capsys.readouterr().out


def test_steps_can_be_taken_back(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    migrating.upgrade(url)
    assert main(["migrate", "--back-to", "0001"]) == 0
    assert "to step 0001" in capsys.readouterr().out
    assert migrating.current(url) == "0001"


def test_a_step_back_that_would_lose_the_ledger_is_refused_in_one_sentence(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    migrating.upgrade(url)
    store = Store(url)
    meridian.begin(store)
    store.close()
    assert main(["migrate", "--back-to", "base"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "'ledger', which only grows" in said.err


def test_a_database_that_does_not_answer_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", "postgresql://portal:geheim@/plans?host=/nowhere")
    assert main(["migrate"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "geheim" not in said.err
