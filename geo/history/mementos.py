"""The instants at which a project was published anew: what it was then can be asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from geo.errors import NotFound
from geo.sql import query
from geo.store.connecting import ReadPool


async def instants(pool: ReadPool, project_id: str) -> tuple[datetime, ...]:
    """When its versions were published, without those that withdraw it, the oldest first. Raises NotFound."""
    rows = await pool.rows(query("history/mementos"), project_id)
    if not rows:
        raise NotFound(f"No published project has the id {project_id!r}.")
    return tuple(row["published_at"] for row in rows)


def nearest(published: Sequence[datetime], asked: datetime) -> int:
    """The place of the last instant that is not behind the one that is asked, else of the first.

    Who asks knows seconds only: an instant within the second that is asked is not behind it.
    """
    return max(bisect_right(published, asked, key=lambda at: at.replace(microsecond=0)) - 1, 0)
