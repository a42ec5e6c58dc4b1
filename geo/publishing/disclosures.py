"""Keep how much of the published projects is disclosed: in the transaction that publishes."""

from __future__ import annotations

from typing import Final

from psycopg import Connection

from geo.sql import query
from geo.sql.choosing import chosen

_OF_MOVED: Final = (("disclosed/count", "disclosed/counted"), ("disclosed/reports", "disclosed/reported"))
_OF_VERSIONS: Final = (("disclosed/decisions", "disclosed/decided_then"), ("disclosed/updates", "disclosed/updated"))
_KEPT: Final = ("disclosure_count", "disclosure_report", "disclosure_decision", "disclosure_update")


def keep_disclosures(connection: Connection, number: int) -> None:
    """Count what the publication of this number changes; its versions and the temporary tables of it are there."""
    connection.execute(query("disclosed/terms"))
    _count(connection, "disclosed/moved", number)


def remake_disclosures(connection: Connection) -> None:
    """Make all of it anew from what is published; the caller commits.

    Of what was purged it is known that it was published, but not whether it was zero.
    """
    for table in _KEPT:
        connection.execute(f"DELETE FROM published.{table}")  # noqa: S608 - names of our own
    _count(connection, "disclosed/everything", None)


def _count(connection: Connection, moved: str, number: int | None) -> None:
    values = {"number": number}
    for step, counted in _OF_MOVED:
        connection.execute(query(step).format(counted=query(counted).format(moved=query(moved))), values)
    for step, counted in _OF_VERSIONS:
        connection.execute(query(step).format(counted=chosen(counted, every=number is None)), values)
