"""The pairs of published works that concern each other, as GeoJSON features: where they share ground, or meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from shapely.geometry.base import BaseGeometry

from geo.crs import CRS84, Crs
from geo.filters.overlaps import OVERLAPS
from geo.items import (
    Asked,
    Condition,
    Page,
    Selecting,
    SortKey,
    Source,
    Where,
    in_box,
    in_shape,
    read_feature,
    read_page,
)
from geo.periods import Interval
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Bbox

SOURCE: Final = Source(
    now="published.overlap AS o",
    key=(SortKey("o.id", "text", unique=True),),
    known_as="o.id = {id}::text",
    feature=query("overlaps/feature").replace("{state}", query("overlaps/state").replace("{today}", "$2")),
    geometry="o.ground",
    takes=("language", "today"),
    always=("withheld",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapSelection:
    """Every condition that is given must hold; within one, any value may. Each interval is met by the period.

    `today` is the date on which the states are asked. `as_of` is the number of an earlier publication, whose state is
    asked.
    """

    today: date
    bbox: Bbox | None = None
    area: BaseGeometry | None = None
    intervals: tuple[Interval, ...] = ()
    classes: frozenset[str] | None = None
    states: frozenset[str] | None = None
    agencies: frozenset[str] | None = None
    districts: frozenset[str] | None = None
    projects: frozenset[str] | None = None
    as_of: int | None = None
    conditions: tuple[Condition, ...] = ()


async def overlap_feature(
    pool: ReadPool, overlap_id: str, *, language: str, today: date, crs: Crs = CRS84, as_of: int | None = None
) -> bytes:
    """One pair, by its id `one~other`. Raises NotFound."""
    return await read_feature(pool, SOURCE, overlap_id, language=language, today=today, crs=crs, as_of=as_of)


async def overlap_page(pool: ReadPool, selection: OverlapSelection, asked: Asked) -> Page:
    """A page of the pairs of a selection."""
    selecting = Selecting(
        select=lambda clause: demand(clause, selection),
        gather=selection.bbox is not None or selection.area is not None,
        as_of=selection.as_of,
    )
    return await read_page(pool, SOURCE, selecting, asked)


def demand(clause: Where, selection: OverlapSelection) -> None:
    """Demand what a selection does of `published.overlap AS o`."""
    if selection.bbox:
        clause.add(in_box(clause, "o.ground", selection.bbox))
    if selection.area is not None:
        clause.add(in_shape(clause, "o.ground", selection.area))
    for interval in selection.intervals:
        _in_interval(clause, interval)
    state = f"({OVERLAPS['state'].sql})"
    for texts, condition in (
        (selection.classes, "o.kind = ANY ({array})"),
        (selection.states, f"{state} = ANY ({{array}})"),
        (selection.agencies, "o.agencies && {array}"),
        (selection.districts, "o.districts && {array}"),
        (selection.projects, OVERLAPS["works"].shares or ""),
    ):
        if texts is not None:
            _of_any(clause, condition, sorted(texts), selection.today)
    clause.demand(selection.conditions)


def _of_any(clause: Where, condition: str, texts: list[str], today: date) -> None:
    array = f"{clause.bind(texts)}::text[]"
    dated = condition.replace("{today}", clause.bind(today)) if "{today}" in condition else condition
    clause.add(dated.replace("{array}", array))


def _in_interval(clause: Where, interval: Interval) -> None:
    """A pair whose works have no dates matters at no time; a period that is open ends or begins at any."""
    clause.add("(o.period_start IS NOT NULL OR o.period_end IS NOT NULL)")
    if interval.start is not None:
        clause.add(f"coalesce(o.period_end, 'infinity') >= {clause.bind(interval.start)}::date")
    if interval.end is not None:
        clause.add(f"coalesce(o.period_start, '-infinity') <= {clause.bind(interval.end)}::date")
