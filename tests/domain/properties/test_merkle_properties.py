"""Trees of any size: proofs hold as the definition says, and one changed byte breaks them."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain import merkle
from tests.domain.test_merkle import Tree, by_the_book

LEAVES = [number.to_bytes(2, "big") for number in range(130)]
TREE = Tree(LEAVES)
SIZES = st.integers(1, len(LEAVES))


@given(st.data(), SIZES)
def test_a_leaf_is_proven_and_nothing_else_in_its_place(data: st.DataObject, size: int) -> None:
    position = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion(position, size, TREE.node)
    root, leaf = by_the_book(LEAVES[:size]), merkle.leaf_hash(LEAVES[position])
    assert merkle.root(size, TREE.node) == merkle.root_with(leaf, position, size, path) == root
    place = data.draw(st.integers(0, len(path)))
    forged = [leaf, *path]
    forged[place] = bytes([forged[place][0] ^ data.draw(st.integers(1, 255))]) + forged[place][1:]
    assert merkle.root_with(forged[0], position, size, forged[1:]) != root


@given(st.data(), SIZES)
def test_growth_is_proven_and_no_other_beginning(data: st.DataObject, new: int) -> None:
    old = data.draw(st.integers(1, new))
    proof = merkle.consistency(old, new, TREE.node)
    roots = by_the_book(LEAVES[:old]), by_the_book(LEAVES[:new])
    assert merkle.roots_with(old, new, proof, roots[0]) == roots
    other = by_the_book([b"another", *LEAVES[1:old]])
    assert merkle.roots_with(old, new, proof, other) != (other, roots[1])
