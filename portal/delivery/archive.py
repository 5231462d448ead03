"""An archive: several files in one ZIP, each named with its SHA-256 in a manifest, kept private."""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from portal.domain.refusals import Refusal

MANIFEST = "manifest.json"
FORMAT = "mutual plan backup 1"
PIECE = 1 << 20  # bytes
LARGEST_MANIFEST = 256 * PIECE


class NotABackup(Refusal):
    """Only what ``portal backup`` wrote can be restored."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"'{name}' is no backup that this program made, so nothing was changed: name a file"
            " that 'portal backup' wrote."
        )


class DamagedBackup(Refusal):
    """A file that is not what its manifest says is not restored."""

    def __init__(self, name: str, part: str) -> None:
        super().__init__(
            f"The backup '{name}' is damaged at '{part}', so nothing was changed: take another"
            " copy of it."
        )


class AlreadyThere(Refusal):
    """A backup never takes the place of a file: the older one may be the one that is needed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a file '{name}' already: give the backup another name.")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was found whole: what its manifest says, and its parts by their names."""

    name: str
    about: Mapping[str, Any]
    sizes: Mapping[str, int]
    opened: zipfile.ZipFile

    def unpack(self, part: str, path: Path) -> None:
        """Write one part to a file that only its owner may read."""
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as whole, self.opened.open(part) as source:
            _copied(source, whole)

    def read(self, part: str) -> bytes:
        """Return one part."""
        return self.opened.read(part)


def write(path: Path, about: Mapping[str, Any], parts: Mapping[str, Path]) -> str:
    """Write an archive, whole or not at all, readable by its owner alone; return its SHA-256.

    A part whose file is gone by now is left out.

    Raises:
        AlreadyThere: if there is such a file.
        OSError: if it cannot be written.
    """
    if path.exists():
        raise AlreadyThere(str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    partial = Path(name)
    try:
        with os.fdopen(handle, "w+b") as whole:
            _fill(whole, about, parts)
            whole.flush()
            os.fsync(whole.fileno())
            whole.seek(0)
            said = hashlib.file_digest(whole, "sha256").hexdigest()
        os.link(partial, path)
    except FileExistsError:
        raise AlreadyThere(str(path)) from None
    finally:
        partial.unlink(missing_ok=True)
    return said


@contextmanager
def reading(path: Path) -> Iterator[Archive]:
    """Open an archive and check every part against the manifest before anything is taken from it.

    Raises:
        NotABackup: if it is no archive of ours.
        DamagedBackup: if a part is missing, added or another one.
        OSError: if it cannot be read.
    """
    if not zipfile.is_zipfile(path):
        path.stat()  # says why a file cannot be read; what can is no archive
        raise NotABackup(str(path))
    try:
        opened = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError) as wrong:
        raise NotABackup(str(path)) from wrong
    with opened:
        yield _checked(str(path), opened)


def _fill(whole: IO[bytes], about: Mapping[str, Any], parts: Mapping[str, Path]) -> None:
    listed = []
    with zipfile.ZipFile(whole, "w") as archive:
        for name, source in parts.items():
            # PDFs and dumps are packed already.
            how = zipfile.ZIP_DEFLATED if source.suffix == ".sqlite" else zipfile.ZIP_STORED
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = how, 0o600 << 16
            try:
                found = source.open("rb")
            except FileNotFoundError:
                continue
            with found, archive.open(entry, "w", force_zip64=True) as target:
                size, said = _copied(found, target)
            listed.append({"name": name, "bytes": size, "sha256": said})
        manifest = {"format": FORMAT, **about, "parts": listed}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))


def _checked(name: str, opened: zipfile.ZipFile) -> Archive:
    manifest = _manifest(name, opened)
    listed = {part["name"]: part for part in manifest["parts"]}
    for odd in sorted(set(opened.namelist()) ^ {*listed, MANIFEST}):
        raise DamagedBackup(name, odd)
    if len(opened.namelist()) != len(listed) + 1 or len(listed) != len(manifest["parts"]):
        raise DamagedBackup(name, MANIFEST)
    for part, said in listed.items():
        if not _is_plain(part) or not _holds(opened, part, said):
            raise DamagedBackup(name, part)
    return Archive(name, manifest, {part: said["bytes"] for part, said in listed.items()}, opened)


def _manifest(name: str, opened: zipfile.ZipFile) -> dict[str, Any]:
    try:
        if opened.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise NotABackup(name)
        found = json.loads(opened.read(MANIFEST))
        parts = [(part["name"], part["bytes"], part["sha256"]) for part in found["parts"]]
        is_ours = found["format"] == FORMAT and all(
            isinstance(value, kind)
            for part in parts
            for value, kind in zip(part, (str, int, str), strict=True)
        )
    except (KeyError, TypeError, ValueError, RecursionError, zipfile.BadZipFile) as wrong:
        raise NotABackup(name) from wrong
    except (zipfile.error, OSError, NotImplementedError, EOFError) as wrong:
        raise DamagedBackup(name, MANIFEST) from wrong
    if not is_ours:
        raise NotABackup(name)
    return dict(found)


def _holds(opened: zipfile.ZipFile, part: str, said: Mapping[str, Any]) -> bool:
    """Tell whether a part is what the manifest says; a wrong checksum of the ZIP says no, too."""
    if opened.getinfo(part).file_size != said["bytes"]:
        return False
    try:
        with opened.open(part) as source:
            return _copied(source, None) == (said["bytes"], said["sha256"])
    except Exception:  # noqa: BLE001  # damaged bytes raise whatever zlib and zipfile please
        return False


def _is_plain(part: str) -> bool:
    """Tell whether a name stays below the folder it is put into."""
    path = PurePosixPath(part)
    return str(path) == part and not path.is_absolute() and ".." not in path.parts


def _copied(source: IO[bytes], target: IO[bytes] | None) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while piece := source.read(PIECE):
        size += len(piece)
        digest.update(piece)
        if target is not None:
            target.write(piece)
    return size, digest.hexdigest()
