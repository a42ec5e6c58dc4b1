"""The published works along a way."""

from __future__ import annotations

from datetime import date
from typing import Final

import asyncpg
import shapely
from shapely.geometry.base import BaseGeometry

from geo.sql import query
from geo.store.connecting import ReadPool

MOST: Final = 500


async def along(
    pool: ReadPool, line: BaseGeometry, metres: int, start: date | None, end: date | None, *, today: date
) -> list[asyncpg.Record]:
    """The works within so many metres of a line (EPSG:4326) that go on in these days, in the order along it.

    What is on site goes on until `today` at least. At most `MOST` rows as `overlaps/along` gives them; each says how
    many there are.
    """
    return await pool.rows(
        query("overlaps/along"), shapely.to_wkb(line), metres, start, end, MOST, today, plan="custom"
    )
