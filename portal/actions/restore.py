"""Restoring: a backup takes the place of the database only after all of it was found whole."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from portal.actions.backup import FILES, SEAL, folders
from portal.delivery import archive, checkpoint_keys, files
from portal.delivery.archive import Archive, NotABackup
from portal.domain.refusals import Refusal
from portal.store import copies
from portal.store.verifying import Verdict
from portal.store.verifying_log import Outside

OTHER_KINDS = {"database.sqlite": "SQLite", "database.pgdump": "PostgreSQL"}


class OtherDatabase(Refusal):
    """SQLite's pages mean nothing to PostgreSQL, nor the other way round."""

    def __init__(self, found: str, wanted: str) -> None:
        kinds = OTHER_KINDS[found], OTHER_KINDS[wanted]
        super().__init__(
            f"The backup is of a database on {kinds[0]}, and PORTAL_DATABASE_URL names one on"
            f" {kinds[1]}: name one of the backup's kind."
        )


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back; ``kept`` names the database before, ``files`` counts what was put."""

    verdict: Verdict
    made_at: str
    kept: str
    files: int


def restore(url: str, folder: Path, source: Path, now: datetime) -> Restored:
    """Put a backup in the place of a database, its files and its seal.

    Everything is checked before anything is changed, and the database is changed last. Nothing is
    deleted: what would be replaced is kept beside, with ``.before-`` and the moment in its name.

    Raises:
        NotABackup, DamagedBackup, OtherDatabase, UnknownStep, BrokenCopy: what the backup lacks.
        DatabaseHeld: if a server or a worker has the database open.
        Unreachable, ToolMissing, ToolFailed: if the database's server does not do it.
        OSError: if there is no room, or no right to write.
    """
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    with archive.reading(source) as found:
        name = _database_in(found, url)
        copies.require_free(url)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".") as room:
            copy = Path(room) / name
            found.unpack(name, copy)
            with copies.beside(url, copy, stamp, _outside(found, Path(room))) as candidate:
                _require_all(found, candidate.verdict)
                put = _put_files(found, folder, stamp)
                kept = candidate.take_place()
    assert candidate.verdict is not None  # it was judged before it was given
    return Restored(candidate.verdict, str(found.about["made_at"]), kept, put)


def _database_in(found: Archive, url: str) -> str:
    wanted = copies.name_in(url)
    name = next((name for name in OTHER_KINDS if name in found.sizes), None)
    if name is None or not isinstance(found.about.get("made_at"), str):
        raise NotABackup(found.name)
    if name != wanted:
        raise OtherDatabase(name, wanted)
    return name


def _outside(found: Archive, room: Path) -> Outside:
    """Return the checkpoints' keys, and the last one signed, as they stand in the backup."""
    # Imported here: no other command's start need load what checks signatures.
    from portal.delivery.verifying.signature import verifies

    kept = folders(room / FILES)[SEAL]
    for part in found.sizes:
        top, _, below = part.partition("/")
        if top == SEAL and below.endswith(checkpoint_keys.PUBLIC):
            (kept / below).parent.mkdir(parents=True, exist_ok=True)
            found.unpack(part, kept / below)
    folder = checkpoint_keys.folder_beside(room / FILES)
    return Outside(
        checkpoint_keys.ours(room / FILES), partial(checkpoint_keys.newest, folder), verifies
    )


def _require_all(found: Archive, verdict: Verdict | None) -> None:
    """Require as much as was counted when the backup was taken: what is missing breaks no chain."""
    counted = (found.about.get("plans"), found.about.get("entries"))
    if verdict is not None and counted not in {(None, None), (verdict.plans, verdict.entries)}:
        raise copies.BrokenCopy("it holds other plans or entries than when it was taken")


def _put_files(found: Archive, folder: Path, stamp: str) -> int:
    """Put every file where it was; one of another content that is there is kept beside it."""
    kept = folders(folder)
    put = 0
    for part in found.sizes:
        top, _, below = part.partition("/")
        if top not in kept or not below:
            continue
        path, data = kept[top] / below, found.read(part)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists():
            if path.read_bytes() == data:
                continue
            path.rename(path.with_name(f"{path.name}.before-{stamp}"))
        files.replace(path, data, 0o600)
        put += 1
    return put
