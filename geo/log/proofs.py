"""Proofs (RFC 9162, sections 2.1.3 and 2.1.4): which ranges they name, and whether they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from geo.errors import BadRequest
from geo.log.hashing import HASH_SIZE, node_hash
from geo.log.tree import Node, Range, root_of

Proof = tuple[bytes, ...]
"""The hashes of a proof, from the leaves up."""


class NotProven(Exception):  # noqa: N818 - said of a proof, not of a fault of the program
    """A proof does not prove what it should."""


def inclusion_ranges(position: int, size: int) -> tuple[Range, ...]:
    """The ranges whose roots prove that a leaf is in the tree of that size. Raises BadRequest where it cannot be."""
    if not 0 <= position < size:
        raise BadRequest(f"A tree of {size} leaves has no leaf {position}.")
    found, rest = [], Range(0, size)
    while rest.end - rest.begin > 1:
        left, right = rest.halves()
        beside, rest = (right, left) if position < right.begin else (left, right)
        found.append(beside)
    return tuple(reversed(found))


def consistency_ranges(old: int, size: int) -> tuple[Range, ...]:
    """The ranges whose roots prove that the tree of one size begins with that of another. Raises BadRequest."""
    if not 0 <= old <= size:
        raise BadRequest(f"A tree of {size} leaves does not begin with one of {old}.")
    if old in {0, size}:
        return ()
    found, rest = [], Range(0, size)
    while rest.end != old:
        left, right = rest.halves()
        beside, rest = (right, left) if old <= right.begin else (left, right)
        found.append(beside)
    if rest.begin:
        found.append(rest)
    return tuple(reversed(found))


def nodes_of(ranges: Iterable[Range]) -> tuple[Node, ...]:
    """The complete subtrees that the roots of these ranges are made of."""
    return tuple(node for one in ranges for node in one.nodes())


def proof(ranges: Iterable[Range], hash_of: Callable[[Node], bytes]) -> Proof:
    """The roots of the ranges, made of the hashes of complete subtrees."""
    return tuple(root_of([hash_of(node) for node in one.nodes()]) for one in ranges)


def check_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raise NotProven unless the leaf with this hash is at this position of the tree with this size and root."""
    if not 0 <= position < size:
        raise NotProven(f"a tree of {size} leaves has no leaf {position}")
    place, last, found = position, size - 1, leaf
    for beside in _sound(path):
        if last == 0:
            raise NotProven("the proof is too long")
        if place & 1 or place == last:
            found = node_hash(beside, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    if last:
        raise NotProven("the proof is too short")
    if found != root:
        raise NotProven("the leaf and its proof do not make the root of the checkpoint")


def check_consistency(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> None:
    """Raise NotProven unless the tree of one size and root begins with that of another."""
    if old > size:
        raise NotProven(f"the log has shrunk from {old} leaves to {size}")
    if old in {0, size}:
        _check_trivial(old, old_root, size, root, path)
        return
    hashes = _sound(path)
    if not old & (old - 1):  # the old tree is complete: its root is a node of the new one
        hashes = (old_root, *hashes)
    if not hashes:
        raise NotProven("the proof is too short")
    found_old, found = _climb(old, size, hashes)
    if found_old != old_root:
        raise NotProven("the proof does not make the old root")
    if found != root:
        raise NotProven("the proof does not make the new root")


def _check_trivial(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> None:
    if path:
        raise NotProven("the proof is too long")
    if old == size and old_root != root:
        raise NotProven(f"there are two logs of {size} leaves")
    if old == 0 and old_root != root_of(()):
        raise NotProven("the root of no leaves is not the one of RFC 9162")


def _climb(old: int, size: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The roots of both trees that a proof of consistency makes."""
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found = hashes[0]
    for beside in hashes[1:]:
        if last == 0:
            raise NotProven("the proof is too long")
        if place & 1 or place == last:
            found_old, found = node_hash(beside, found_old), node_hash(beside, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    if last:
        raise NotProven("the proof is too short")
    return found_old, found


def _sound(path: Sequence[bytes]) -> tuple[bytes, ...]:
    if any(len(one) != HASH_SIZE for one in path):
        raise NotProven("a hash of the proof has not 32 bytes")
    return tuple(path)
