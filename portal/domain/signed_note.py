"""Signed notes (C2SP signed-note): a text, an empty line, and a line for each signature."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from portal.domain.refusals import Refusal

ED25519 = b"\x01"  # the algorithm's number in the standard
PUBLIC_BYTES, SIGNATURE_BYTES, ID_BYTES = 32, 64, 4
NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
SIGNATURE = re.compile(r"— (\S+) (\S+)")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class NoteMalformed(Refusal):
    """A note that is not written in the one way it can be is none of ours."""

    def __init__(self) -> None:
        super().__init__("This is no signed note. Copy all of it, from its first line on.")


class KeyMalformed(Refusal):
    """A key to compare with is copied whole, or it compares with nothing."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{text[:80]}' is no public key of checkpoints: it is written name+digits+base64, as"
            " at the address /.well-known/portal-checkpoint-key.",
            field="checkpoint_key",
        )


@dataclass(frozen=True, slots=True)
class Key:
    """A public Ed25519 key (32 bytes) under its name, which is the log's."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        digest = hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()
        return digest[:ID_BYTES]

    def __str__(self) -> str:
        """Write it as ``name+id+base64``, a verifier key of the standard."""
        encoded = base64.b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{encoded}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature under a note, and the key it says it was made with."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """Return its line of the note."""
        return f"— {self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line break, and the signatures over its UTF-8 bytes."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """Write it as it travels."""
        return f"{self.text}\n{''.join(one.line() for one in self.signatures)}"

    def by(self, key: Key) -> bytes | None:
        """Return the signature that names ``key``, or None."""
        named = (key.name, key.id)
        return next((one.signature for one in self.signatures if (one.name, one.key_id) == named),
                    None)  # fmt: skip  # one question


def signed(text: str, key: Key, signature: bytes) -> Note:
    """Return a text with the one signature that was made with ``key``."""
    return Note(text, (Signature(key.name, key.id, signature),))


def read(text: str) -> Note:
    """Return the note that a text is.

    Raises:
        NoteMalformed: if it is none, or could have been written in another way.
    """
    body, blank, lines = text.rpartition("\n\n")
    found = [_signature(line) for line in lines.split("\n")[:-1]]
    note = Note(f"{body}\n", tuple(found))
    if not (body and blank and found) or CONTROL.search(text) or str(note) != text:
        raise NoteMalformed
    return note


def read_key(text: str) -> Key:
    """Return the key written as ``name+id+base64``.

    Raises:
        KeyMalformed: if it is none.
    """
    name, _, rest = text.partition("+")
    _, _, encoded = rest.partition("+")
    raw = _decoded(encoded)
    key = Key(name, raw[len(ED25519) :])
    if not NAME.fullmatch(name) or raw[: len(ED25519)] != ED25519 or str(key) != text:
        raise KeyMalformed(text)
    if len(key.public) != PUBLIC_BYTES:
        raise KeyMalformed(text)
    return key


def _signature(line: str) -> Signature:
    found = SIGNATURE.fullmatch(line)
    raw = _decoded(found[2]) if found else b""
    if found is None or len(raw) != ID_BYTES + SIGNATURE_BYTES or not NAME.fullmatch(found[1]):
        raise NoteMalformed
    return Signature(found[1], raw[:ID_BYTES], raw[ID_BYTES:])


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
