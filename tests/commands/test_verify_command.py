"""The command ``verify``: a verdict and its code, or one sentence."""

import json
from pathlib import Path

import pytest

from portal import cli
from portal.actions import export
from portal.delivery import checkpoint_keys
from portal.delivery.paper.evidence import attachment
from portal.domain.signed_note import Key
from portal.store.transaction import Store
from tests.actions.people import Deal, begin, means_on
from tests.delivery.seals import sealed_record
from tests.notaries import InProcess


@pytest.fixture
def deal(sqlite_store: Store) -> Deal:
    return begin(means_on(sqlite_store))


@pytest.fixture
def notary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    monkeypatch.setenv("PORTAL_FILES_URL", f"file://{tmp_path}/files")
    return InProcess(tmp_path / "elsewhere" / "seal" / "checkpoints")


@pytest.fixture
def file(deal: Deal, notary: InProcess, tmp_path: Path) -> Path:
    copy = export.covered_copy(deal.means, deal.seller.organisation_id, deal.plan, notary)
    path = tmp_path / "plan.pdf"
    path.write_bytes(sealed_record(attachment(copy)))
    return path


def test_a_whole_file_ends_with_0(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(file)]) == 0
    assert capsys.readouterr().out.startswith("This file is whole: ")


def test_json_holds_the_answer_and_every_check(
    deal: Deal, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["verify", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["whole"] is True
    assert told["head"] == deal.page.plan.ledger_head
    assert told["plan"] == f"{deal.seller.organisation_id}.{deal.plan}"
    assert [check["name"] for check in told["checks"]] == [
        "seal", "coverage", "changes", "time", "level", "record",
        "chain", "revisions", "answers", "closings", "people", "labels", "checkpoint",
    ]  # fmt: skip  # a row
    assert all(set(check) == {"name", "holds", "detail"} for check in told["checks"])


def test_the_head_from_a_receipt_is_compared(deal: Deal, file: Path) -> None:
    assert cli.main(["verify", str(file), "--head", deal.page.plan.ledger_head]) == 0
    assert cli.main(["verify", str(file), "--head", "0" * 64]) == 1


def checkpoint_of(file: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[bool, str]:
    """Return whether a file's checkpoint holds, and what is said of it."""
    cli.main(["verify", str(file), "--json", *words])
    told = json.loads(capsys.readouterr().out)
    (found,) = [check for check in told["checks"] if check["name"] == "checkpoint"]
    return found["holds"], found["detail"]


def test_a_checkpoint_is_held_against_the_keys_in_a_file(
    file: Path, notary: InProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = tmp_path / "keys"
    (ours,) = checkpoint_keys.introduced(notary.folder)
    other = Key(ours.key.name, bytes(32))
    keys.write_text(f"{other}\n{ours.key}\n")
    holds, detail = checkpoint_of(file, capsys, "--checkpoint-key", str(keys))
    assert (holds, "is one of those you trust" in detail) == (True, True)
    keys.write_text(f"{other}\n")
    holds, detail = checkpoint_of(file, capsys, "--checkpoint-key", str(keys))
    assert (holds, "another key than yours" in detail) == (False, True)


def test_the_keys_of_this_installation_are_known_without_being_named(
    file: Path, notary: InProcess, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip  # one head
    assert "is to be compared with those at" in checkpoint_of(file, capsys)[1]
    monkeypatch.setenv("PORTAL_FILES_URL", f"file://{notary.folder.parents[1]}/files")
    assert checkpoint_of(file, capsys)[1].endswith("Its key is ours.")


def test_a_file_that_is_not_whole_ends_with_1(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(file.read_bytes() + b"\n")
    assert cli.main(["verify", str(file), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["whole"] is False
    assert told["sentence"].startswith("This file is not whole: ")


def test_people_read_each_check_on_a_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(file.read_bytes() + b"\n")
    cli.main(["verify", str(file)])
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split()[:2] == ["BROKEN", "coverage"] for line in lines)


@pytest.mark.parametrize(("words", "sentence"), [
    (["{folder}/none.pdf"], "cannot be read: No such file"),
    (["{folder}"], "cannot be read: Is a directory"),
    (["{folder}/text"], "This is no PDF file"),
    (["{folder}/plan.pdf", "--head", "abc"], "A fingerprint has 64 digits"),
    (["{folder}/a\0b"], "cannot be read"),
    (["{folder}/plan.pdf", "--checkpoint-key", "{folder}/text"], "is no public key of checkpoints"),
    (["{folder}/plan.pdf", "--checkpoint-key", "{folder}/none"], "cannot be read: No such file"),
    (["{folder}/plan.pdf", "--checkpoint-key", "{folder}/empty"], "there is no key in it"),
])  # fmt: skip  # a table
def test_what_cannot_be_judged_is_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    (file.parent / "text").write_text("no pdf")
    (file.parent / "empty").write_text("\n")
    given = [word.format(folder=file.parent) for word in words]
    assert cli.main(["verify", *given, "--json"]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""
