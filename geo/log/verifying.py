"""Verify a whole log, leaf by leaf: every leaf in its place, every text as it was logged, every root as signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from geo.log.checkpoints import Checkpoint
from geo.log.hashing import EMPTY_ROOT
from geo.log.leaves import KINDS, Leaf
from geo.log.proofs import NotProven
from geo.log.tree import Frontier


class Log:
    """A log that is read from its first leaf on. Raises NotProven naming the first record that is not as it was.

    `roots` gives the root at each size that a checkpoint names, once that many leaves were taken.
    """

    def __init__(self, checkpoints: Iterable[Checkpoint] = ()) -> None:
        self._frontier = Frontier()
        self._claims: dict[int, list[Checkpoint]] = {}
        for one in checkpoints:
            self._claims.setdefault(one.size, []).append(one)
        self._publication, self._instant = 0, ""
        self._newest: dict[str, int] = {}
        self._said: dict[str, int] = {}
        self._erased: dict[tuple[str, str, int], Leaf] = {}
        self._sure = 0
        self._agree(EMPTY_ROOT)

    @property
    def size(self) -> int:
        """How many leaves were taken."""
        return self._frontier.size

    @property
    def root(self) -> bytes:
        """The root over the leaves that were taken."""
        return self._frontier.root()

    @property
    def newest(self) -> Mapping[str, int]:
        """The newest version of each project."""
        return MappingProxyType(self._newest)

    def take(self, leaf: Leaf, text: str | None) -> None:
        """Take the next leaf, and what its version says now, or its own text (None where that is not there)."""
        if leaf.position != self._frontier.size:
            raise NotProven(f"Leaf {self._frontier.size} is missing; the next one is {leaf.named()}.")
        self._in_time(leaf)
        self._in_order(leaf)
        if leaf.nonce is None:
            self._erased.setdefault(leaf.subject, leaf)
        elif text is None:
            raise NotProven(f"What {leaf.named()} records is not there.")
        elif not leaf.holds(text):
            raise NotProven(
                f"What {leaf.named()} records is not what was published: text, date or number were changed."
            )
        self._frontier.push(leaf.hash)
        if leaf.position + 1 in self._claims:
            self._agree(self._frontier.root())

    def finish(self) -> None:
        """No leaf follows: nothing may be missing."""
        missing = [size for size in self._claims if size > self.size]
        if missing:
            one = self._claims[min(missing)][0]
            raise NotProven(f"A checkpoint of {one.origin} has {one.size} leaves, the log {self.size}: it was cut.")
        for leaf in self._erased.values():
            raise NotProven(f"The random bits of {leaf.named()} are erased, but nothing records a purge.")

    def _in_time(self, leaf: Leaf) -> None:
        if leaf.publication > self._publication and leaf.instant > self._instant:
            self._publication, self._instant = leaf.publication, leaf.instant
        elif (leaf.publication, leaf.instant) != (self._publication, self._instant):
            raise NotProven(f"The publication of {leaf.named()} is not later than the one before it, or not as dated.")

    def _in_order(self, leaf: Leaf) -> None:
        if leaf.kind in {"version", "record"}:
            known = self._newest if leaf.kind == "version" else self._said
            before = known.get(leaf.project_id, 0)
            if leaf.version != before + 1:
                raise NotProven(f"The version before {leaf.named()} is {before}.")
            known[leaf.project_id] = leaf.version
        elif leaf.kind not in KINDS:
            raise NotProven(f"Nobody knows what {leaf.named()} records.")
        elif not 0 < leaf.version <= self._newest.get(leaf.project_id, 0):
            raise NotProven(f"What {leaf.named()} is about was never published.")
        if leaf.kind != "version":
            self._erased.pop(leaf.subject, None)

    def _agree(self, root: bytes) -> None:
        """Compare with every checkpoint of this size."""
        size = self._frontier.size
        for one in self._claims.get(size, ()):
            if one.root != root:
                raise NotProven(
                    f"The first {size} leaves are not those of the checkpoint of that size of {one.origin}: "
                    f"one from leaf {self._sure} to leaf {size - 1} was changed, put in or taken out."
                )
            self._sure = size
