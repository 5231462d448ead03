"""The command that puts a new key in the place of the one that signs checkpoints."""

import json
from pathlib import Path

import pytest

from portal import cli
from portal.delivery import checkpoint_keys
from portal.domain.merkle import EMPTY
from portal.domain.signed_note import read_key
from tests.notaries import LOG, beside


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_FILES_URL", f"file://{tmp_path}/files")
    monkeypatch.delenv("PORTAL_BASE_URL", raising=False)
    return tmp_path / "files"


def test_the_old_key_signs_for_the_new_one(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    beside(files).sign(1, EMPTY)
    assert cli.main(["rotate-checkpoint-key", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["number"], told["endorsed"]) == (2, True)
    newest, _ = checkpoint_keys.ours(files)
    assert str(newest) == told["key"]
    assert read_key(told["key"]).name == LOG


def test_where_the_old_key_is_gone_that_is_said(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beside(files).sign(1, EMPTY)
    (checkpoint_keys.folder_beside(files) / "0001.pem").unlink()
    assert cli.main(["rotate-checkpoint-key"]) == 0
    assert "No key before it signed for it" in capsys.readouterr().out


def test_the_first_key_needs_the_servers_address_for_its_name(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["rotate-checkpoint-key"]) == 2
    assert "Set PORTAL_BASE_URL" in capsys.readouterr().err
    monkeypatch.setenv("PORTAL_BASE_URL", "https://plans.northwind.example")
    assert cli.main(["rotate-checkpoint-key", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["number"], told["endorsed"]) == (1, False)
    assert read_key(told["key"]).name == LOG
