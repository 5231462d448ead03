"""The hash chain of a plan: each entry seals the one before it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.canonical import Content, canonical
from portal.domain.refusals import Refusal

# A tag of its own keeps an entry's hash from being taken for the hash of anything else.
DOMAIN_TAG = b"mutual-plan/ledger-entry/v1\x00"
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its place in the chain, the hash it stands on, its body, and its own hash."""

    seq: int
    previous: str
    body: Content
    hash: str


class ChainBroken(Refusal):
    """The chain no longer proves what it says; nothing that stands on it may be acknowledged."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(
            f"Ledger entry {seq} does not hold: {reason}. Do not rely on what follows it."
        )
        self.seq = seq
        self.reason = reason


def entry_hash(previous: str, body: Content) -> str:
    """Return SHA-256(domain tag, previous hash, canonical body) as 64 hex digits."""
    return hashlib.sha256(DOMAIN_TAG + bytes.fromhex(previous) + canonical(body)).hexdigest()


def append(head: Entry | None, body: Content) -> Entry:
    """Return the entry that follows ``head`` (``None``: the first of the chain)."""
    previous, seq = (head.hash, head.seq + 1) if head else (GENESIS, 1)
    return Entry(seq, previous, body, entry_hash(previous, body))


def verify(entries: Iterable[Entry], *, head: str | None = None, length: int | None = None) -> int:
    """Walk a chain from its first entry and return the number of entries.

    ``head``, when given, is the hash the last entry must have: without it a cut tail goes unseen.
    ``length``, when given, is the number of entries there must be: it names the first one missing.

    Raises:
        ChainBroken: naming the first entry that does not hold, and why.
    """
    previous, seq = GENESIS, 0
    for entry in entries:
        seq += 1
        if entry.seq != seq:
            raise ChainBroken(seq, f"the entry found there has the number {entry.seq}")
        if entry.previous != previous:
            raise ChainBroken(seq, "it does not stand on the entry before it")
        if entry.hash != _hash_or_none(previous, entry.body):
            raise ChainBroken(seq, "its content does not match its hash")
        if entry.body.get("seq") != seq:
            raise ChainBroken(seq, "its body names another place in the chain")
        previous = entry.hash
    if length is not None and length != seq:
        raise ChainBroken(min(seq, length) + 1, f"there must be {length} entries, not {seq}")
    if head is not None and head != previous:
        raise ChainBroken(max(seq, 1), "the plan's head is not the hash of the last entry")
    return seq


def leads(entries: Iterable[Entry], start: str, head: str) -> bool:
    """Tell whether entries stand on one another, the first on ``start``, and end at ``head``."""
    reached = start
    for entry in entries:
        if entry.previous != reached:
            return False
        reached = entry.hash
    return reached == head


def _hash_or_none(previous: str, body: Content) -> str | None:
    try:
        return entry_hash(previous, body)
    except ValueError:  # a body that has no canonical form was never written here
        return None
