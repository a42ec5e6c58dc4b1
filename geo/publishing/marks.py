"""What agencies agree about works of theirs that collide, and when it may not hold any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from psycopg import Connection
from psycopg.rows import class_row

from geo.errors import Conflict, NotFound
from geo.publishing import numbering
from geo.sql import query


class State(StrEnum):
    """What became of a pair."""

    OPEN = "open"
    JOINED = "joined"
    SEQUENCED = "sequenced"
    NO_CONFLICT = "no-conflict"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a pair was marked as from a publication on; no agency where a change of a work has opened it again.

    `saving` (in `currency`) is what was at stake where it was agreed to join.
    """

    publication: int
    marked_at: datetime
    state: str
    reason: str
    agency: str | None
    saving: Decimal | None
    currency: str | None


def mark(connection: Connection, pair: str, state: State, *, reason: str, agency: str) -> int:
    """Mark a pair (`one~other`) in a publication of its own, whose number is given; the caller commits.

    Where the pair's newest mark is just that, nothing happens, and its number is given. Raises NotFound where no such
    pair is found now, Conflict where neither of its works is of the agency.
    """
    numbering.lock(connection)
    one, other = _works(connection, pair, agency)
    before = next(iter(_marks(connection, one, other)), None)
    if before is not None and (before.state, before.reason, before.agency) == (state, reason, agency):
        return before.publication
    taken = numbering.take_number(connection, versions=0)
    values = {"one": one, "other": other, "state": state, "reason": reason, "agency": agency} | taken._asdict()
    connection.execute(query("marks/mark").format(basis=query("marks/basis")), values)
    return taken.number


def marks(connection: Connection, pair: str, agency: str) -> Sequence[Mark]:
    """The marks of a pair, the newest first. Raises NotFound and Conflict as `mark` does."""
    return _marks(connection, *_works(connection, pair, agency))


def _works(connection: Connection, pair: str, agency: str) -> tuple[str, str]:
    row = connection.execute(
        "SELECT one_id, other_id, agencies FROM published.overlap WHERE id = %s", [pair.replace("\0", "")]
    ).fetchone()
    if row is None:
        raise NotFound("No such pair of works collides now.")
    if agency not in row[2]:
        raise Conflict("Only the agencies of the two works may mark them.")
    return row[0], row[1]


def _marks(connection: Connection, one: str, other: str) -> list[Mark]:
    with connection.cursor(row_factory=class_row(Mark)) as cursor:
        return cursor.execute(query("marks/of_pair"), {"one": one, "other": other}).fetchall()


def reopen(connection: Connection, number: int, touched: str) -> None:
    """Open the pairs again whose works a publication has changed materially; `touched` is SQL over the pair o."""
    statement = query("marks/reopen").format(touched=touched.format(table="overlap_mark"), basis=query("marks/basis"))
    row = connection.execute("SELECT published_at FROM published.publication WHERE number = %s", [number]).fetchone()
    connection.execute(statement, {"number": number, "published_at": row and row[0]})
