"""Append to the transparency log: in the transaction that publishes, by one statement for all leaves of a publication.

Leaves stand in the order of publications; within one, those of new versions first, then those of purges, each by id and
version.
"""

from __future__ import annotations

from itertools import count

from psycopg import Connection

from geo.publishing.choosing import chosen
from geo.sql import query


def append(connection: Connection, number: int) -> None:
    """Append a leaf for each version that the publication of this number wrote, under the publication lock."""
    _append(connection, chosen("log/versions", every=False), number)


def append_purges(connection: Connection, number: int) -> None:
    """Append a leaf for each version of the temporary table `purging`, over the text that is left, under the lock.

    What earlier leaves hold of those versions can no longer be checked, nor guessed: their nonces are erased.
    """
    connection.execute(query("log/erase"))
    _append(connection, query("log/purges"), number)


def append_everything(connection: Connection) -> None:
    """Append all that was published before there was a log, in the order of publication, id and version."""
    _append(connection, chosen("log/versions", every=True), None)


def _append(connection: Connection, statement: str, number: int | None) -> None:
    before = size(connection)
    connection.execute(statement, {"number": number, "size": before})
    _complete(connection, before, size(connection))


def size(connection: Connection) -> int:
    """How many leaves the log has."""
    row = connection.execute(query("log/size")).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return int(row[0])


def _complete(connection: Connection, before: int, after: int) -> None:
    """Write the nodes that have become complete, from the leaves up."""
    for level in count(1):
        begin, end = before >> level, after >> level
        if not end:
            return
        if begin < end:
            below = query("log/leaves_below" if level == 1 else "log/nodes_below")
            parameters = {"level": level, "first": begin << 1, "last": (end << 1) - 1}
            connection.execute(query("log/nodes").format(below=below), parameters)
