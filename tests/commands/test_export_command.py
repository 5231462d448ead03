"""The command ``export``: a plan's PDF in a file, or one sentence and nothing written."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from portal import cli
from portal.actions import export
from portal.delivery import printing, sealing
from portal.delivery.files import put_once, sha256
from portal.store import papers
from portal.store.papers import MADE, Key
from portal.store.transaction import Store
from tests.actions.people import Deal, begin, means_on


@pytest.fixture
def deal(sqlite_store: Store) -> Deal:
    return begin(means_on(sqlite_store))


@pytest.fixture
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("portal") / "files"


@pytest.fixture(autouse=True)
def sheets(
    sqlite_url: str, files: Path, monkeypatch: pytest.MonkeyPatch
) -> list[Mapping[str, Any]]:
    seen: list[Mapping[str, Any]] = []

    def printed(sheet: Mapping[str, Any]) -> bytes:
        seen.append(sheet)
        return b"%PDF-made"

    monkeypatch.setattr(printing, "printed", printed)
    monkeypatch.setattr(sealing, "sealed", lambda pdf, keeper: pdf + f" {keeper.name}".encode())
    monkeypatch.setenv("PORTAL_FILES_URL", f"file://{files}")
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_url)
    monkeypatch.delenv("PORTAL_BASE_URL", raising=False)
    return seen


def address(deal: Deal) -> str:
    return f"{deal.seller.organisation_id}.{deal.plan}"


def test_a_plan_is_written_to_a_file_printed_and_sealed(deal: Deal, tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    assert cli.main(["export", address(deal), str(file)]) == 0
    assert file.read_bytes() == b"%PDF-made Seal of a mutual plan"


def test_a_file_named_as_a_zip_holds_everything(deal: Deal, tmp_path: Path) -> None:
    file = tmp_path / "plan.zip"
    assert cli.main(["export", address(deal), str(file)]) == 0
    with zipfile.ZipFile(file) as opened:
        assert opened.read("plan.pdf") == b"%PDF-made Seal of a mutual plan"
        assert "MANIFEST.sha256" in opened.namelist()


def test_an_earlier_file_is_replaced_and_nothing_else_left(deal: Deal, tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"older")
    cli.main(["export", address(deal), str(file)])
    assert [path.name for path in tmp_path.iterdir()] == ["plan.pdf"]
    assert file.read_bytes() == b"%PDF-made Seal of a mutual plan"


def test_the_file_that_is_kept_for_this_head_is_written_rather_than_another(
    deal: Deal, files: Path, tmp_path: Path, sheets: list[Mapping[str, Any]]
) -> None:
    key = Key(deal.seller.organisation_id, deal.plan, deal.page.plan.ledger_head, "a4", "build")
    hashed = put_once(export.path_of(files, key), b"%PDF-kept")
    with deal.means.store.writing() as session:
        papers.note(session, key, deal.means.clock(), state=MADE, sha256=hashed)
    assert cli.main(["export", address(deal), str(tmp_path / "plan.pdf")]) == 0
    assert (tmp_path / "plan.pdf").read_bytes() == b"%PDF-kept"
    assert sheets == []


def test_a_seal_that_is_not_there_is_refused(
    deal: Deal, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_SEAL_P12", str(tmp_path / "none.p12"))
    assert cli.main(["export", address(deal), str(tmp_path / "plan.pdf")]) == 2
    assert "Set PORTAL_SEAL_P12" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_paper_is_chosen(deal: Deal, tmp_path: Path, sheets: list[Mapping[str, Any]]) -> None:
    cli.main(["export", address(deal), str(tmp_path / "plan.pdf"), "--paper", "letter"])
    assert sheets[0]["paper"]["size"] == "letter"


def test_it_names_where_to_check_if_that_is_known(
    deal: Deal, tmp_path: Path, sheets: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_BASE_URL", "https://plans.test/")
    cli.main(["export", address(deal), str(tmp_path / "plan.pdf")])
    assert sheets[0]["evidence"]["verify"] == "https://plans.test/verify"


@pytest.mark.parametrize("plan", ["northwind.nothing", "nothing", "elsewhere.", ""])
def test_a_plan_that_is_not_there_is_refused(
    deal: Deal, tmp_path: Path, capsys: pytest.CaptureFixture[str], plan: str
) -> None:
    assert cli.main(["export", plan, str(tmp_path / "plan.pdf")]) == 2
    said = capsys.readouterr()
    assert "write it as organisation.plan" in said.err
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_is_told_as_json(
    deal: Deal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "plan.pdf"
    assert cli.main(["export", address(deal), str(written), "--paper", "letter", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "plan": address(deal), "file": str(written), "paper": "letter",
        "bytes": written.stat().st_size, "sha256": sha256(written),
    }  # fmt: skip  # one object


def test_an_unknown_paper_is_refused(
    deal: Deal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", address(deal), str(tmp_path / "plan.pdf"), "--paper", "a5"]) == 2
    assert "use a4 or letter" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_refused(
    deal: Deal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", address(deal), str(tmp_path / "none" / "plan.pdf")]) == 2
    assert "cannot be written: No such file or directory" in capsys.readouterr().err


def test_a_folder_is_no_file_to_write(
    deal: Deal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.pdf").mkdir()
    assert cli.main(["export", address(deal), str(tmp_path / "plan.pdf")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["plan.pdf"]


def test_an_authority_that_gives_no_time_leaves_no_file(
    deal: Deal,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def sealed(_pdf: bytes, keeper: sealing.Keeper) -> bytes:
        assert keeper.authority == "https://timestamps.northwind.example"
        raise sealing.SealNotMade("the timestamp authority of PORTAL_TSA_URL gave no time.")

    monkeypatch.setattr(sealing, "sealed", sealed)
    monkeypatch.setenv("PORTAL_TSA_URL", "https://timestamps.northwind.example")
    file = tmp_path / "plan.pdf"
    assert cli.main(["export", address(deal), str(file)]) == 2
    said = capsys.readouterr()
    assert (said.out, "PORTAL_TSA_URL gave no time" in said.err) == ("", True)
    assert not file.exists()


def test_a_certificate_that_was_revoked_leaves_no_file(
    deal: Deal,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def sealed(_pdf: bytes, keeper: sealing.Keeper) -> bytes:
        assert keeper.level == "B-LTA"
        raise sealing.SealNotMade("the certificate was revoked on 3 May 2026.")

    monkeypatch.setattr(sealing, "sealed", sealed)
    monkeypatch.setenv("PORTAL_TSA_URL", "https://timestamps.northwind.example")
    monkeypatch.setenv("PORTAL_SEAL_LEVEL", "B-LTA")
    file = tmp_path / "plan.pdf"
    assert cli.main(["export", address(deal), str(file)]) == 2
    said = capsys.readouterr()
    assert (said.out, "was revoked on 3 May 2026" in said.err) == ("", True)
    assert not file.exists()


def test_a_level_that_cannot_be_kept_is_refused_before_anything_is_printed(
    deal: Deal, tmp_path: Path, sheets: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_SEAL_LEVEL", "B-LTA")
    assert cli.main(["export", address(deal), str(tmp_path / "plan.pdf")]) == 2
    assert sheets == []
