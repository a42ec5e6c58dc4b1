"""How often keys and addresses may ask, counted in the database: for all processes and hosts together."""

from __future__ import annotations

import random
from typing import Final

from psycopg import Connection

from geo.sql import query

_TIDIED: Final = 0.001
"""How often the names that have not asked of late are forgotten."""

_SOON: Final = 0.001
"""Seconds that one waits who had no turn, though there is one by now."""


def take_turn(connection: Connection, name: str, a_minute: int) -> float:
    """Count one who asks by this name; gives 0, or the seconds until it may ask: then it is not counted.

    Two names that are counted in one transaction are so in the same order everywhere. The caller commits.
    """
    values = {"name": name, "a_minute": a_minute}
    if random.random() < _TIDIED:  # noqa: S311 - no secret
        connection.execute(query("intake/forget_turns"))
    if connection.execute(query("intake/take_turn"), values).fetchone() is not None:
        return 0.0
    return max(seconds_to_turn(connection, name, a_minute), _SOON)


def seconds_to_turn(connection: Connection, name: str, a_minute: int) -> float:
    """The seconds until this name may ask; 0 where it may now. Counts nothing."""
    row = connection.execute(query("intake/next_turn"), {"name": name, "a_minute": a_minute}).fetchone()
    return float(row[0]) if row else 0.0
