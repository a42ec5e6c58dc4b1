"""Plans in a file of any format that can be read: one row a plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from data.digging.plans import Plan, read_plan
from data.intake.findings import Untypable
from data.readers import RawRow, open_source
from geo.city import City
from geo.errors import BadInput
from geo.overlaps.sites import Site

_MEMBERS: Final = tuple(name for name in Plan.model_fields if name not in {"geometry", "crs", "budget", "ground"})
Days = tuple[date | None, date | None]
Read = tuple[int, Plan, Site, BaseGeometry]
"""The number of the row, what it says, the same as the rules look at it, and its footprint in EPSG:4326."""


def plans_of(
    path: Path, city: City, *, layer: str | None, crs: str | None, days: tuple[date | None, date | None]
) -> list[Read]:
    """The plans of a file; columns are named as the members of a plan, `days` are those of rows that give none.

    Raises BadInput naming the row, the member and what is wrong with it.
    """
    with open_source(path, layer=layer, crs=crs) as source:
        rows = [row for chunk in source.chunks() for row in chunk]
        return list(_read(rows, source.crs, city, days))


def _read(rows: list[RawRow], crs: str | None, city: City, days: Days) -> Iterator[Read]:
    for row in rows:
        if row.geometry is None:
            raise BadInput(f"Row {row.number}: {row.fault or 'a plan needs a geometry'}.")
        try:
            yield (row.number, *read_plan(_members(row, row.geometry, crs, days), city))
        except Untypable as cause:
            first = cause.findings[0]
            raise BadInput(f"Row {row.number}: {first.pointer}: {first.message}") from cause


def _members(row: RawRow, shape: BaseGeometry, crs: str | None, days: Days) -> dict[str, Any]:
    told = {name: row.values[name] for name in _MEMBERS if row.values.get(name) not in (None, "")}
    usual = {name: day.isoformat() for name, day in zip(("start", "end"), days, strict=True) if day}
    return (
        usual
        | told
        | {"geometry": json.loads(shapely.to_geojson(shape), parse_float=Decimal)}
        | ({"crs": crs} if crs else {})
    )
