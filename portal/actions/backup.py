"""Backing up: database, files and seal in one archive, taken while people work, and judged."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.delivery import archive, checkpoint_keys
from portal.store import copies
from portal.store.verifying import Verdict

FILES, SEAL = "files", "seal"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written; ``verdict`` is None where this program could not judge it."""

    sha256: str
    step: str
    verdict: Verdict | None
    files: int


def folders(files: Path) -> dict[str, Path]:
    """Return the folders that belong to a database, by their names in a backup."""
    return {FILES: files, SEAL: files.parent / SEAL}


def backup(url: str, files: Path, target: Path, now: datetime) -> Backup:
    """Write the backup of a database with its folder of files, and of the seal beside it.

    The database first: whatever PDF it speaks of is in its folder by then. One that is removed
    meanwhile, because somebody was erased, is left out, and is made anew when it is asked for.
    Only what says which checkpoint is the newest is older, as it must never run ahead of it.

    Raises:
        AlreadyThere: if there is such a file.
        Unreachable, ToolMissing, ToolFailed: if the database could not be copied.
        OSError: if the backup cannot be written.
    """
    if target.exists():
        raise archive.AlreadyThere(str(target))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as room:
        name = copies.name_in(url)
        copy = Path(room) / name
        newest = dict(_newest(files, Path(room)))
        taken = copies.take(url, copy)
        kept = {part: path for part, path in _kept(files) if not _is_newest(path, files)}
        parts = {name: copy} | kept | newest
        counted = (
            {"plans": taken.verdict.plans, "entries": taken.verdict.entries}
            if (taken.verdict)
            else {}
        )
        about = {"made_at": now.isoformat(), "step": taken.step, **counted}
        said = archive.write(target, about, parts)
    return Backup(said, taken.step, taken.verdict, len(parts) - 1)


def _is_newest(path: Path, files: Path) -> bool:
    beside = checkpoint_keys.folder_beside(files)
    return path.parent == beside and path.name.startswith(checkpoint_keys.NEWEST)


def _newest(files: Path, room: Path) -> Iterator[tuple[str, Path]]:
    """Yield copies, as of now, of the files that name a newest checkpoint."""
    for part, path in _kept(files):
        if _is_newest(path, files):
            copy = room / path.name
            shutil.copyfile(path, copy)
            yield part, copy


def _kept(files: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file of the folders with its name in a backup; those being written are hidden."""
    for name, folder in folders(files).items():
        for path in sorted(folder.rglob("*")):
            below = path.relative_to(folder)
            if path.is_file() and not any(part.startswith(".") for part in below.parts):
                yield f"{name}/{below.as_posix()}", path
