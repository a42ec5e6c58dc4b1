"""The shape of the tree: which complete subtrees a range of leaves is made of, and how their hashes make its root.

A complete subtree is named by its level and its position: it covers the `1 << level` leaves from `position << level`
on. Level 0 are the leaves. Complete subtrees stay what they are for ever as the tree grows; only roots of incomplete
ranges change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from geo.log.hashing import EMPTY_ROOT, node_hash


class Node(NamedTuple):
    """A complete subtree."""

    level: int
    position: int


class Range(NamedTuple):
    """Leaves of a subtree of some tree: from `begin`, before `end`."""

    begin: int
    end: int

    def nodes(self) -> tuple[Node, ...]:
        """The complete subtrees that the range is made of, the largest first."""
        found, begin = [], self.begin
        while begin < self.end:
            level = (self.end - begin).bit_length() - 1
            found.append(Node(level, begin >> level))
            begin += 1 << level
        return tuple(found)

    def halves(self) -> tuple[Range, Range]:
        """Its two children; the left one is the largest complete subtree that leaves something to the right."""
        middle = self.begin + (1 << ((self.end - self.begin - 1).bit_length() - 1))
        return Range(self.begin, middle), Range(middle, self.end)


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over the hashes of a range's `nodes`, in their order."""
    if not hashes:
        return EMPTY_ROOT
    *others, found = hashes
    for one in reversed(others):
        found = node_hash(one, found)
    return found


class Frontier:
    """A tree that grows leaf by leaf, of which only the complete subtrees at its right edge are kept."""

    __slots__ = ("_edge", "size")

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []

    def push(self, leaf: bytes) -> None:
        """Append the hash of a leaf."""
        found, edge, size = leaf, self._edge, self.size
        while size & 1:
            found = node_hash(edge.pop(), found)
            size >>= 1
        edge.append(found)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return root_of(self._edge)
