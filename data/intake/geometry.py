"""Geometries of pushes: GeoJSON in a CRS that is named, to checked footprints in EPSG:4326."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
from shapely.geometry.base import BaseGeometry

from data.checks.footprints import footprints
from data.checks.locations import Located
from data.crs import WGS84, resolve
from data.readers.geojsongeometry import geometry_of
from data.rules import Reason
from geo.city import City
from geo.errors import BadInput

CRS: Final = (
    r"^(EPSG:\d{4,6}|(OGC:)?CRS84|urn:ogc:def:crs:(EPSG::\d{4,6}|OGC:(1\.3)?:CRS84)"
    r"|https?://www\.opengis\.net/def/crs/(EPSG/0/\d{4,6}|OGC/1\.3/CRS84))$"
)
Sent = tuple[Any, str | None]
"""A geometry as JSON (or None), and the CRS that it names (or None)."""
Placed = tuple[BaseGeometry | None, Reason | None]
"""A footprint in EPSG:4326 (or None), and why it is held (or None)."""


def placed(sent: Sequence[Sent], city: City) -> list[Placed]:
    """Footprints of as many projects, in their order; those of one CRS are checked together."""
    found: list[Placed] = [(None, None)] * len(sent)
    groups: dict[str, list[int]] = {}
    for n, (geometry, crs) in enumerate(sent):
        if geometry is not None:
            groups.setdefault(crs_name(crs), []).append(n)
    for crs, places in groups.items():
        shapes = _of_one_crs([sent[n][0] for n in places], crs, city)
        for n, shape in zip(places, shapes, strict=True):
            found[n] = shape
    return found


def crs_name(crs: str | None) -> str:
    """The `EPSG:…` name of a CRS; CRS84 is EPSG:4326 here, where x always comes first."""
    if crs is None or crs.endswith("CRS84"):
        return WGS84
    return "EPSG:" + crs.rpartition(":")[2].rpartition("/")[2]


def plain(value: Any) -> Any:  # noqa: ANN401 - nested JSON of any depth
    """The geometry with its exact decimals as floats."""
    match value:
        case list():
            return [plain(inner) for inner in value]
        case dict():
            return {name: plain(inner) for name, inner in value.items()}
        case Decimal():
            return float(value)
        case _:
            return value


def _of_one_crs(geometries: list[Any], crs: str, city: City) -> list[Placed]:
    try:
        resolve(crs)
        shapes = np.fromiter((geometry_of(plain(geometry)) for geometry in geometries), dtype=object)
        located = Located(shapes, {}, crs)
        found = footprints(located, city)
    except BadInput as refused:
        return [(None, Reason("crs.refused", "crs", crs, str(refused)))] * len(geometries)
    return [(found[n], located.reasons.get(n)) for n in range(len(geometries))]
