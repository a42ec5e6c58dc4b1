"""Shapefiles in a zip: one for each class of geometry, since a shapefile can hold only one."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry import LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data.exports.arrow import Reshape, Table
from data.exports.columns import AS_JSON, Column, Kind
from data.exports.packing import pack
from data.exports.rows import FOOTPRINT, Row, footprints, names_text, rows, spooled
from data.exports.source import Source
from data.readers.gdal import pyogrio

WIDEST: Final = 254
"""Bytes of a text in a DBF file at most."""
LARGEST: Final = 2**31 - 1
"""Bytes that every program can read of a file; GDAL reads beyond, others count with 31 bits."""
_SHORT: Final = "Names of columns have ten letters at most; README.txt in the zip says which is which."
_SECTIONS: Final = "Sections of details do not fit: their counts and sums are here, all of them in the other formats."
_AS_TEXT: Final = frozenset({Kind.LIST, Kind.NAMES, Kind.MONEY, Kind.INSTANT})


@dataclass(frozen=True, slots=True)
class _Class:
    """A file of the zip: `kind` is GDAL's type, `dimension` that of its geometries (None: without geometry)."""

    name: str
    dimension: int | None
    kind: str | None


@dataclass(slots=True)
class _Cut:
    """Which columns had texts that were cut, and how many."""

    columns: Counter[str] = field(default_factory=Counter)

    def cut(self, column: str, text: str) -> str:
        """The text in at most 254 bytes."""
        encoded = text.encode()
        if len(encoded) <= WIDEST:
            return text
        self.columns[column] += 1
        return encoded[:WIDEST].decode(errors="ignore")


def write_shapefile(source: Source, target: Path) -> list[str]:
    """Points, lines, areas and what has no place, each where there is any; `README.txt` says what is lost."""
    folder = target.with_suffix(".parts")
    folder.mkdir()
    counts, cuts = Counter[str](), _Cut()
    for place, one in enumerate(_classes(source)):
        counts[one.name] = _write(source, folder, one, cuts, first=place == 0)
    notes = [_SHORT, *_left_out(source), *_said(cuts), *_too_large(folder)]
    (folder / "README.txt").write_text(_readme(source, counts, notes), encoding="utf-8", newline="\r\n")
    pack(folder, target, source.about.instant)
    return notes


def _classes(source: Source) -> list[_Class]:
    kinds = source.survey.kinds
    mixed = "GeometryCollection" in kinds
    single = not mixed and "MultiPoint" not in kinds
    found = []
    if mixed or kinds & {"Point", "MultiPoint"} or not source.survey.count:
        found.append(_Class("points", 0, "Point" if single else "MultiPoint"))
    if mixed or kinds & {"LineString", "MultiLineString"}:
        found.append(_Class("lines", 1, "LineString"))
    if mixed or kinds & {"Polygon", "MultiPolygon"}:
        found.append(_Class("areas", 2, "Polygon"))
    if source.survey.unmapped:
        found.append(_Class("unmapped", None, None))
    return found


def _write(source: Source, folder: Path, one: _Class, cuts: _Cut, *, first: bool) -> int:
    columns = [replace(column, kind=Kind.TEXT) if column.kind in _AS_TEXT else column for column in _columns(source)]
    footprint = None if one.dimension is None else FOOTPRINT
    table = Table(columns, footprint=footprint, reshape=_reshape(one), short=True)
    counted = Counter[str]()
    stream = table.stream(_rows(source, one, cuts, counted, first=first))
    suffix = "dbf" if one.dimension is None else "shp"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of what is cut; said in our own words
        pyogrio().raw.write_arrow(
            stream,
            folder / f"{source.about.collection}_{one.name}.{suffix}",
            driver="ESRI Shapefile",
            geometry_name=footprint,
            geometry_type=one.kind,
            crs="EPSG:4326",
            layer_options={"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": f"{source.about.instant:%Y-%m-%d}"},
        )
    return counted.total()


def _rows(source: Source, one: _Class, cuts: _Cut, counted: Counter[str], *, first: bool) -> Iterator[list[Row]]:
    """The rows of a class; progress is told once, although the spool is read for each class."""
    for texts in source.texts() if first else spooled(source.spool):
        places = zip(texts, footprints(texts), strict=True)
        kept = rows([text for text, footprint in places if _belongs(footprint, one.dimension)])
        counted["rows"] += len(kept)
        yield [Row(_narrow(row, _columns(source), cuts), row.footprint) for row in kept]


def _columns(source: Source) -> tuple[Column, ...]:
    """The columns without those whose JSON would be cut in the middle."""
    return tuple(column for column in source.about.columns if column.kind not in AS_JSON)


def _left_out(source: Source) -> list[str]:
    columns = source.about.columns
    others = [f"{one.name} does not fit: it is in the other formats." for one in columns if one.kind is Kind.JSON]
    return ([_SECTIONS] if any(one.kind is Kind.SECTION for one in columns) else []) + others


def _belongs(shape: BaseGeometry | None, dimension: int | None) -> bool:
    if shape is None or dimension is None:
        return shape is None and dimension is None
    if shape.geom_type != "GeometryCollection":
        return int(shapely.get_dimensions(shape)) == dimension
    return bool(_parts(shape, dimension))


def _parts(shape: BaseGeometry, dimension: int) -> list[BaseGeometry]:
    """The simple geometries of a dimension in a geometry of any kind."""
    parts = shapely.get_parts(shape)
    nested = [one for part in parts for one in (_parts(part, dimension) if hasattr(part, "geoms") else [part])]
    return [part for part in nested if shapely.get_dimensions(part) == dimension]


def _reshape(one: _Class) -> Reshape:
    """Each geometry as its parts of the class; a single point stays one only where all are."""

    def reshaped(shape: BaseGeometry | None) -> BaseGeometry | None:
        if shape is None or one.dimension is None:
            return None
        parts = _parts(shape, one.dimension)
        if one.dimension == 0:
            return parts[0] if one.kind == "Point" else MultiPoint(shapely.get_coordinates(parts))
        return shape if shape.geom_type != "GeometryCollection" else _joined(parts, one.dimension)

    return reshaped


def _joined(parts: list[BaseGeometry], dimension: int) -> BaseGeometry:
    lines = [part for part in parts if isinstance(part, LineString)]
    areas = [part for part in parts if isinstance(part, Polygon)]
    return MultiLineString(lines) if dimension == 1 else MultiPolygon(areas)


def _narrow(row: Row, columns: tuple[Column, ...], cuts: _Cut) -> dict[str, Any]:
    """The facts, those that become text in at most 254 bytes."""
    facts = dict(row.facts)
    for column in columns:
        value = facts.get(column.name)
        if value is None or column.kind in {Kind.DATE, Kind.INTEGER, Kind.NUMBER, Kind.FLAG}:
            continue
        facts[column.name] = cuts.cut(column.name, _one_text(value))
    return facts


def _one_text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return ";".join(value) if isinstance(value, list) else names_text(value) if isinstance(value, dict) else str(value)


def _said(cuts: _Cut) -> list[str]:
    return [f"{count} texts of {name} were cut to {WIDEST} bytes." for name, count in sorted(cuts.columns.items())]


def _too_large(folder: Path) -> list[str]:
    names = [path.name for path in sorted(folder.iterdir()) if path.stat().st_size > LARGEST]
    return [f"{name} is larger than 2 GiB, which many programs cannot read; take another format." for name in names]


def _readme(source: Source, counts: Counter[str], notes: list[str]) -> str:
    files = [f"{source.about.collection}_{name}: {count} features" for name, count in counts.items()]
    lines = [source.title, source.about.credits, "", *files, "", *notes, ""]
    lines += [f"{one.short} ({one.name}): {one.description}" for one in _columns(source)]
    return "\n".join(lines) + "\n"
