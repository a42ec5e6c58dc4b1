"""When published projects were changed last."""

from __future__ import annotations

from datetime import datetime

from geo.sql import query
from geo.store.connecting import ReadPool


async def changed(pool: ReadPool, *, skip: int, limit: int) -> list[tuple[str, datetime]]:
    """Ids with the instants of the newest versions, by id, behind the first `skip`."""
    return [(row["id"], row["changed"]) for row in await pool.rows(query("projects/changed"), skip, limit)]
