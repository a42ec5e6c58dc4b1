"""Leaves: what a leaf says, and the bytes that its hash is made of."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from geo.log.hashing import leaf_hash

Kind = Literal["version", "purge"]
"""What a leaf records: that a version was published, or that something of a published version was taken away."""
NONCE_SIZE: Final = 16
"""Random bytes of a leaf, so that what was purged cannot be guessed from its hash."""
FORM: Final = "allimi-leaf/1"


class Leaf(NamedTuple):
    """A leaf of the log, without the text that it is about.

    `instant` is that of its publication (RFC 3339, UTC, microseconds); `nonce` is None once a later leaf purges what
    this one is about.
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
        what = "version" if self.kind == "version" else "purge of version"
        return f"leaf {self.position} ({what} {self.version} of {self.project_id}, publication {self.publication})"

    def holds(self, text: str) -> bool:
        """Whether its hash is that of this text; never where its nonce is erased."""
        return self.nonce is not None and leaf_hash(preimage(self, self.nonce, text)) == self.hash


class Entry(NamedTuple):
    """A leaf, and what its version says now; None where there is no such version."""

    leaf: Leaf
    text: str | None


def preimage(leaf: Leaf, nonce: bytes, text: str) -> bytes:
    """The bytes under a leaf's hash: lines that hold no line break, the id with its length in bytes, then the text."""
    _, publication, instant, project_id, version, kind, _, _ = leaf
    length = len(project_id.encode())
    head = f"{FORM}\n{kind}\n{publication}\n{instant}\n{version}\n{nonce.hex()}\n{length}\n{project_id}\n"
    return (head + text).encode()
