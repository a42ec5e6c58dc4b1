"""Random bits for what is made of published versions, which nobody can guess once one of these is purged."""

from __future__ import annotations

import hashlib
from typing import Final

from geo import then
from geo.sql import query
from geo.store.connecting import ReadPool

_PART: Final = 10_000
"""Leaves that one statement looks at: so few that their versions are found by the index, whatever their number."""
_HALF: Final = (1 << 64) - 1


async def random_bits(pool: ReadPool, publication: int) -> str:
    """128 bits in hexadecimal, made of the nonces of all versions that a publication shows; empty where it shows none.

    They are the same whenever and wherever they are asked for, until one of these versions is purged and its nonce with
    it: then they are others, and those of before are known only to who has them.
    """
    size = int(await pool.value(query("log/size"), at_least=publication))
    halves: list[tuple[int, int]] = []
    for first in range(0, size, _PART):
        row = await then.row(pool, query("log/bits"), first, first + _PART, as_of=publication)
        if row is not None and row["high"] is not None:
            halves.append((row["high"] & _HALF, row["low"] & _HALF))
    if not halves:
        return ""
    together = 0
    for high, low in halves:
        together ^= high << 64 | low
    return hashlib.sha256(together.to_bytes(16)).hexdigest()[:32]
