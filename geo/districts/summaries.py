"""What is built in each district, as frozen rows for pages and maps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from geo import then
from geo.store.connecting import ReadPool
from geo.values import Names


@dataclass(frozen=True, slots=True)
class BoundarySetInfo:
    """A published division of the city."""

    code: str
    names: Names
    valid_from: date | None
    valid_to: date | None
    source: str | None
    licence: str | None
    sketch: bool
    sample: bool

    def in_force(self, day: date) -> bool:
        """Whether the division is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class DistrictSummary:
    """A district with its counts; `mean_delay_days` is of its ongoing works, None where no baseline is known."""

    id: str
    code: str
    names: Names
    parent: str | None
    level: int
    label_lon: float
    label_lat: float
    projects: int
    ongoing: int
    late: int
    unmapped: int
    mean_delay_days: float | None


async def boundary_sets(
    pool: ReadPool, *, at_least: int | None = None, as_of: int | None = None
) -> list[BoundarySetInfo]:
    """All boundary sets, by code, of now or of the publication `as_of`."""
    text = (
        "SELECT code, names, valid_from, valid_to, source, licence, sketch, sample "
        "FROM published.boundary_set AS b ORDER BY code"
    )
    if as_of is None:
        rows = await pool.rows(text, at_least=at_least)
    else:
        rows = await then.rows(pool, text, as_of=as_of)
    return [BoundarySetInfo(**{**row, "names": json.loads(row["names"])}) for row in rows]


async def current_set(
    pool: ReadPool, today: date, *, at_least: int | None = None, as_of: int | None = None
) -> BoundarySetInfo | None:
    """The division that maps show: one in force today if there is one, a city's own before the sample's."""
    sets = await boundary_sets(pool, at_least=at_least, as_of=as_of)
    ranked = sorted(sets, key=lambda s: (s.sample, not s.in_force(today), -(s.valid_from or date.min).toordinal()))
    return ranked[0] if ranked else None
