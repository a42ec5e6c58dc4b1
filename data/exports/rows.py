"""Features as rows: read line by line from a spool, in the order of their ids, never all at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.details import exact_json

FOOTPRINT: Final = "footprint"
"""The column of the geometry."""
BATCH: Final = 1_000
"""Features that are held in memory at once."""
_GEOMETRY: Final = ',"geometry":'
_PROPERTIES: Final = ',"properties":'


@dataclass(frozen=True, slots=True)
class Row:
    """A feature: `facts` has its properties and id, with numbers that have a point as their digits (text)."""

    facts: dict[str, Any]
    footprint: BaseGeometry | None

    @property
    def id(self) -> str:
        """The public id."""
        return str(self.facts["id"])

    @property
    def withheld(self) -> Sequence[str]:
        """The names of what is withheld."""
        return self.facts.get("withheld") or ()


def spooled(spool: Path, size: int = BATCH) -> Iterator[list[str]]:
    """The features of a spool as texts, a batch at a time; a spool has a feature a line."""
    with spool.open(encoding="utf-8", newline="\n") as lines:
        while batch := [line.rstrip("\n") for line in islice(lines, size)]:
            yield batch


class Digits(str):
    """A number that has a point, as its digits."""

    __slots__ = ()


def rows(texts: Sequence[str]) -> list[Row]:
    """GeoJSON features as rows; coordinates are CRS84."""
    parsed = [json.loads(text, parse_float=Digits) for text in texts]
    return [
        Row(feature["properties"] | {"id": feature["id"]}, shape)
        for feature, shape in zip(parsed, footprints(texts), strict=True)
    ]


def footprints(texts: Sequence[str]) -> list[BaseGeometry | None]:
    """The geometries of GeoJSON features, which take a fraction of the time that all of their facts take."""
    return list(shapely.from_geojson([_geometry(text) for text in texts]))


def _geometry(text: str) -> str | None:
    """The geometry in a feature's text: within a string of JSON every quotation mark has a backslash before it."""
    begin = text.index(_GEOMETRY) + len(_GEOMETRY)
    found = text[begin : text.index(_PROPERTIES, begin)]
    return None if found == "null" else found


def json_text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A value of a row as JSON, its numbers with their digits."""
    return exact_json(_numbers(value))


def _numbers(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    match value:
        case Digits():
            return Decimal(value)
        case list():
            return [_numbers(part) for part in value]
        case dict():
            return {name: _numbers(part) for name, part in value.items()}
        case _:
            return value


def names_text(names: Mapping[str, str]) -> str:
    """Texts by language as JSON."""
    return json.dumps(names, ensure_ascii=False, sort_keys=True)
