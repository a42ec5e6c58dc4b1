"""The hashes of the tree (RFC 9162, section 2.1.1): a leaf's cannot be taken for an inner node's."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

HASH_SIZE: Final = 32
"""Bytes of a hash: SHA-256."""
EMPTY_ROOT: Final = sha256(b"").digest()
"""The root of the tree without leaves."""


def leaf_hash(preimage: bytes) -> bytes:
    """The hash of a leaf, 32 bytes."""
    return sha256(b"\x00" + preimage).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over those of its two children, 32 bytes."""
    return sha256(b"\x01" + left + right).digest()
