"""Append to the transparency log: in the transaction that publishes, by one statement for all leaves of a kind.

Leaves stand in the order of publications; within one, those of new versions come first, by id and version. What is
recorded of small tables is appended where the transaction ends, by triggers (migration 0032).
"""

from __future__ import annotations

from typing import Final

from psycopg import Connection

from geo.sql import query
from geo.sql.choosing import chosen

_COMPLETE: Final = "SELECT published.complete_nodes()"
_PURGED: Final = (
    "(p.project_id, p.version) IN (SELECT a.project_id, a.version FROM purging AS a) AND p.publication = %(number)s"
)


def append(connection: Connection, number: int) -> None:
    """Append a leaf for each version that the publication of this number wrote, and for reports that came with them.

    Under the publication lock; the temporary table `change` is there.
    """
    _append(connection, chosen("log/versions", every=False), number)
    _append_told(connection, "reports", query("log/reports"), number)


def append_purges(connection: Connection, number: int) -> None:
    """Append a leaf for each version of the temporary table `purging`, over the text that is left, under the lock.

    What earlier leaves hold of those versions can no longer be checked, nor guessed: their nonces are erased. So it is
    with their reports. Each tombstone has a leaf as well.
    """
    connection.execute(query("log/erase"))
    _append(connection, query("log/purges"), number)
    for step in ("log/erase_reports", "log/erase_texts"):
        connection.execute(query(step))
    left = query("log/reports_left").format(only=query("log/reports_purged"))
    _append_told(connection, "reports", left, number)
    _append_told(connection, "tombstone", query("log/told_tombstones").format(only=_PURGED), number)


def append_everything(connection: Connection) -> None:
    """Append all that is published to an empty log: versions by publication, id and version, then what is beside them.

    What is beside them is recorded under the newest publication.
    """
    _append(connection, chosen("log/versions", every=True), None)
    row = connection.execute("SELECT max(number) FROM published.publication").fetchone()
    number = None if row is None else row[0]
    if number is not None:
        reports = query("log/reports_left").format(only=query("log/reports_all"))
        _append_told(connection, "reports", reports, number)
        _append_told(connection, "tombstone", query("log/told_tombstones").format(only="true"), number)
        connection.execute(query("log/everything_due"))
        connection.execute("SELECT published.append_records(1)")


def size(connection: Connection) -> int:
    """How many leaves the log has."""
    row = connection.execute(query("log/size")).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return int(row[0])


def _append(connection: Connection, statement: str, number: int | None) -> None:
    connection.execute(statement, {"number": number})
    connection.execute(_COMPLETE)


def _append_told(connection: Connection, kind: str, told: str, number: int) -> None:
    connection.execute(query("log/append").format(told=told), {"number": number, "kind": kind})
    connection.execute(_COMPLETE)
