"""What is published, in numbers for those who watch over the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from geo.sql import query
from geo.store.connecting import ReadPool


@dataclass(frozen=True, slots=True)
class Stock:
    """The newest publication (0 and no instant before the first), and how many projects are published now.

    `updated` is when something of each agency was published last, by its code.
    """

    publication: int
    published_at: datetime | None
    projects: int
    updated: Mapping[str, datetime]


async def stock(pool: ReadPool) -> Stock:
    """What is published now. Raises StoreUnavailable."""
    row = await pool.row(query("publications/stock"))
    assert row is not None  # noqa: S101 - an aggregate always has a row
    updated = dict(zip(row["agencies"], row["updated"], strict=True))
    return Stock(row["publication"], row["published_at"], row["projects"], updated)
