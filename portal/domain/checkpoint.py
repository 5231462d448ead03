"""Checkpoints: what is signed about the log of every plan's heads, and a plan's proof from it.

The log is one for the whole database and only grows: whenever a checkpoint is due, each plan whose
ledger has moved on since adds its head as a leaf. A checkpoint names the tree over all leaves so
far, in the form of C2SP tlog-checkpoint.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain import merkle, signed_note
from portal.domain.canonical import Content, canonical
from portal.domain.signed_note import Key, Note, NoteMalformed

HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Leaf:
    """A plan's ledger as it stood: ``head`` is the hash of its entry ``seq``, 64 hex digits."""

    organisation: str
    plan: str
    seq: int
    head: str

    def content(self) -> Content:
        """Return what the leaf is the canonical JSON of."""
        return {
            "organisation": self.organisation,
            "plan": self.plan,
            "seq": self.seq,
            "head": self.head,
        }

    def hash(self) -> bytes:
        """Return its hash in the tree."""
        return merkle.leaf_hash(canonical(self.content()))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The tree over the first ``size`` leaves of the log ``origin``; ``root`` is 32 bytes."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text to sign."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Proof:
    """That the log holds a plan's head: the leaf, its place, the path to a checkpoint's root.

    ``note`` is the signed checkpoint as it travels, ``key`` the public key it was signed with.
    """

    leaf: Leaf
    position: int
    path: tuple[bytes, ...]
    note: str
    key: str

    def content(self) -> Content:
        """Return the proof as JSON-safe content."""
        return {
            "leaf": self.leaf.content(),
            "position": self.position,
            "path": [one.hex() for one in self.path],
            "note": self.note,
            "key": self.key,
        }


def read(note: str) -> tuple[Note, Checkpoint]:
    """Return the note and the checkpoint in it.

    Raises:
        NoteMalformed: if it is not written in the one way a checkpoint is.
    """
    found = signed_note.read(note)
    origin, size, root, *rest = [*found.text.split("\n"), "", ""]
    if not (size.isascii() and size.isdecimal()) or len(size) > len(str(merkle.LARGEST)):
        raise NoteMalformed
    try:
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except (binascii.Error, ValueError):
        raise NoteMalformed from None
    if len(checkpoint.root) != HASH_BYTES or any(rest) or checkpoint.text() != found.text:
        raise NoteMalformed
    return found, checkpoint


def read_proof(content: Content) -> Proof:
    """Return the proof written down as ``content``.

    Raises:
        LookupError, TypeError, ValueError: if it is none, or is written in another way.
    """
    leaf = content["leaf"]
    proof = Proof(
        Leaf(leaf["organisation"], leaf["plan"], leaf["seq"], leaf["head"]),
        content["position"],
        tuple(bytes.fromhex(one) for one in content["path"]),
        content["note"],
        content["key"],
    )
    counted = type(proof.position) is type(proof.leaf.seq) is int  # true and false count as well
    if canonical(proof.content()) != canonical(content) or not counted:
        raise ValueError
    return proof


def signature_of(proof: Proof) -> tuple[Key, Checkpoint, bytes, bytes]:
    """Return what a proof's signature must hold of: key, checkpoint, signed bytes, signature.

    Raises:
        NoteMalformed, KeyMalformed: if note or key is not written as such.
    """
    note, checkpoint = read(proof.note)
    key = signed_note.read_key(proof.key)
    signature = note.by(key)
    if signature is None or key.name != checkpoint.origin:
        raise NoteMalformed
    return key, checkpoint, note.text.encode(), signature


def proves(proof: Proof, checkpoint: Checkpoint) -> bool:
    """Tell whether the leaf is in the tree that the checkpoint names."""
    try:
        found = merkle.root_with(proof.leaf.hash(), proof.position, checkpoint.size, proof.path)
    except merkle.ProofBroken:
        return False
    return found == checkpoint.root and _are_hashes(proof.path)


def _are_hashes(path: Sequence[bytes]) -> bool:
    return all(len(one) == HASH_BYTES for one in path)
