"""The roads of a city from a file of any format that can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.checks.footprints import footprints
from data.checks.locations import Located
from data.mapping.cells import text_of
from data.readers import RawRow, open_source
from geo.city import City
from geo.errors import BadInput
from geo.roads import Road
from geo.values import clean, name_in

NAMES: Final = ("name", "name:vi", "ten", "tenduong", "street", "street_name", "full_stree", "road_name")
CLASSES: Final = ("highway", "class", "fclass", "road_class", "rw_type", "loai", "functional_class")
"""What columns of names and of classes are called, if nobody says it."""


def read_roads(
    path: Path, city: City, *, name: str | None, road_class: str | None, layer: str | None, crs: str | None
) -> tuple[list[Road], int]:
    """The roads of a file, and how many rows were left out since they have no line within the city.

    `name` and `road_class` are columns; they are guessed where they are not said. Raises BadInput.
    """
    with open_source(path, layer=layer, crs=crs) as source:
        columns = (_column(source.columns, name, NAMES), _column(source.columns, road_class, CLASSES))
        chunks = [_roads(rows, source.crs, city, columns) for rows in source.chunks()]
    roads = [road for chunk in chunks for road in chunk if road is not None]
    if not roads:
        raise BadInput(f"{path.name} holds no line within {name_in(city.names, 'en')}.")
    return roads, sum(road is None for chunk in chunks for road in chunk)


def _roads(
    rows: list[RawRow], crs: str | None, city: City, columns: tuple[str | None, str | None]
) -> list[Road | None]:
    shapes = np.fromiter((row.geometry for row in rows), dtype=object, count=len(rows))
    found = footprints(Located(shapes, {}, crs or "EPSG:4326"), city)
    return [_road(row, shape, columns) for row, shape in zip(rows, found, strict=True)]


def _road(row: RawRow, shape: BaseGeometry | None, columns: tuple[str | None, str | None]) -> Road | None:
    if shape is None or shapely.get_dimensions(shape) != 1:
        return None
    name, road_class = (_told(row, column) for column in columns)
    return Road(name=name, road_class=road_class, line=shape)


def _told(row: RawRow, column: str | None) -> str | None:
    value = row.values.get(column) if column else None
    return clean(text_of(value)) or None if value is not None else None


def _column(columns: tuple[str, ...], said: str | None, usual: tuple[str, ...]) -> str | None:
    if said is not None:
        if said not in columns:
            raise BadInput(f"The file has no column {said!r}; it has {', '.join(columns)}.")
        return said
    return next((column for column in columns if column.lower() in usual), None)
