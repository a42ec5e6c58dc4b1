"""Which projects a reader asks for, as bound SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.codes import Category, Status
from geo.items import Condition, Where, in_box, in_shape
from geo.periods import Interval
from geo.values import Bbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Every condition that is given must hold; within one, any value may.

    `districts` are public ids (`set.code`). `interval` is met by the actual period where it is known, else the current
    planned one, open ends allowed; a project with neither meets none. `mapped` is whether it has a footprint,
    `geometry_class` what that is drawn as. `area` (EPSG:4326) is met by a footprint that touches it. `as_of` is the
    number of an earlier publication, whose state is asked. `conditions` are on `v` (project_now) and `a` (agency);
    `scattered` says that one of them is of space, so that rows are found in no order of use.
    """

    bbox: Bbox | None = None
    area: BaseGeometry | None = None
    interval: Interval | None = None
    districts: frozenset[str] | None = None
    statuses: frozenset[Status] | None = None
    categories: frozenset[Category] | None = None
    agencies: frozenset[str] | None = None
    mapped: bool | None = None
    geometry_class: str | None = None
    as_of: int | None = None
    conditions: tuple[Condition, ...] = ()
    scattered: bool = False


def where(selection: Selection, *first: Any) -> Where:  # noqa: ANN401 - bound parameters
    """The selection as SQL over `v`, with `first` bound before it as $1, $2, ..."""
    clause = Where(list(first))
    demand(clause, selection)
    return clause


def demand(clause: Where, selection: Selection) -> None:
    """Add the conditions of a selection to a clause over `v`."""
    _codes(clause, selection)
    if selection.bbox:
        clause.add(in_box(clause, "v.footprint", selection.bbox))
    if selection.area is not None:
        clause.add(in_shape(clause, "v.footprint", selection.area))
    if selection.interval:
        _in_interval(clause, selection.interval)
    if selection.districts is not None:
        clause.add(
            "EXISTS (SELECT FROM published.district_share AS s WHERE s.project_id = v.project_id "
            f"AND s.version = v.version AND s.district_id = ANY ({clause.bind(sorted(selection.districts))}::text[]))"
        )
    if selection.mapped is not None:
        clause.add(f"v.geometry_class IS {'NOT ' if selection.mapped else ''}NULL")
    if selection.geometry_class is not None:
        clause.add(f"v.geometry_class = {clause.bind(selection.geometry_class)}::text")
    clause.demand(selection.conditions)


def _codes(clause: Where, selection: Selection) -> None:
    columns = (("status", selection.statuses), ("category", selection.categories), ("agency", selection.agencies))
    for column, codes in columns:
        if codes is not None:
            clause.add(_one_of(clause, f"v.{column}", [str(code) for code in codes]))


def _one_of(clause: Where, column: str, codes: list[str]) -> str:
    """One code is asked plainly: an index then gives its rows in the order of their ids, which ANY would lose."""
    if len(codes) == 1:
        return f"{column} = {clause.bind(codes[0])}::text"
    return f"{column} = ANY ({clause.bind(sorted(codes))}::text[])"


def _in_interval(clause: Where, interval: Interval) -> None:
    start = "coalesce(v.actual_start, v.planned_start)"
    end = "coalesce(v.actual_end, v.planned_end)"
    clause.add(f"coalesce({start}, {end}) IS NOT NULL")
    if interval.start is not None:
        clause.add(f"greatest(coalesce({end}, 'infinity'), {start}) >= {clause.bind(interval.start)}::date")
    if interval.end is not None:
        clause.add(f"coalesce({start}, '-infinity') <= {clause.bind(interval.end)}::date")
