"""KML 2.2: a placemark for each feature; whatever comes from data is text, never markup."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import quoteattr

import shapely
from shapely.geometry.base import BaseGeometry

from data.exports.columns import AS_JSON, Column, Kind
from data.exports.rows import Row, names_text
from data.exports.source import Source
from data.markup import text
from geo.details import exact_json

PUBLIC_ID: Final = "public_id"
_SUMMARY: Final = ("status", "category", "agency_name", "boundary_set", "code", "class", "state")
_TYPES: Final = {Kind.INTEGER: "int", Kind.NUMBER: "double", Kind.FLAG: "bool"}


def write_kml(source: Source, target: Path) -> list[str]:
    """One folder of placemarks with all their facts as extended data."""
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_head(source))
        for batch in source.batches():
            file.writelines(_placemark(row, source.about.columns) for row in batch)
        file.write("</Folder>\n</Document>\n</kml>\n")
    return [f"The column id is called {PUBLIC_ID}."]


def described(value: object) -> str:
    """A value in a description, which viewers read as HTML: escaped for that first."""
    return text(html.escape(str(value), quote=False))


def _head(source: Source) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
    yield f"<name>{text(source.title)}</name>\n<description>{described(source.about.credits)}</description>\n"
    yield '<Schema id="facts">\n'
    for column in source.about.columns:
        kind = _TYPES.get(column.kind, "string")
        shown = f"<displayName>{text(column.description)}</displayName>"
        yield f'<SimpleField name={quoteattr(_name(column))} type="{kind}">{shown}</SimpleField>\n'
    yield f"</Schema>\n<Folder>\n<name>{text(source.about.collection)}</name>\n"


def _placemark(row: Row, columns: Sequence[Column]) -> str:
    facts = "".join(_fact(row, column) for column in columns)
    name = row.facts.get("title") or row.facts.get("name") or row.id
    sample = "[sample] " if row.facts.get("sample") else ""
    return (
        f"<Placemark>\n<name>{described(f'{sample}{name}')}</name>\n"
        f"<description>{described(_summary(row))}</description>\n"
        f'<ExtendedData><SchemaData schemaUrl="#facts">{facts}</SchemaData></ExtendedData>\n'
        f"{_geometry(row.footprint)}</Placemark>\n"
    )


def _summary(row: Row) -> str:
    """A line for a balloon."""
    said = [row.facts.get(name) for name in _SUMMARY]
    return " · ".join(str(one) for one in (row.id, *said) if one)


def _fact(row: Row, column: Column) -> str:
    value = row.facts.get(column.name)
    if value is None or (value in ([], {}) and column.kind is not Kind.SECTION):
        return ""
    shown = exact_json(value) if column.kind in AS_JSON else _plain(value)
    return f"<SimpleData name={quoteattr(_name(column))}>{text(shown)}</SimpleData>"


def _name(column: Column) -> str:
    """The column's name; readers take `id` for something of KML's own."""
    return PUBLIC_ID if column.name == "id" else column.name


def _plain(value: Any) -> str:  # noqa: ANN401 - any JSON value
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return ";".join(value)
        case dict():
            return names_text(value)
        case _:
            return str(value)


def _geometry(shape: BaseGeometry | None) -> str:
    if shape is None:
        return ""
    match shape.geom_type:
        case "Point":
            return f"<Point>{_coordinates(shape)}</Point>\n"
        case "LineString":
            return f"<LineString><tessellate>1</tessellate>{_coordinates(shape)}</LineString>\n"
        case "Polygon":
            return f"<Polygon>{_rings(shape)}</Polygon>\n"
        case _:
            inner = "".join(_geometry(part) for part in shapely.get_parts(shape))
            return f"<MultiGeometry>{inner}</MultiGeometry>\n"


def _rings(polygon: BaseGeometry) -> str:
    outer, *inner = shapely.get_rings(polygon)
    holes = "".join(f"<innerBoundaryIs>{_ring(one)}</innerBoundaryIs>" for one in inner)
    return f"<outerBoundaryIs>{_ring(outer)}</outerBoundaryIs>{holes}"


def _ring(ring: BaseGeometry) -> str:
    return f"<LinearRing>{_coordinates(ring)}</LinearRing>"


def _coordinates(shape: BaseGeometry) -> str:
    points = " ".join(f"{x!r},{y!r}" for x, y in shapely.get_coordinates(shape).tolist())
    return f"<coordinates>{points}</coordinates>"
