"""The published background lines, as a map reads them."""

from __future__ import annotations

from geo.sql import query
from geo.store.connecting import ReadPool


async def background_lines(pool: ReadPool, *, sample: bool) -> str:
    """Coast, rivers and roads as GeoJSON text in CRS84; the sample's only where `sample` is asked for."""
    return str(await pool.value(query("background/lines"), sample))
