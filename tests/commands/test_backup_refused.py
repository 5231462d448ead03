"""What is not backed up or put back, and the one sentence that says so; nothing is changed then."""

import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from portal.cli import main
from portal.delivery import archive
from portal.store import copies, migrating
from portal.store.copies.kind import ToolFailed
from tests.commands.backups import SEALED, Place
from tests.databases import Cluster


def test_a_backup_never_takes_the_place_of_a_file(sqlite_place: Place) -> None:
    sqlite_place.copy.write_bytes(b"last night's")
    assert "another name" in sqlite_place.run("backup", sqlite_place.copy, code=2)
    assert sqlite_place.copy.read_bytes() == b"last night's"


def test_a_backup_that_cannot_be_written_is_said(sqlite_place: Place) -> None:
    assert "cannot be written" in sqlite_place.run("backup", "nowhere/at/all.zip", code=2)


def test_a_file_of_another_kind_is_refused(sqlite_place: Place) -> None:
    sqlite_place.copy.write_bytes(b"a photograph")
    sqlite_place.require_refused("is no backup that this program made")


def test_a_zip_of_somebody_elses_is_refused(sqlite_place: Place) -> None:
    with zipfile.ZipFile(sqlite_place.copy, "w") as archive:
        archive.writestr("manifest.json", '{"format": "another", "parts": []}')
    sqlite_place.require_refused("is no backup that this program made")


def test_a_backup_that_is_not_there_is_refused(sqlite_place: Place) -> None:
    sqlite_place.require_refused("no such file")


def test_a_backup_with_a_changed_part_is_refused(sqlite_place: Place) -> None:
    sqlite_place.backup()
    sqlite_place.change(
        lambda parts: parts.update({"files/northwind/meridian/head-a4.pdf": b"%PDF-1.8"})
    )
    sqlite_place.require_refused("is damaged at 'files/northwind/meridian/head-a4.pdf'")


def test_a_backup_with_a_part_more_is_refused(sqlite_place: Place) -> None:
    sqlite_place.backup()
    sqlite_place.change(lambda parts: parts.update({"../../outside": b"x"}))
    sqlite_place.require_refused("is damaged at '../../outside'")


def test_a_backup_with_a_part_less_is_refused(sqlite_place: Place) -> None:
    sqlite_place.backup()
    sqlite_place.change(lambda parts: parts.pop("seal/seal.p12"))  # type: ignore[arg-type]  # what it gives is nobody's
    sqlite_place.require_refused("is damaged at 'seal/seal.p12'")


def test_a_part_that_would_leave_its_folder_is_refused(sqlite_place: Place) -> None:
    sqlite_place.backup()
    outside = "files/../../outside.pdf"

    def move(parts: dict[str, bytes]) -> None:
        inside = "files/northwind/meridian/head-a4.pdf"
        parts[outside] = parts.pop(inside)
        parts["manifest.json"] = parts["manifest.json"].replace(inside.encode(), outside.encode())

    sqlite_place.change(move)
    sqlite_place.require_refused(f"is damaged at '{outside}'")


def test_a_backup_cut_anywhere_is_refused(sqlite_place: Place) -> None:
    sqlite_place.backup()
    whole = sqlite_place.copy.read_bytes()
    before = sqlite_place.rows()
    for parts in range(1, 8):
        sqlite_place.copy.write_bytes(whole[: len(whole) * parts // 8])
        assert "no backup" in sqlite_place.run("restore", sqlite_place.copy, code=2)
    assert sqlite_place.rows() == before


def test_a_backup_of_a_step_nobody_knows_is_refused(sqlite_place: Place) -> None:
    sqlite_place.execute("UPDATE alembic_version SET version_num = '9999'")
    sqlite_place.backup()
    sqlite_place.execute(f"UPDATE alembic_version SET version_num = '{migrating.head()}'")
    sqlite_place.require_refused("is at step 9999, which this program does not know")


def test_a_backup_with_a_forged_checkpoint_is_refused(place: Place) -> None:
    part = place.checkpoint().rstrip()[-40:-20]  # of the signature
    place.execute(f"UPDATE checkpoints SET note = replace(note, '{part}', '{part.swapcase()}')")
    place.backup()
    place.require_refused("does not bear the signature of its key")


def test_a_backup_without_the_last_checkpoint_is_refused(place: Place) -> None:
    place.checkpoint()
    place.execute("DELETE FROM checkpoints")
    place.backup()
    place.require_refused("a checkpoint that was signed here is missing")


def test_without_a_database_there_is_nothing_to_back_up(sqlite_place: Place) -> None:
    os.environ["PORTAL_DATABASE_URL"] = f"sqlite:///{sqlite_place.folder}/empty.db"
    assert "holds nothing of ours" in sqlite_place.run("backup", sqlite_place.copy, code=2)
    assert not sqlite_place.copy.exists()


def test_a_backup_in_words(sqlite_place: Place) -> None:
    assert main(["backup", str(sqlite_place.copy)]) == 0
    assert sqlite_place.capsys.readouterr().out == (
        "Written, with 2 files beside the database."
        " Everything holds (plans: 1, entries: 12, checkpoints: 0)."
        " Plans begun by an older version, whose names and layout are not proven: 1.\n"
    )
    assert main(["restore", str(sqlite_place.copy)]) == 0
    assert "is in place. Everything holds (plans: 1" in sqlite_place.capsys.readouterr().out


def repacked(place: Place, name: str, data: bytes) -> None:
    """Write a backup by the house's own hand, around another database."""
    copy = place.folder / "odd"
    copy.write_bytes(data)
    about = {"made_at": "2026-11-27T06:00:00+00:00", "step": migrating.head()}
    place.copy.unlink(missing_ok=True)
    archive.write(place.copy, about, {name: copy})
    copy.unlink()


def test_a_backup_around_no_database_is_refused(sqlite_place: Place) -> None:
    repacked(sqlite_place, "database.sqlite", b"not one page of SQLite" * 400)
    sqlite_place.require_refused("does not hold (file is not a database)")


def test_a_backup_around_another_programs_database_is_refused(
    sqlite_place: Place, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "theirs")) as theirs:
        theirs.execute("CREATE TABLE photographs (name TEXT)")
    data = (tmp_path / "theirs").read_bytes()
    (tmp_path / "theirs").unlink()
    repacked(sqlite_place, "database.sqlite", data)
    sqlite_place.require_refused("is at step none, which this program does not know")


def test_a_backup_without_a_database_is_refused(sqlite_place: Place) -> None:
    repacked(sqlite_place, "files/a.pdf", SEALED)
    sqlite_place.require_refused("is no backup that this program made")


def test_a_backup_of_the_other_kind_of_database_is_refused(sqlite_place: Place) -> None:
    repacked(sqlite_place, "database.pgdump", b"PGDMP")
    sqlite_place.require_refused("is of a database on PostgreSQL")


def test_a_database_with_less_in_it_than_when_it_was_taken_is_refused(
    sqlite_place: Place, sqlite_url: str
) -> None:
    sqlite_place.backup()
    with zipfile.ZipFile(sqlite_place.copy) as opened:
        about = json.loads(opened.read("manifest.json"))
    sqlite_place.copy.unlink()
    counted = {name: about[name] for name in ("made_at", "step", "plans", "entries")}
    empty = Path(sqlite_url.removeprefix("sqlite:///"))
    archive.write(sqlite_place.copy, counted, {"database.sqlite": empty})
    sqlite_place.require_refused("it holds other plans or entries than when it was taken")


def test_a_page_damaged_within_a_database_is_found_by_sqlite_or_by_the_chain(
    sqlite_place: Place,
) -> None:
    sqlite_place.backup()
    with zipfile.ZipFile(sqlite_place.copy) as opened:
        data = bytearray(opened.read("database.sqlite"))
    at = data.rindex(b"document.revised")
    data[at : at + 8] = b"document"[::-1]
    repacked(sqlite_place, "database.sqlite", bytes(data))
    sqlite_place.require_refused("does not hold")


def test_a_present_database_that_cannot_be_read_is_kept_and_replaced(sqlite_place: Place) -> None:
    before = sqlite_place.rows()
    sqlite_place.backup()
    present = sqlite_place.folder / "portal.db"
    present.write_bytes(b"a disk's last words" * 4096)
    kept = sqlite_place.run("restore", sqlite_place.copy)["kept"]
    assert sqlite_place.rows() == before
    assert Path(kept).read_bytes().startswith(b"a disk's last words")


def test_a_folder_that_cannot_be_written_is_said_and_the_database_stays(
    sqlite_place: Place,
) -> None:
    sqlite_place.backup()
    shutil.rmtree(sqlite_place.folder / "files")
    (sqlite_place.folder / "files").write_bytes(b"a file where a folder should be")
    sqlite_place.require_refused("could not be restored, and the database is as it was")


def test_without_the_tools_of_postgresql_there_is_one_clear_refusal(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    cluster: Cluster,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = cluster.fresh()
    monkeypatch.setenv("PORTAL_DATABASE_URL", url)
    monkeypatch.setattr(shutil, "which", lambda _tool: None)
    assert main(["backup", str(tmp_path / "nightly.zip")]) == 2
    assert (
        "'pg_dump' is not installed: install PostgreSQL's client tools" in capsys.readouterr().err
    )
    assert list(tmp_path.iterdir()) == []
    cluster.drop(url)


def test_a_tool_of_postgresql_that_fails_says_why(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.fresh()
    (tmp_path / "dump").write_bytes(b"no dump at all")
    laid = copies.beside(url, tmp_path / "dump", "20261127t060000z")
    with pytest.raises(ToolFailed, match="'pg_restore' failed, and nothing was changed"), laid:
        raise AssertionError("It was laid beside.")
    cluster.drop(url)
