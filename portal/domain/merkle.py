"""A Merkle tree that only grows (RFC 6962): roots, proofs that a leaf is in it, that it only grew.

A tree is known by its full subtrees: ``node(level, index)`` gives the hash of the one over the
2^level leaves from index * 2^level on. What is computed here needs about one for each doubling of
the tree, so a store keeps them and a proof reads a few rows of it.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from portal.domain.refusals import Refusal

Node: TypeAlias = Callable[[int, int], bytes]

LEAF, INNER = b"\x00", b"\x01"
EMPTY = hashlib.sha256(b"").digest()
LARGEST = 2**53  # leaves; a number that JSON holds exactly


class ProofBroken(Refusal):
    """A proof that does not have the one form it can have proves nothing."""

    def __init__(self) -> None:
        super().__init__("This proof has not the form of one. Take it from the file again.")


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: its prefix keeps it from being taken for an inner node's."""
    return hashlib.sha256(LEAF + data).digest()


def inner_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two others."""
    return hashlib.sha256(INNER + left + right).digest()


def completed(position: int, leaf: bytes, node: Node) -> list[bytes]:
    """Return the hashes that the leaf at ``position`` makes known: its own, then of full subtrees.

    The node at (level, index) is thereby the one numbered ``level`` of the leaf at
    (index + 1) * 2^level - 1, which is where a store finds it again.
    """
    hashes, level = [leaf], 0
    while position >> level & 1:
        left = node(level, (position >> level) - 1)
        hashes.append(inner_hash(left, hashes[-1]))
        level += 1
    return hashes


def root(size: int, node: Node) -> bytes:
    """Return the root over the first ``size`` leaves."""
    return _over(0, size, node) if size else EMPTY


def inclusion(position: int, size: int, node: Node) -> list[bytes]:
    """Return the audit path of the leaf at ``position`` in the tree of ``size`` leaves."""
    return list(_path(position, 0, size, node))


def consistency(old: int, new: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of ``new`` leaves begins with that of ``old``, from 1 on."""
    return list(_common(old, 0, new, node, whole=True))


def root_with(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root that follows from a leaf's hash and its audit path.

    Raises:
        ProofBroken: if there can be no such path.
    """
    if not 0 <= position < size <= LARGEST:
        raise ProofBroken
    return _climb(leaf, position, size, list(path))


def roots_with(old: int, new: int, proof: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes]:
    """Return both roots that follow from a consistency proof and the root it claims to start at.

    The proof holds if they are the roots of the two trees.

    Raises:
        ProofBroken: if there can be no such proof.
    """
    if not 0 < old <= new <= LARGEST:
        raise ProofBroken
    left = list(proof)
    found = _meet(old, new, left, old_root)
    if left:
        raise ProofBroken
    return found


def _split(size: int) -> int:
    """Return the largest power of two below ``size``: how many leaves are left of the root."""
    return 1 << (size - 1).bit_length() - 1


def _over(start: int, size: int, node: Node) -> bytes:
    if size & size - 1 == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    left = _split(size)
    return inner_hash(_over(start, left, node), _over(start + left, size - left, node))


def _path(position: int, start: int, size: int, node: Node) -> Iterator[bytes]:
    if size == 1:
        return
    left = _split(size)
    if position < left:
        yield from _path(position, start, left, node)
        yield _over(start + left, size - left, node)
    else:
        yield from _path(position - left, start + left, size - left, node)
        yield _over(start, left, node)


def _common(old: int, start: int, size: int, node: Node, *, whole: bool) -> Iterator[bytes]:
    """Yield the subproof; ``whole`` says that the old tree's root is known to whoever checks."""
    if old == size:
        if not whole:
            yield _over(start, size, node)
        return
    left = _split(size)
    if old <= left:
        yield from _common(old, start, left, node, whole=whole)
        yield _over(start + left, size - left, node)
    else:
        yield from _common(old - left, start + left, size - left, node, whole=False)
        yield _over(start, left, node)


def _climb(leaf: bytes, position: int, size: int, path: list[bytes]) -> bytes:
    if size == 1:
        if path:
            raise ProofBroken
        return leaf
    if not path:
        raise ProofBroken
    beside, left = path.pop(), _split(size)
    if position < left:
        return inner_hash(_climb(leaf, position, left, path), beside)
    return inner_hash(beside, _climb(leaf, position - left, size - left, path))


def _meet(old: int, size: int, proof: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """Return what the old tree and the new have as hash here; ``known`` is the old tree's root."""
    if old == size:
        whole = known if known is not None else _last(proof)
        return whole, whole
    beside, left = _last(proof), _split(size)
    if old <= left:
        before, after = _meet(old, left, proof, known)
        return before, inner_hash(after, beside)
    before, after = _meet(old - left, size - left, proof, None)
    return inner_hash(beside, before), inner_hash(beside, after)


def _last(proof: list[bytes]) -> bytes:
    if not proof:
        raise ProofBroken
    return proof.pop()
