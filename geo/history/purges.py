"""What was purged of what publications showed: files that were made before may hold it still."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from geo.sql import query
from geo.store.connecting import ReadPool


@dataclass(frozen=True, slots=True)
class Purged:
    """The number of the purge that was the last of what a publication showed, and the grounds of all."""

    purge: int
    grounds: tuple[str, ...]


async def purged(pool: ReadPool, publications: Collection[int]) -> dict[int, Purged]:
    """Of those of these publications of which anything was."""
    rows = await pool.rows(query("purge/showed"), list(publications))
    return {row["number"]: Purged(row["purge"], tuple(row["grounds"])) for row in rows}


async def newest_purge(pool: ReadPool) -> int:
    """The number of the publication of the newest purge; 0 before the first."""
    (row,) = await pool.rows("SELECT coalesce(max(publication), 0) AS number FROM published.purge")
    return int(row["number"])
