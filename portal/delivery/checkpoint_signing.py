"""The child that signs checkpoints: the tree's size and root come in, a signed note goes out.

The private key is in the folder of the checkpoints' keys, made at first use; nothing else reads it.
``python -m portal.delivery.checkpoint_signing FOLDER NAME SIZE ROOT``.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.delivery import checkpoint_keys, files
from portal.delivery.checkpoint_keys import Introduced, KeyGone
from portal.domain.checkpoint import Checkpoint
from portal.domain.refusals import Refusal
from portal.domain.signed_note import Key, Note, Signature

PRIVATE = ".pem"


def signed(folder: Path, name: str, size: int, root: bytes, now: datetime) -> tuple[Note, Key]:
    """Return the signed checkpoint over a tree and the key it was signed with, made if needed.

    Raises:
        KeyGone: if there was a key and it is not there any more.
    """
    known = checkpoint_keys.introduced(folder)
    number = _held(folder)
    if known and number < known[-1].number:
        raise KeyGone(folder)
    if not number:
        number = _make(folder, 1)
    key = _introduce(folder, known, number, name, now)
    text = Checkpoint(key.name, size, root).text()
    return Note(text, (_signature(folder, number, key, text),)), key


def rotate(folder: Path, name: str, now: datetime) -> Introduced:
    """Put a new key in the place of the one in use, which signs for it if it is still there."""
    known = checkpoint_keys.introduced(folder)
    number = _make(folder, max(_held(folder), known[-1].number if known else 0) + 1)
    _introduce(folder, known, number, name, now)
    return checkpoint_keys.introduced(folder)[-1]


def _held(folder: Path) -> int:
    """Return the number of the newest private key that is here, 0 if there is none."""
    numbers = [int(path.stem) for path in folder.glob(f"*{PRIVATE}") if path.stem.isdecimal()]
    return max(numbers, default=0)


def _make(folder: Path, number: int) -> int:
    for made in (folder.parent, folder):
        made.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    files.put_once(folder / f"{number:04}{PRIVATE}", pem)
    return number


def _introduce(folder: Path, known: list[Introduced], number: int, name: str, now: datetime) -> Key:
    """Write down since when a key is in use, once; then let go of the private keys before it."""
    if not known or known[-1].number < number:
        named = known[-1].key.name if known else name
        key = Key(named, _public(folder, number))
        text = checkpoint_keys.introduction(key, number, now)
        signers = [(number, key)]
        if known and (folder / f"{known[-1].number:04}{PRIVATE}").exists():
            signers.append((known[-1].number, known[-1].key))
        note = Note(text, tuple(_signature(folder, at, each, text) for at, each in signers))
        checkpoint_keys.introduce(folder, number, note)
    for old in folder.glob(f"*{PRIVATE}"):
        if int(old.stem) < number:
            old.unlink(missing_ok=True)
    return checkpoint_keys.introduced(folder)[-1].key


def _signature(folder: Path, number: int, key: Key, text: str) -> Signature:
    return Signature(key.name, key.id, _private(folder, number).sign(text.encode()))


def _public(folder: Path, number: int) -> bytes:
    return _private(folder, number).public_key().public_bytes_raw()


def _private(folder: Path, number: int) -> Ed25519PrivateKey:
    pem = (folder / f"{number:04}{PRIVATE}").read_bytes()
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, Ed25519PrivateKey)  # nothing else is put there
    return key


def main() -> int:
    """Sign what the arguments name and write note and key to standard output, as JSON."""
    folder, name, size, root = sys.argv[1:]
    try:
        note, key = signed(Path(folder), name, int(size), bytes.fromhex(root), datetime.now(UTC))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.sentence}\n")
        return 1
    json.dump({"note": str(note), "key": str(key)}, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
