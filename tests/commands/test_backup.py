"""The commands ``backup`` and ``restore``, on both databases: what goes in comes out."""

import os
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from portal.store import copies, migrating
from portal.store.transaction import Store
from tests import roles
from tests.commands.backups import KEY, SEALED, Place
from tests.commands.conftest import filled
from tests.databases import Cluster


def test_a_backup_says_what_it_holds_and_that_its_ledger_is_whole(sqlite_place: Place) -> None:
    said = sqlite_place.backup()
    assert said["ledger"] == {
        "whole": True, "plans": 1, "entries": 12, "checkpoints": 0, "first_broken": None,
    }  # fmt: skip  # one comparison
    assert (said["files"], said["step"]) == (2, migrating.head())


def test_what_was_backed_up_comes_back_to_the_last_row_and_byte(place: Place) -> None:
    before = place.rows()
    place.backup()
    place.rename_buyer()
    place.pdf.write_bytes(b"damaged since")
    place.key.unlink()
    said = place.run("restore", place.copy)
    assert place.rows() == before
    assert (place.pdf.read_bytes(), place.key.read_bytes()) == (SEALED, KEY)
    assert (said["ledger"]["whole"], said["files"]) == (True, 2)


def test_the_database_before_is_kept(place: Place) -> None:
    place.backup()
    place.rename_buyer()
    changed = place.rows()
    kept = place.run("restore", place.copy)["kept"]
    place.url = (
        f"sqlite:///{kept}" if place.url.startswith("sqlite")
        else make_url(place.url).set(database=kept).render_as_string(hide_password=False)
    )  # fmt: skip  # one choice
    assert place.rows() == changed


def test_a_file_of_another_content_is_kept_beside_the_one_put_back(sqlite_place: Place) -> None:
    sqlite_place.backup()
    sqlite_place.key.write_bytes(b"a newer key")
    sqlite_place.run("restore", sqlite_place.copy)
    (kept,) = sqlite_place.key.parent.glob("seal.p12.before-*")
    assert kept.read_bytes() == b"a newer key"


def test_a_backup_and_what_it_puts_back_can_be_read_by_the_owner_alone(sqlite_place: Place) -> None:
    sqlite_place.backup()
    sqlite_place.key.unlink()
    sqlite_place.run("restore", sqlite_place.copy)
    assert [path.stat().st_mode & 0o777 for path in (sqlite_place.copy, sqlite_place.key)] == [
        0o600,
        0o600,
    ]


def test_a_ledger_that_does_not_hold_is_backed_up_said_and_never_put_back(
    sqlite_place: Place,
) -> None:
    sqlite_place.execute("UPDATE ledger SET body = '{}' WHERE seq = 8")
    assert (
        sqlite_place.run("backup", sqlite_place.copy, code=1)["ledger"]["first_broken"]["seq"] == 8
    )
    sqlite_place.require_refused(
        "does not hold (plan northwind.meridian: its content does not match"
    )


def test_a_database_somebody_works_with_is_not_exchanged(place: Place) -> None:
    place.backup()
    place.rename_buyer()
    before = place.rows()
    server = Store(place.url)
    try:
        with server.reading() as connection:
            connection.execute(text("SELECT count(*) FROM plans"))
        assert "stop the server and the workers first" in place.run("restore", place.copy, code=2)
    finally:
        server.close()
    assert place.rows() == before


def test_a_backup_of_an_older_step_is_brought_up_to_date(place: Place) -> None:
    before = place.rows()
    migrating.downgrade(place.url, "0002")
    said = place.backup()
    assert (said["step"], said["ledger"]) == ("0002", None)
    place.run("restore", place.copy)
    assert migrating.current(place.url) == migrating.head()
    assert place.rows() == before


def test_a_database_that_is_not_there_yet_can_be_restored(place: Place) -> None:
    before = place.rows()
    place.backup()
    url = make_url(place.url)
    if place.url.startswith("sqlite"):
        url = url.set(database=f"{place.folder}/new/portal.db")
    else:
        url = url.set(database=f"{url.database}_new")
    place.url = os.environ["PORTAL_DATABASE_URL"] = url.render_as_string(hide_password=False)
    assert place.run("restore", place.copy)["kept"] is None
    assert place.rows() == before


def test_the_newest_checkpoint_in_a_backup_is_never_ahead_of_its_database(
    sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = sqlite_place.key.parent / "checkpoints" / "newest-log.note"
    newest.parent.mkdir()
    newest.write_text("the first")
    take = copies.take

    def take_while_another_is_signed(url: str, target: Path) -> copies.Taken:
        newest.write_text("the second")
        return take(url, target)

    monkeypatch.setattr(copies, "take", take_while_another_is_signed)
    sqlite_place.backup()
    sqlite_place.run("restore", sqlite_place.copy)
    assert newest.read_text() == "the first"


@pytest.mark.postgresql
def test_a_backup_taken_by_a_role_that_its_walls_hold_has_every_row(
    cluster: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = filled(cluster.fresh(), tmp_path, monkeypatch, capsys)
    before = place.rows()
    with roles.granted(place.url):
        monkeypatch.setenv("PORTAL_DATABASE_URL", roles.as_role(place.url, roles.OWNER))
        assert place.backup()["ledger"]["entries"] == 12
        monkeypatch.setenv("PORTAL_DATABASE_URL", place.url)
        kept = make_url(place.url).set(database=place.run("restore", place.copy)["kept"])
        assert place.rows() == before
        cluster.drop(kept.render_as_string(hide_password=False))
    cluster.drop(place.url)
