"""The public keys of checkpoints, each introduced by a signed note, in a folder beside the seal.

An introduction is signed with the key itself and, where a rotation made it, with the key before it.
The folder stands outside the database: who rewrites the one has not rewritten the other.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import TypeAlias

from portal.delivery import files
from portal.domain import checkpoint, signed_note
from portal.domain.refusals import Refusal
from portal.domain.signed_note import Key, Note, NoteMalformed

Verifies: TypeAlias = Callable[[Key, bytes, bytes], bool]

PUBLIC, NEWEST = ".note", "newest-"
SUFFIX = "/keys"  # of the first line, so that no introduction is ever taken for a checkpoint


class KeyGone(Refusal):
    """Another key in the place of one that is lost is a rotation, and nobody asked for it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The key of the checkpoints is gone from {folder}: put it back from a copy, or run"
            " 'portal rotate-checkpoint-key'."
        )


@dataclass(frozen=True, slots=True)
class Introduced:
    """A key with its number from 1 on, the moment (ISO 8601, UTC) it came into use, and its note.

    ``until`` is the moment the next one did, or None.
    """

    number: int
    key: Key
    since: str
    note: Note
    until: str | None = None


def folder_beside(files_folder: Path) -> Path:
    """Return where the keys are, given the folder of files."""
    return files_folder.parent / "seal" / "checkpoints"


def introduction(key: Key, number: int, now: datetime) -> str:
    """Return the text that introduces a key."""
    since = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{key.name}{SUFFIX}\n{number}\n{key}\n{since}\n"


def introduce(folder: Path, number: int, note: Note) -> None:
    """Put a key's introduction into the folder, unless it is there."""
    files.put_once(folder / f"{number:04}{PUBLIC}", str(note).encode())


def introduced(folder: Path) -> list[Introduced]:
    """Return every key that ever came into use here, the oldest first."""
    paths = sorted(path for path in folder.glob(f"*{PUBLIC}") if path.stem.isdecimal())
    found = [_read(path) for path in paths]
    return [
        replace(one, until=later.since if later else None)
        for one, later in zip_longest(found, found[1:])
    ]


def ours(files_folder: Path) -> list[Key]:
    """Return the public keys of every checkpoint signed here, the newest first."""
    return [one.key for one in reversed(introduced(folder_beside(files_folder)))]


def unendorsed(found: list[Introduced], verifies: Verifies) -> list[Introduced]:
    """Return those that are not signed by themselves and, but for the first, the key before."""
    wanting = []
    for place, one in enumerate(found):
        signers = [one.key] + ([found[place - 1].key] if place else [])
        if not all(_signed_by(one.note, key, verifies) for key in signers):
            wanting.append(one)
    return wanting


def note_newest(folder: Path, log: str, note: str) -> None:
    """Keep the newest checkpoint of a log beside the keys, so that a cut tail is noticed."""
    before = newest(folder, log)
    if before is None or checkpoint.read(before)[1].size < checkpoint.read(note)[1].size:
        files.replace(folder / f"{NEWEST}{log}{PUBLIC}", note.encode())


def newest(folder: Path, log: str) -> str | None:
    """Return the newest checkpoint of a log that was signed here, or None."""
    try:
        return (folder / f"{NEWEST}{log}{PUBLIC}").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _read(path: Path) -> Introduced:
    note = signed_note.read(path.read_text(encoding="utf-8"))
    first, number, key, since, end = note.text.split("\n")
    found = signed_note.read_key(key)
    if (first, number, end) != (f"{found.name}{SUFFIX}", str(int(path.stem)), ""):
        raise NoteMalformed
    return Introduced(int(path.stem), found, since, note)


def _signed_by(note: Note, key: Key, verifies: Verifies) -> bool:
    signature = note.by(key)
    return signature is not None and verifies(key, note.text.encode(), signature)
