"""What was published once and has been purged: where, why and by whose decision, never what it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo.sql import query
from geo.store.connecting import ReadPool


@dataclass(frozen=True, slots=True)
class Purged:
    """A field that was blanked on a day (UTC) in so many versions of so many projects of an agency, on one ground."""

    purged_on: date
    agency: str
    field: str
    ground: str
    decided_by: str
    projects: int
    versions: int


async def purges(pool: ReadPool, agency: str | None, field: str | None, month: date | None) -> list[Purged]:
    """The newest thousand, of all agencies, fields and months or of one."""
    rows = await pool.rows(query("disclosed/purges"), agency, field, month)
    return [Purged(*(row[name] for name in Purged.__slots__)) for row in rows]
