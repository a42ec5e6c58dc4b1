"""Leaves: what a leaf says, and the bytes that its hash is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, get_args

from geo.log.hashing import leaf_hash

Kind = Literal["version", "purge", "reports", "tombstone", "record"]
"""What a leaf records: that a version was published; that something of it was taken away; the reports of progress that
came with it; on which ground something was taken away; what a row of a small table says."""
KINDS: Final[frozenset[Kind]] = frozenset(get_args(Kind))
OF_VERSIONS: Final[frozenset[Kind]] = frozenset({"version", "purge"})
"""The kinds whose text is that of the version."""
NONCE_SIZE: Final = 16
"""Random bytes of a leaf, so that what was purged cannot be guessed from its hash."""
FORM: Final = "allimi-leaf/1"


_WORDS: Final[Mapping[Kind, str]] = {
    "version": "version",
    "purge": "purge of version",
    "reports": "reports of version",
    "tombstone": "tombstone of version",
    "record": "record",
}


class Leaf(NamedTuple):
    """A leaf of the log, without the text that it is about.

    `instant` is that of its publication (RFC 3339, UTC, microseconds); `nonce` is None once a later leaf takes the
    place of what was purged of this one. `project_id` names what is recorded; `version` is the project's, or counts
    what a record has said.
    """

    position: int
    publication: int
    instant: str
    project_id: str
    version: int
    kind: Kind
    nonce: bytes | None
    hash: bytes

    def named(self) -> str:
        """The leaf as people are told of it."""
        what = _WORDS.get(self.kind, self.kind)
        return f"leaf {self.position} ({what} {self.version} of {self.project_id}, publication {self.publication})"

    @property
    def subject(self) -> tuple[str, str, int]:
        """What it is about: the last leaf about it says what is so now."""
        if self.kind == "record":
            return self.kind, self.project_id, 0
        return "version" if self.kind in OF_VERSIONS else self.kind, self.project_id, self.version

    def holds(self, text: str) -> bool:
        """Whether its hash is that of this text; never where its nonce is erased."""
        return self.nonce is not None and leaf_hash(preimage(self, self.nonce, text)) == self.hash


class Entry(NamedTuple):
    """A leaf, and what its version says now, or its own text; None where there is none."""

    leaf: Leaf
    text: str | None


def preimage(leaf: Leaf, nonce: bytes, text: str) -> bytes:
    """The bytes under a leaf's hash: lines that hold no line break, the id with its length in bytes, then the text."""
    _, publication, instant, project_id, version, kind, _, _ = leaf
    length = len(project_id.encode())
    head = f"{FORM}\n{kind}\n{publication}\n{instant}\n{version}\n{nonce.hex()}\n{length}\n{project_id}\n"
    return (head + text).encode()
