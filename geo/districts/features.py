"""Districts as GeoJSON text, made by the database and passed through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from shapely.geometry.base import BaseGeometry

from geo.crs import CRS84, Crs
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
    now="published.district AS d JOIN published.boundary_set AS b ON b.code = d.set_code",
    key=(SortKey("d.id", "text", unique=True),),
    known_as="d.id = {id}::text",
    feature=query("districts/feature"),
    geometry="d.boundary",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictSelection:
    """Every condition that is given must hold; `interval` is met by a district's validity, `area` by touching it.

    `as_of` is the number of an earlier publication, whose state is asked.
    """

    bbox: Bbox | None = None
    area: BaseGeometry | None = None
    interval: Interval | None = None
    sets: frozenset[str] | None = None
    as_of: int | None = None
    conditions: tuple[Condition, ...] = ()


async def district_feature(
    pool: ReadPool, district_id: str, *, language: str, today: date, crs: Crs = CRS84, as_of: int | None = None
) -> bytes:
    """One district as a GeoJSON feature. Raises NotFound."""
    return await read_feature(pool, SOURCE, district_id, language=language, today=today, crs=crs, as_of=as_of)


async def district_page(pool: ReadPool, selection: DistrictSelection, asked: Asked) -> Page:
    """A page of districts."""
    selecting = Selecting(select=lambda clause: _demand(clause, selection), as_of=selection.as_of)
    return await read_page(pool, SOURCE, selecting, asked)


def _demand(clause: Where, selection: DistrictSelection) -> None:
    if selection.bbox:
        clause.add(in_box(clause, "d.boundary", selection.bbox))
    if selection.area is not None:
        clause.add(in_shape(clause, "d.boundary", selection.area))
    if selection.sets is not None:
        clause.add(f"d.set_code = ANY ({clause.bind(sorted(selection.sets))}::text[])")
    if selection.interval is not None:
        _in_interval(clause, selection.interval)
    clause.demand(selection.conditions)


def _in_interval(clause: Where, interval: Interval) -> None:
    if interval.start is not None:
        bound = clause.bind(interval.start)
        clause.add(f"coalesce(d.valid_to, b.valid_to, 'infinity') >= {bound}::date")
    if interval.end is not None:
        bound = clause.bind(interval.end)
        clause.add(f"coalesce(d.valid_from, b.valid_from, '-infinity') <= {bound}::date")
