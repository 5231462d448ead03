"""The command ``verify``: a verdict and its code, or one sentence."""

import json
from pathlib import Path

import pytest

from portal import cli
from portal.actions import export
from portal.delivery.paper.evidence import attachment
from portal.store.transaction import Store
from tests.actions.people import Deal, begin, means_on
from tests.delivery.seals import sealed_record


@pytest.fixture
def deal(sqlite_store: Store) -> Deal:
    return begin(means_on(sqlite_store))


@pytest.fixture
def file(deal: Deal, tmp_path: Path) -> Path:
    copy = export.copy_of(deal.means, deal.seller.organisation_id, deal.plan)
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
        "seal", "coverage", "changes", "time",
        "record", "chain", "revisions", "answers", "closings",
    ]  # fmt: skip  # a row
    assert all(set(check) == {"name", "holds", "detail"} for check in told["checks"])


def test_the_head_from_a_receipt_is_compared(deal: Deal, file: Path) -> None:
    assert cli.main(["verify", str(file), "--head", deal.page.plan.ledger_head]) == 0
    assert cli.main(["verify", str(file), "--head", "0" * 64]) == 1


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
])  # fmt: skip  # a table
def test_what_cannot_be_judged_is_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    (file.parent / "text").write_text("no pdf")
    given = [word.format(folder=file.parent) for word in words]
    assert cli.main(["verify", *given, "--json"]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""
