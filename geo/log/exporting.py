"""The whole log as lines, for a file that can be checked without the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from psycopg import Connection, RawCursor

from geo.log import stored
from geo.log.reading import statement

CHUNK: Final = 5_000
"""Leaves that are read at once."""


def lines(connection: Connection) -> Iterator[bytes]:
    """Every leaf with its text, as the lines that the site gives, many at once; the transaction says as of when."""
    cursor = RawCursor(connection)
    for first in range(0, stored.size(connection), CHUNK):
        row = cursor.execute(statement("log/lines"), (first, True, CHUNK), binary=True).fetchone()
        assert row is not None  # noqa: S101 - an aggregate always has one
        yield bytes(row[0])
