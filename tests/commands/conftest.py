"""What tests of commands may ask for."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import make_url

from portal.store.transaction import Store
from tests.commands.backups import KEY, SEALED, Place
from tests.store import meridian


@pytest.fixture
def place(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Place:
    """Give a filled database of each kind, with one PDF and the seal's key beside it."""
    return filled(database_url, tmp_path, monkeypatch, capsys)


@pytest.fixture
def sqlite_place(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Place:
    """Give the same on SQLite alone, for what does not depend on the database."""
    return filled(sqlite_url, tmp_path, monkeypatch, capsys)


def filled(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Place:
    """Fill an empty database, and put a PDF and a key beside it."""
    if url.startswith("sqlite"):
        shutil.copy(str(make_url(url).database), folder / "portal.db")
        url = f"sqlite:///{folder / 'portal.db'}"
    store = Store(url)
    meridian.fill(store)
    store.close()
    monkeypatch.setenv("PORTAL_DATABASE_URL", url)
    monkeypatch.setenv("PORTAL_FILES_URL", f"file://{folder / 'files'}")
    made = Place(folder, url, capsys)
    for path, data in ((made.pdf, SEALED), (made.key, KEY)):
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    return made
