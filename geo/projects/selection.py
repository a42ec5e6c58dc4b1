"""Which projects a reader asks for, as bound SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from geo.codes import Category, Status
from geo.periods import Interval
from geo.values import Bbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Every condition that is given must hold; within one, any value may.

    `districts` are public ids (`set.code`). `interval` is met by the actual period where it is known, else the current
    planned one, open ends allowed; a project with neither meets none. `mapped` is whether it has a footprint.
    """

    bbox: Bbox | None = None
    interval: Interval | None = None
    districts: frozenset[str] | None = None
    statuses: frozenset[Status] | None = None
    categories: frozenset[Category] | None = None
    agencies: frozenset[str] | None = None
    mapped: bool | None = None


@dataclass(slots=True)
class Where:
    """Conditions on `v` (project_now) with their bound values, numbered after those that come first."""

    values: list[Any]
    conditions: list[str] = field(default_factory=list)

    def bind(self, value: Any) -> str:  # noqa: ANN401 - any value that the driver binds
        """The placeholder of a value."""
        self.values.append(value)
        return f"${len(self.values)}"

    def add(self, condition: str) -> None:
        """Demand a condition; every value in it is a placeholder."""
        self.conditions.append(condition)

    @property
    def text(self) -> str:
        """The WHERE clause, empty where nothing is demanded."""
        return " WHERE " + " AND ".join(self.conditions) if self.conditions else ""


def where(selection: Selection, *first: Any) -> Where:  # noqa: ANN401 - bound parameters
    """The selection as SQL over `v`, with `first` bound before it as $1, $2, ..."""
    clause = Where(list(first))
    _codes(clause, selection)
    if selection.bbox:
        clause.add(in_box(clause, "v.footprint", selection.bbox))
    if selection.interval:
        _in_interval(clause, selection.interval)
    if selection.districts is not None:
        clause.add(
            "EXISTS (SELECT FROM published.district_share AS s WHERE s.project_id = v.project_id "
            f"AND s.version = v.version AND s.district_id = ANY ({clause.bind(sorted(selection.districts))}::text[]))"
        )
    if selection.mapped is not None:
        clause.add(f"v.footprint IS {'NOT ' if selection.mapped else ''}NULL")
    return clause


def _codes(clause: Where, selection: Selection) -> None:
    columns = (("status", selection.statuses), ("category", selection.categories), ("agency", selection.agencies))
    for column, codes in columns:
        if codes is not None:
            clause.add(f"v.{column} = ANY ({clause.bind(sorted(str(code) for code in codes))}::text[])")


def in_box(clause: Where, column: str, box: Bbox) -> str:
    """The condition that a geometry column (EPSG:4326) touches the box, which may cross the antimeridian."""
    spans = [(box.west, box.east)] if box.west <= box.east else [(box.west, 180.0), (-180.0, box.east)]
    return f"({' OR '.join(_in_span(clause, column, west, box.south, east, box.north) for west, east in spans)})"


def _in_span(clause: Where, column: str, *corners: float) -> str:
    envelope = f"ST_MakeEnvelope({', '.join(f'{clause.bind(corner)}::float8' for corner in corners)}, 4326)"
    return f"({column} && {envelope} AND ({column} @ {envelope} OR ST_Intersects({column}, {envelope})))"


def _in_interval(clause: Where, interval: Interval) -> None:
    start = "coalesce(v.actual_start, v.planned_start)"
    end = "coalesce(v.actual_end, v.planned_end)"
    clause.add(f"coalesce({start}, {end}) IS NOT NULL")
    if interval.start is not None:
        clause.add(f"greatest(coalesce({end}, 'infinity'), {start}) >= {clause.bind(interval.start)}::date")
    if interval.end is not None:
        clause.add(f"coalesce({start}, '-infinity') <= {clause.bind(interval.end)}::date")
