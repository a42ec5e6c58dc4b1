"""What agencies agree about works of theirs that collide, and when it may not hold any more."""

from __future__ import annotations

from enum import StrEnum

from psycopg import Connection

from geo.errors import Conflict, NotFound
from geo.publishing import numbering
from geo.sql import query


class State(StrEnum):
    """What became of a pair."""

    OPEN = "open"
    JOINED = "joined"
    SEQUENCED = "sequenced"
    NO_CONFLICT = "no-conflict"


def mark(connection: Connection, pair: str, state: State, *, reason: str, agency: str) -> int:
    """Mark a pair (`one~other`) in a publication of its own, whose number is given; the caller commits.

    Raises NotFound where no such pair is found now, Conflict where neither of its works is of the agency.
    """
    numbering.lock(connection)
    row = connection.execute(
        "SELECT one_id, other_id, agencies FROM published.overlap WHERE id = %s", [pair]
    ).fetchone()
    if row is None:
        raise NotFound("No such pair of works collides now.")
    one, other, agencies = row
    if agency not in agencies:
        raise Conflict("Only the agencies of the two works may mark them.")
    taken = numbering.take_number(connection, versions=0)
    values = {"one": one, "other": other, "state": state, "reason": reason, "agency": agency} | taken._asdict()
    connection.execute(query("marks/mark").format(basis=query("marks/basis")), values)
    return taken.number


def reopen(connection: Connection, number: int, touched: str) -> None:
    """Open the pairs again whose works a publication has changed materially; `touched` is SQL over the pair o."""
    statement = query("marks/reopen").format(touched=touched.format(table="overlap_mark"), basis=query("marks/basis"))
    row = connection.execute("SELECT published_at FROM published.publication WHERE number = %s", [number]).fetchone()
    connection.execute(statement, {"number": number, "published_at": row and row[0]})
