"""The tree against the test vectors of Certificate Transparency (RFC 6962) and against its own definition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadRequest
from geo.log.hashing import EMPTY_ROOT, leaf_hash, node_hash
from geo.log.proofs import (
    NotProven,
    Proof,
    check_consistency,
    check_inclusion,
    consistency_ranges,
    inclusion_ranges,
    nodes_of,
    proof,
)
from geo.log.tree import Frontier, Node, Range, root_of

# The leaves, roots and proofs that the reference implementations of Certificate Transparency are tested with.
INPUTS = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
LEAVES = [leaf_hash(bytes.fromhex(one)) for one in INPUTS]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEFT_PAIR, SECOND_LEAF = ROOTS[1], "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
PAIR_OF_2 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
RIGHT_HALF = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
LEAF_4, PAIR_OF_6 = (
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
)
PAIR_OF_4 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = {
    (0, 1): [],
    (0, 8): [SECOND_LEAF, PAIR_OF_2, RIGHT_HALF],
    (5, 8): [LEAF_4, PAIR_OF_6, ROOTS[3]],
    (2, 3): [LEFT_PAIR],
    (1, 5): [ROOTS[0], PAIR_OF_2, LEAF_4],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [SECOND_LEAF, PAIR_OF_2, RIGHT_HALF],
    (6, 8): [PAIR_OF_4, PAIR_OF_6, ROOTS[3]],
    (2, 5): [PAIR_OF_2, LEAF_4],
}


def tree(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def defined(leaves: list[bytes]) -> bytes:
    """The root as RFC 9162 (2.1.1) defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(defined(leaves[:split]), defined(leaves[split:]))


def made(leaves: list[bytes], ranges: tuple[Range, ...]) -> Proof:
    def hash_of(node: Node) -> bytes:
        return defined(leaves[node.position << node.level : (node.position + 1) << node.level])

    return proof(ranges, hash_of)


def hexed(path: Proof) -> list[str]:
    return [one.hex() for one in path]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_come_out(size: int) -> None:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.push(leaf)
    assert frontier.root().hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert Frontier().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(("position", "size"), INCLUSION)
def test_the_published_proofs_of_inclusion_come_out_and_hold(position: int, size: int) -> None:
    path = made(LEAVES, inclusion_ranges(position, size))
    assert hexed(path) == INCLUSION[position, size]
    check_inclusion(LEAVES[position], position, size, path, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("old", "size"), CONSISTENCY)
def test_the_published_proofs_of_consistency_come_out_and_hold(old: int, size: int) -> None:
    path = made(LEAVES, consistency_ranges(old, size))
    assert hexed(path) == CONSISTENCY[old, size]
    check_consistency(old, bytes.fromhex(ROOTS[old - 1]), size, bytes.fromhex(ROOTS[size - 1]), path)


@given(st.data(), st.integers(1, 130))
def test_every_leaf_is_proven_and_no_other_passes_for_it(data: st.DataObject, size: int) -> None:
    position = data.draw(st.integers(0, size - 1))
    leaves, other = tree(size), leaf_hash(b"another")
    path, root = made(leaves, inclusion_ranges(position, size)), defined(leaves)
    check_inclusion(leaves[position], position, size, path, root)
    for wrong in [
        (other, position, size, path, root),
        (leaves[position], (position + 1) % (size + 1), size, path, root),
        (leaves[position], position, size, (*path, other), root),
        (leaves[position], position, size, path[:-1], other),
        (leaves[position], position, size, path, other),
    ]:
        with pytest.raises(NotProven):
            check_inclusion(*wrong)


@given(st.data(), st.integers(1, 130))
def test_growth_is_proven_and_a_changed_past_is_not(data: st.DataObject, size: int) -> None:
    old = data.draw(st.integers(0, size))
    leaves = tree(size)
    before, after = defined(leaves[:old]), defined(leaves)
    path = made(leaves, consistency_ranges(old, size))
    check_consistency(old, before, size, after, path)
    changed = leaf_hash(b"another")
    with pytest.raises(NotProven):
        check_consistency(old, changed, size, after, path)
    with pytest.raises(NotProven):
        check_consistency(old, before, size, after, (*path, changed))
    if old:
        with pytest.raises(NotProven):
            check_consistency(old, before, size, changed, path)
    if path:
        with pytest.raises(NotProven):
            check_consistency(old, before, size, after, path[:-1])


@given(st.integers(0, 300))
def test_a_frontier_is_the_tree(size: int) -> None:
    frontier = Frontier()
    for leaf in tree(size):
        frontier.push(leaf)
    assert (frontier.root(), frontier.size) == (defined(tree(size)), size)


@given(st.integers(0, 2**62), st.integers(0, 2**62))
def test_a_proof_needs_few_nodes_even_of_the_largest_tree(first: int, second: int) -> None:
    position, size = min(first, second), max(first, second) + 1
    assert len(inclusion_ranges(position, size)) <= 63
    assert len(nodes_of(inclusion_ranges(position, size))) <= 4000
    assert len(consistency_ranges(position, size)) <= 64


def test_what_no_tree_has_is_a_bad_request() -> None:
    for position, size in [(0, 0), (-1, 3), (3, 3)]:
        with pytest.raises(BadRequest):
            inclusion_ranges(position, size)
    for old, size in [(4, 3), (-1, 3)]:
        with pytest.raises(BadRequest):
            consistency_ranges(old, size)


def test_a_hash_of_another_length_proves_nothing() -> None:
    with pytest.raises(NotProven, match="32 bytes"):
        check_inclusion(LEAVES[0], 0, 2, (b"short",), bytes.fromhex(ROOTS[1]))


def test_the_root_of_no_range_is_that_of_the_empty_tree() -> None:
    assert root_of(()) == EMPTY_ROOT
