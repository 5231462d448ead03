"""The tree over the log: the roots everybody computes, and proofs that hold for nothing else."""

import hashlib
from collections.abc import Sequence

import pytest

from portal.domain import merkle
from portal.domain.merkle import ProofBroken

# The leaves that implementations of RFC 6962 are compared by, and their published roots.
LEAVES = [bytes.fromhex(one) for one in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip  # a list
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
FOUR, SIX = (
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
)


class Tree:
    """A tree kept as the store keeps it: with each leaf the hashes that it made known."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.kept: list[list[bytes]] = []
        for position, leaf in enumerate(leaves):
            self.kept.append(merkle.completed(position, merkle.leaf_hash(leaf), self.node))

    def node(self, level: int, index: int) -> bytes:
        return self.kept[(index + 1 << level) - 1][level]


def by_the_book(leaves: Sequence[bytes]) -> bytes:
    """Return the root as RFC 6962 defines it, section 2.1."""
    if len(leaves) < 2:
        return hashlib.sha256(b"".join([b"\0", *leaves]) if leaves else b"").digest()
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    both = by_the_book(leaves[:left]) + by_the_book(leaves[left:])
    return hashlib.sha256(b"\1" + both).digest()


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree(LEAVES)


@pytest.mark.parametrize("size", ROOTS)
def test_the_roots_are_the_published_ones(tree: Tree, size: int) -> None:
    assert merkle.root(size, tree.node).hex() == ROOTS[size]
    assert by_the_book(LEAVES[:size]).hex() == ROOTS[size]


def test_the_path_of_a_leaf_is_the_published_one(tree: Tree) -> None:
    assert [one.hex() for one in merkle.inclusion(5, 8, tree.node)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_the_proof_that_a_tree_grew_is_the_published_one(tree: Tree) -> None:
    assert [one.hex() for one in merkle.consistency(6, 8, tree.node)] == [
        SIX, "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", FOUR,
    ]  # fmt: skip  # a list


def test_every_leaf_is_proven_to_be_in_every_tree_that_holds_it(tree: Tree) -> None:
    for size in range(1, 9):
        for position in range(size):
            path = merkle.inclusion(position, size, tree.node)
            leaf = merkle.leaf_hash(LEAVES[position])
            assert merkle.root_with(leaf, position, size, path).hex() == ROOTS[size]


def test_every_tree_is_proven_to_begin_with_every_earlier_one(tree: Tree) -> None:
    for new in range(1, 9):
        for old in range(1, new + 1):
            proof = merkle.consistency(old, new, tree.node)
            before, after = merkle.roots_with(old, new, proof, bytes.fromhex(ROOTS[old]))
            assert (before.hex(), after.hex()) == (ROOTS[old], ROOTS[new])


def test_another_leaf_place_or_path_leads_to_another_root(tree: Tree) -> None:
    path, leaf = merkle.inclusion(5, 8, tree.node), merkle.leaf_hash(LEAVES[5])
    others = [
        merkle.root_with(merkle.leaf_hash(b"another"), 5, 8, path),
        merkle.root_with(leaf, 4, 8, path),
        merkle.root_with(leaf, 5, 8, [path[1], path[0], path[2]]),
    ]
    assert bytes.fromhex(ROOTS[8]) not in others


def test_an_inner_node_is_not_taken_for_a_leaf(tree: Tree) -> None:
    both = tree.node(0, 0) + tree.node(0, 1)
    assert merkle.leaf_hash(both) != tree.node(1, 0)


@pytest.mark.parametrize(("position", "size", "length"), [
    (0, 8, 2), (0, 8, 4), (8, 8, 3), (-1, 8, 3), (0, 0, 0), (0, 2**60, 3),
])  # fmt: skip  # a table
def test_a_path_of_another_form_is_refused(position: int, size: int, length: int) -> None:
    with pytest.raises(ProofBroken):
        merkle.root_with(bytes(32), position, size, [bytes(32)] * length)


@pytest.mark.parametrize(("old", "new", "length"), [(6, 8, 2), (6, 8, 4), (0, 8, 3), (9, 8, 3)])
def test_a_proof_of_growth_of_another_form_is_refused(old: int, new: int, length: int) -> None:
    with pytest.raises(ProofBroken):
        merkle.roots_with(old, new, [bytes(32)] * length, bytes(32))
