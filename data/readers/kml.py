"""KML: the placemarks of a document. Styles, overlays and network links are not followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from shapely import LinearRing, LineString, Point, Polygon
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from data.readers.gathering import side_by_side
from data.readers.source import CHUNK, RawRow, Source, Value, in_chunks
from data.readers.texts import head, open_bytes
from geo.errors import BadInput

_PLAIN: Final = ("name", "description", "address", "phoneNumber")
_COLUMNS: Final = {"name": "Name"}
_BLOCK: Final = 2**16


@dataclass(slots=True, kw_only=True)
class KmlSource(Source):
    """A KML document; columns are `Name`, `description` and the extended data. Coordinates are WGS 84."""

    path: Path

    def chunks(self, size: int = CHUNK) -> Iterator[list[RawRow]]:
        """The placemarks in lists of at most `size`. Raises BadInput when the text is no KML or names entities."""
        return in_chunks(self._rows(), size)

    def _rows(self) -> Iterator[RawRow]:
        with open_bytes(self.path) as file:
            try:
                for number, placemark in enumerate(_placemarks(file), 1):
                    yield _row(number, placemark)
            except (ParseError, OSError, EOFError) as error:
                raise BadInput(f"The file {self.path.name} is not whole XML: {error}.") from error


def open_kml(path: Path, *, layer: str | None, crs: str | None) -> KmlSource:
    """Open a KML document. Other XML (GML, GDAL's virtual format) is refused, and so is a document type."""
    del layer
    start = head(path)
    if b"<kml" not in start:
        raise BadInput(f"The file {path.name} is XML but not KML; other XML formats are not read.")
    source = KmlSource(format="kml", columns=(), crs=crs or "EPSG:4326", encoding="utf-8", has_geometry=True, path=path)
    names: dict[str, None] = {}
    for row in next(source.chunks(), []):
        names.update(dict.fromkeys(row.values))
        source.geometry_type = source.geometry_type or (row.geometry.geom_type if row.geometry else None)
    source.columns = tuple(names)
    return source


class _Builder:
    """Builds one element tree per placemark and forgets it; refuses document types and so all entities."""

    def __init__(self) -> None:
        self.done: list[Element] = []
        self._stack: list[Element] = []
        self._text: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._text.clear()
        if self._stack or tag == "Placemark":
            if len(self._stack) > 50:
                raise BadInput("The KML is nested too deeply.")
            element = Element(tag, attributes)
            if self._stack:
                self._stack[-1].append(element)
            self._stack.append(element)

    def _end(self, name: str) -> None:
        if self._stack:
            element = self._stack.pop()
            element.text = "".join(self._text)
            if not self._stack:
                self.done.append(element)
        self._text.clear()

    def _doctype(self, *_: object) -> None:
        raise BadInput("The KML has a document type (DTD), which is not read.")


def _placemarks(file: IO[bytes]) -> Iterator[Element]:
    builder = _Builder()
    try:
        while block := file.read(_BLOCK):
            builder.parser.Parse(block)
            yield from builder.done
            builder.done.clear()
        builder.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ParseError(str(error)) from error


def _row(number: int, placemark: Element) -> RawRow:
    values = dict(_values(placemark))
    shapes = [child for child in placemark if child.tag in _SHAPES]
    try:
        parts = [shape for element in shapes for shape in _shapes(element)]
    except (ValueError, GEOSException) as error:
        return RawRow(number, values, None, f"The footprint is not KML: {error}.")
    return RawRow(number, values, side_by_side(parts) if parts else None)


def _values(placemark: Element) -> Iterator[tuple[str, Value]]:
    if "id" in placemark.attrib:
        yield "@id", placemark.attrib["id"]
    for name in _PLAIN:
        child = placemark.find(name)
        if child is not None:
            yield _COLUMNS.get(name, name), child.text or None
    for name in ("begin", "end", "when"):
        child = placemark.find(f".//{name}")
        if child is not None:
            yield name, child.text or None
    for data in placemark.iterfind("ExtendedData/Data"):
        yield data.get("name", ""), data.findtext("value") or None
    for simple in placemark.iterfind("ExtendedData/SchemaData/SimpleData"):
        yield simple.get("name", ""), simple.text or None


def _shapes(element: Element) -> Iterator[BaseGeometry]:
    if element.tag == "MultiGeometry":
        for child in element:
            if child.tag in _SHAPES:
                yield from _shapes(child)
        return
    if element.tag == "Polygon":
        holes = [_positions(ring) for ring in element.iterfind("innerBoundaryIs/LinearRing")]
        shell = element.find("outerBoundaryIs/LinearRing")
        yield Polygon(_positions(shell) if shell is not None else None, holes)
        return
    positions = _positions(element)
    if element.tag == "Point":
        yield Point(*positions)
    else:
        yield (LinearRing if element.tag == "LinearRing" else LineString)(positions)


_SHAPES: Final = frozenset({"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry"})


def _positions(element: Element) -> list[tuple[float, float]]:
    tuples = [text.split(",") for text in (element.findtext("coordinates") or "").split()]
    return [(float(position[0]), float(position[1])) for position in tuples if len(position) > 1]
