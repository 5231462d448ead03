"""The file store: a file is put once, whole, under a name that says all it depends on."""

import hashlib
import os
import re
import tempfile
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

OUTSIDE_A_NAME = re.compile(r"[^A-Za-z0-9.@_-]")


def put_once(path: Path, data: bytes) -> str:
    """Put ``data`` at ``path`` unless a file is there; return the SHA-256 of the file that is.

    Nobody ever sees half a file, and who comes second changes nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = _written(path.parent, data)
    try:
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()
    return sha256(path)


def replace(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Put ``data`` at ``path`` whole or not at all, in place of what is there.

    Raises:
        OSError: if it cannot be written there.
    """
    partial = _written(path.parent, data)
    try:
        partial.chmod(mode)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hex digits, or nothing if it is not there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def remove(folder: Path, beginnings: Collection[str], moment: datetime) -> int:
    """Remove the files whose names begin with one of these parts, up to a dash; return how many.

    So too what somebody began to write before ``moment`` and never finished.
    """
    gone = 0
    for path in list(folder.iterdir()) if folder.is_dir() else []:
        is_left_over = path.name.startswith(".") and path.stat().st_mtime < moment.timestamp()
        if is_left_over or path.name.partition("-")[0] in beginnings:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def mail_in(folder: Path, message_id: str) -> Path:
    """Return where the mail with a Message-ID lies in a folder of mails."""
    return folder / f"{OUTSIDE_A_NAME.sub('_', message_id.strip('<> '))}.eml"


def _written(folder: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".")
    with os.fdopen(handle, "wb") as partial:
        partial.write(data)
        partial.flush()
        os.fsync(partial.fileno())
    return Path(name)
