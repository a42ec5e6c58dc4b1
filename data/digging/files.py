"""Plans in a file of any format that can be read: one row a plan."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from data.crs import to_wgs84
from data.digging.plans import DAYS, Plan, read_plan
from data.intake.findings import Untypable
from data.readers import RawRow, open_source
from geo.city import City
from geo.errors import BadInput
from geo.overlaps.sites import Site

_MEMBERS: Final = tuple(name for name in Plan.model_fields if name not in {"geometry", "crs", "budget", "ground"})
_MIDNIGHT: Final = re.compile(r"T00:00:00(\.0+)?(Z|\+00:00)?$")
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
            yield (row.number, *read_plan(_members(row, _located(row.geometry, crs), days), city))
        except Untypable as cause:
            first = cause.findings[0]
            raise BadInput(f"Row {row.number}: {first.pointer}: {first.message}") from cause


def _located(shape: BaseGeometry, crs: str | None) -> BaseGeometry:
    """The geometry in EPSG:4326. What has no place there is infinite: the check of footprints refuses it."""
    return shape if crs is None else shapely.transform(shape, lambda points: to_wgs84(points, crs))


def _members(row: RawRow, shape: BaseGeometry, days: Days) -> dict[str, Any]:
    told = {name: _said(name, row.values[name]) for name in _MEMBERS if row.values.get(name) not in (None, "")}
    usual = {name: day.isoformat() for name, day in zip(("start", "end"), days, strict=True) if day}
    return usual | told | {"geometry": json.loads(shapely.to_geojson(shape), parse_float=Decimal)}


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - a cell of any type
    """A cell as text: a code may be a number there, and a day an instant at midnight."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _MIDNIGHT.sub("", str(value)) if name in DAYS else str(value)
