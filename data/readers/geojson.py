"""GeoJSON: a collection, one feature, one geometry, or features one after the other (newline or RS separated)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.readers.geojsongeometry import check_bbox, geometry_of
from data.readers.jsonwindow import JsonWindow
from data.readers.source import CHUNK, RawRow, Source, Value, in_chunks
from data.readers.texts import encoding_of, head, not_decodable, open_text
from data.rules import Fault, storable
from geo.errors import BadInput

CRS84: Final = "EPSG:4326"
"""The CRS of GeoJSON (RFC 7946, section 4): WGS 84, longitude first, as every geometry here."""
FEATURE_ID: Final = "@id"
"""The column that holds a feature's own `id` member."""
SAMPLE: Final = 1_000

_FOREIGN: Final = {
    "Feature": ("features", "coordinates", "geometries"),
    "FeatureCollection": ("coordinates", "geometry", "geometries", "properties"),
}


@dataclass(slots=True, kw_only=True)
class GeoJsonSource(Source):
    """A GeoJSON text of any size, read feature by feature. `columns` are those of its first 1,000 features."""

    path: Path

    def chunks(self, size: int = CHUNK) -> Iterator[list[RawRow]]:
        """The features in lists of at most `size`. Raises BadInput when the text is not GeoJSON."""
        return in_chunks(self._rows(), size)

    def _rows(self) -> Iterator[RawRow]:
        number = 0
        try:
            with open_text(self.path, self.encoding or "utf-8-sig") as text:
                for number, feature in enumerate(_features(JsonWindow(text), self.crs), 1):
                    yield _row(number, feature)
        except UnicodeDecodeError as error:
            raise not_decodable(self.path, self.encoding or "utf-8", error) from error
        except BadInput as error:
            raise BadInput(f"{self.path.name}, after feature {number}: {error}") from error
        except (OSError, EOFError) as error:
            raise BadInput(f"The file {self.path.name} is not a whole gzip file.") from error


def open_geojson(path: Path, *, encoding: str | None, crs: str | None) -> GeoJsonSource:
    """Open a GeoJSON text. Its CRS is WGS 84 unless it names another (GeoJSON of 2008) or the caller does."""
    code = encoding_of(head(path, 4), encoding)
    source = GeoJsonSource(
        format="geojson", columns=(), crs=crs or _named_crs(path, code), encoding=code, has_geometry=True, path=path
    )
    names: dict[str, None] = {}
    for row in next(source.chunks(SAMPLE), []):
        names.update(dict.fromkeys(row.values))
        source.geometry_type = source.geometry_type or (row.geometry.geom_type if row.geometry else None)
    source.columns = tuple(names)
    return source


def _named_crs(path: Path, encoding: str) -> str:
    """The CRS that the text names before its first feature, else WGS 84."""
    try:
        with open_text(path, encoding) as text:
            window = JsonWindow(text)
            for name in window.members() if window.peek() == "{" else ():
                if name == "features":
                    break
                value = window.value()
                if name == "crs":
                    return _crs_name(value)
    except (BadInput, UnicodeDecodeError, OSError, EOFError):
        return CRS84  # the fault is told with its row when the rows are read
    return CRS84


def _crs_name(value: object) -> str:
    properties = value.get("properties") if isinstance(value, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return CRS84
    return CRS84 if name.upper().endswith("CRS84") else name


def _features(window: JsonWindow, crs: str | None) -> Iterator[Any]:
    if window.peek() != "{":
        raise BadInput("a GeoJSON text begins with an object.")
    yield from _first(window, crs)
    while window.peek():
        yield window.value()


def _first(window: JsonWindow, crs: str | None) -> Iterator[Any]:
    members: dict[str, Any] = {}
    for name in window.members():
        if name in members:
            raise BadInput(f"the member {name!r} stands twice.")
        if name == "features" and window.peek() == "[":
            members[name] = []
            yield from window.items()
        else:
            members[name] = window.value()
        if name == "crs" and "features" in members and _crs_name(members[name]) != crs:
            raise BadInput(f"its CRS, {_crs_name(members[name])}, stands after its features; say it with crs.")
    if members.get("type") != "FeatureCollection" and members.get("features") is None:
        yield members
    else:
        _check_collection(members)


def _check_collection(members: Mapping[str, Any]) -> None:
    if members.get("type") != "FeatureCollection":
        raise BadInput(f"an object with features has the type FeatureCollection, not {members.get('type')!r}.")
    if not isinstance(members.get("features"), list):
        raise BadInput("a FeatureCollection has a list of features.")
    if foreign := [name for name in _FOREIGN["FeatureCollection"] if name in members]:
        raise BadInput(f"a FeatureCollection has no member {foreign[0]!r} (RFC 7946, section 7.1).")


def _row(number: int, feature: object) -> RawRow:
    """A row of one feature, or of one bare geometry."""
    if not isinstance(feature, dict):
        return RawRow(number, {}, None, "A feature is an object.", "row.form")
    values = _values(feature)
    try:
        if feature.get("type") == "Feature":
            _check_feature(feature)
            return RawRow(number, values, _geometry(feature["geometry"]))
        if "geometry" in feature:
            raise Fault("row.form", f"The type of a feature is 'Feature', not {feature.get('type')!r}.")
        return RawRow(number, values, geometry_of(feature))
    except Fault as fault:
        return RawRow(number, values, None, str(fault), fault.rule)


def _geometry(value: Any) -> BaseGeometry | None:  # noqa: ANN401
    # Points are most of what cities send: no need to ask the whole table of types.
    if type(value) is dict and len(value) == 2 and value.get("type") == "Point":
        position = value.get("coordinates")
        if type(position) is list and len(position) == 2 and type(position[0]) is type(position[1]) is float:
            return shapely.Point(np.array(position))
    return geometry_of(value)


def _check_feature(feature: Mapping[str, Any]) -> None:
    for name in ("geometry", "properties"):
        if name not in feature:
            raise Fault("row.form", f"A feature has a member {name!r}; it may be null.")
    if foreign := [name for name in _FOREIGN["Feature"] if name in feature]:
        raise Fault("row.form", f"A feature has no member {foreign[0]!r} (RFC 7946, section 7.1).")
    if not isinstance(feature["properties"], dict | None):
        raise Fault("row.form", "A feature's properties are an object or null.")
    identifier = feature.get("id")
    if isinstance(identifier, (dict, list, bool)):
        raise Fault("row.form", "A feature's id is a text or a number.", value=identifier)
    check_bbox(feature)


def _values(feature: Mapping[str, Any]) -> dict[str, Value]:
    properties = feature.get("properties")
    values = (
        {storable(name): _plain(value) for name, value in properties.items()} if isinstance(properties, dict) else {}
    )
    if "id" in feature:
        values[FEATURE_ID] = _plain(feature["id"])
    return values


def _plain(value: Any) -> Value:  # noqa: ANN401
    """The value with decimals too long for a float as text, so that no digit is lost; no NUL, no lone surrogate."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {storable(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    plain: Value = value
    return plain
