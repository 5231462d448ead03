"""A filled database with its files, for the tests of backing up and restoring."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portal.cli import main
from portal.store.transaction import Store
from tests import notaries
from tests.actions.snapshot import everything
from tests.store import meridian

SEALED = b"%PDF-1.7 as it was sealed"
KEY = b"the key of the seal"


@dataclass
class Place:
    """A filled database with its files, and what the commands say of it."""

    folder: Path
    url: str
    capsys: pytest.CaptureFixture[str]

    @property
    def pdf(self) -> Path:
        return self.folder / "files" / "northwind" / "meridian" / "head-a4.pdf"

    @property
    def key(self) -> Path:
        return self.folder / "seal" / "seal.p12"

    @property
    def copy(self) -> Path:
        return self.folder / "nightly.zip"

    def run(self, *words: str | Path, code: int = 0) -> Any:
        """Run a command; return its JSON, or the sentence it refused with."""
        assert main([*map(str, words), "--json"]) == code
        said = self.capsys.readouterr()
        if code != 2:
            return json.loads(said.out)
        assert (said.out, said.err.count("\n")) == ("", 1)
        return said.err

    def checkpoint(self) -> str:
        """Have a checkpoint signed, with the key beside the files; return its note."""
        store = Store(self.url)
        try:
            notaries.checkpoint_of(store, notaries.beside(self.folder / "files"))
        finally:
            store.close()
        (newest,) = (self.folder / "seal" / "checkpoints").glob("newest-*")
        return newest.read_text(encoding="utf-8")

    def backup(self) -> Any:
        """Back up, and let go of every connection."""
        return self.run("backup", self.copy)

    def rows(self) -> dict[str, Any]:
        """Return everything the database holds."""
        store = Store(self.url)
        try:
            return everything(store)
        finally:
            store.close()

    def execute(self, statement: str) -> None:
        """Change the database behind the portal's back."""
        store = Store(self.url)
        try:
            meridian.behind_our_back(store, statement)
        finally:
            store.close()

    def rename_buyer(self) -> None:
        """Change something, so that before and after differ."""
        self.execute("UPDATE plans SET buyer = 'Somebody else'")

    def change(self, how: Callable[[dict[str, bytes]], None]) -> None:
        """Change what is in the backup, and leave its manifest as it is."""
        with zipfile.ZipFile(self.copy) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        how(parts)
        with zipfile.ZipFile(self.copy, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)

    def require_refused(self, why: str) -> None:
        """Require that restoring is refused for a reason, and that all is as it was."""
        self.rename_buyer()
        before, lying = self.rows(), listing(self.folder)
        assert why in self.run("restore", self.copy, code=2)
        assert self.rows() == before
        assert listing(self.folder) == lying


def listing(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder but SQLite's own."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "portal.db" not in path.name
    }
