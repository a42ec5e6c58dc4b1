"""The pairs of published works that an agency is part of, for its planners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from psycopg import Connection
from psycopg.rows import DictRow, dict_row

from geo.sql import query


def own_pairs(
    connection: Connection,
    agency: str,
    today: date,
    *,
    states: Sequence[str] | None = None,
    current: bool = False,
    limit: int,
) -> list[DictRow]:
    """Rows of `marks/own_pairs`, the most that is at stake first.

    `states` are of the newest marks (`open` where there is none); with `current` what is past is left out.
    """
    values = {
        "agency": agency,
        "today": today,
        "states": None if states is None else list(states),
        "current": current,
        "limit": limit,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query("marks/own_pairs"), values).fetchall()
