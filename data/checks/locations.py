"""Where a row says that its work is: the file's geometry, WKT, EWKB, or two columns of coordinates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from data.mapping import Mapping
from data.mapping.cells import cell_of
from data.mapping.values import number_of
from data.readers import RawRow, Source
from data.rules import Fault, Reason, shown
from geo.errors import BadInput

Geometries: TypeAlias = NDArray[np.object_]
Locate: TypeAlias = Callable[[Sequence[RawRow]], "Located"]

_MILLIONTHS: Final = Decimal(1_000_000)
_HOW: Final = 'Say it: crs = "EPSG:4326" under [file] in the mapping (longitude, latitude), or for example "EPSG:5899".'


@dataclass(slots=True)
class Located:
    """Geometries of a chunk's rows in the CRS, `None` where there is none, and reasons by the row's place in it."""

    geometries: Geometries
    reasons: dict[int, Reason]
    crs: str


def locator(source: Source, mapping: Mapping) -> Locate:
    """The function that locates a chunk's rows. Raises BadInput when no CRS is known."""
    location = mapping.location
    crs = mapping.file.crs or source.crs
    if location.none:
        return lambda rows: Located(np.full(len(rows), None), {}, "EPSG:4326")
    if location.ewkb:
        return _text_locator(mapping, location.ewkb, _from_ewkb, "hexadecimal EWKB", crs)
    if not any(location.columns()) and not source.has_geometry:
        return lambda rows: Located(np.full(len(rows), None), {}, "EPSG:4326")
    if crs is None:
        raise BadInput(f"The file does not say its coordinate reference system. {_HOW}")
    if location.wkt:
        return _text_locator(mapping, location.wkt, _from_wkt, "WKT", crs)
    if location.longitude:
        return _point_locator(mapping, crs)
    return lambda rows: _from_file(rows, crs)


def _from_file(rows: Sequence[RawRow], crs: str) -> Located:
    geometries = np.fromiter((row.geometry for row in rows), dtype=object, count=len(rows))
    reasons = {n: Reason(row.fault_rule, "footprint", None, row.fault) for n, row in enumerate(rows) if row.fault}
    return Located(geometries, reasons, crs)


def _text_locator(
    mapping: Mapping, column: str, parse: Callable[[NDArray[Any]], Geometries], what: str, crs: str | None
) -> Locate:
    cell = cell_of(column, mapping.file, absent=mapping.location)

    def locate(rows: Sequence[RawRow]) -> Located:
        texts = np.fromiter((cell(row.values) for row in rows), dtype=object, count=len(rows))
        geometries = parse(texts)
        told = {int(n) for n in shapely.get_srid(geometries)} - {0, -1}
        lost = np.flatnonzero((texts != None) & shapely.is_missing(geometries))  # noqa: E711
        message = f"The footprint is not {what}."
        reasons = {int(n): Reason("footprint.form", column, shown(texts[n]), message) for n in lost}
        return Located(geometries, reasons, _one_crs(crs, told, any_geometry=len(lost) < len(rows)))

    return locate


def _one_crs(crs: str | None, told: set[int], *, any_geometry: bool) -> str:
    if len(told) > 1:
        raise BadInput(f"The footprints are in several systems (SRID {sorted(told)}); send one file for each.")
    if told and crs is None:
        return f"EPSG:{told.pop()}"
    if crs is None and any_geometry:
        raise BadInput(f"The footprints do not say their coordinate reference system. {_HOW}")
    return crs or "EPSG:4326"


def _from_wkt(texts: NDArray[Any]) -> Geometries:
    geometries: Geometries = shapely.from_wkt(texts, on_invalid="ignore")
    return geometries


def _from_ewkb(texts: NDArray[Any]) -> Geometries:
    plain = [None if text is None else text.removeprefix("\\x") for text in texts]
    geometries: Geometries = shapely.from_wkb(np.array(plain, dtype=object), on_invalid="ignore")
    return geometries


def _point_locator(mapping: Mapping, crs: str) -> Locate:
    read = _coordinate_reader(mapping)

    def locate(rows: Sequence[RawRow]) -> Located:
        pairs = np.full((len(rows), 2), np.nan)
        reasons: dict[int, Reason] = {}
        for n, row in enumerate(rows):
            try:
                pair = read(row)
            except Fault as fault:
                reasons[n] = fault.reason(f"{mapping.location.longitude}, {mapping.location.latitude}")
            else:
                if pair is not None:
                    pairs[n] = pair
        points = np.full(len(rows), None, dtype=object)
        there = np.isfinite(pairs[:, 0])
        points[there] = shapely.points(pairs[there])
        return Located(points, reasons, crs)

    return locate


def _coordinate_reader(mapping: Mapping) -> Callable[[RawRow], tuple[float, float] | None]:
    location, file = mapping.location, mapping.file
    x_cell = cell_of(location.longitude or "", file, absent=location)
    y_cell = cell_of(location.latitude or "", file, absent=location)
    decimal = location.decimal or file.decimal
    thousands = file.thousands if location.thousands is None else location.thousands

    def number(text: str) -> float:
        value = number_of(text, decimal, thousands)
        if value is None or not value.is_finite():
            raise Fault("coordinates.form", "A coordinate is a number.", value=text)
        return float(value / _MILLIONTHS if location.microdegrees and abs(value) > 180 else value)

    def read(row: RawRow) -> tuple[float, float] | None:
        x, y = x_cell(row.values), y_cell(row.values)
        if x is None and y is None:
            return None
        if x is None or y is None:
            raise Fault("coordinates.form", "A longitude and a latitude go together.", value=x or y)
        return number(x), number(y)

    return read
