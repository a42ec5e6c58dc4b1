"""What is published, in numbers for those who watch over the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from geo.store.connecting import ReadPool


@dataclass(frozen=True, slots=True)
class Stock:
    """The newest publication (0 and no instant before the first), and how many projects are published now."""

    publication: int
    published_at: datetime | None
    projects: int


async def stock(pool: ReadPool) -> Stock:
    """What is published now. Raises StoreUnavailable."""
    row = await pool.row(
        "SELECT coalesce(max(number), 0) AS publication, max(published_at) AS published_at, "
        "(SELECT count(*) FROM published.project_now) AS projects FROM published.publication"
    )
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return Stock(**dict(row))
