"""Reads Mapbox Vector Tiles 2.1, for tests: what the specification says, and nothing of how ours are made."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from shapely import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

EXTENT = 4096


@dataclass(frozen=True)
class Feature:
    """A feature: its attributes, and its geometry in units of the tile, y to the south."""

    properties: dict[str, Any]
    geometry: BaseGeometry


def read_tile(data: bytes) -> dict[str, list[Feature]]:
    """The layers of a tile by name."""
    return dict(_layer(body) for number, body in _fields(data) if number == 3)


def inside(features: list[Feature]) -> list[Feature]:
    """The features that lie in the tile itself, not only in its margin."""
    return [one for one in features if _in_tile(one.geometry.representative_point())]


def _in_tile(point: Point) -> bool:
    return 0 <= point.x < EXTENT and 0 <= point.y < EXTENT


def _layer(data: bytes) -> tuple[str, list[Feature]]:
    name, keys, values, features = "", [], [], []
    for number, body in _fields(data):
        if number == 1:
            name = body.decode()
        elif number == 3:
            keys.append(body.decode())
        elif number == 4:
            values.append(_value(body))
        elif number == 5:
            assert body == EXTENT
        elif number == 2:
            features.append(dict(_fields(body)))
    return name, [_feature(one, keys, values) for one in features]


def _feature(fields: dict[int, Any], keys: list[str], values: list[Any]) -> Feature:
    tags = list(_varints(fields.get(2, b"")))
    properties = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2], strict=True)}
    return Feature(properties, _geometry(fields[3], list(_varints(fields[4]))))


def _value(data: bytes) -> Any:  # noqa: ANN401
    ((number, body),) = _fields(data)
    if number == 1:
        return body.decode()
    if number == 2:
        return struct.unpack("<f", body)[0]
    if number == 3:
        return struct.unpack("<d", body)[0]
    return body if number in {4, 5} else bool(body) if number == 7 else _signed(body)


def _geometry(kind: int, commands: list[int]) -> BaseGeometry:
    parts: list[list[tuple[int, int]]] = []
    x = y = place = 0
    while place < len(commands):
        command, count = commands[place] & 7, commands[place] >> 3
        place += 1
        if command == 7:
            parts[-1].append(parts[-1][0])
            continue
        for _ in range(count):
            x, y = x + _signed(commands[place]), y + _signed(commands[place + 1])
            place += 2
            if command == 1:
                parts.append([])
            parts[-1].append((x, y))
    if kind == 1:
        return MultiPoint([part[0] for part in parts])
    return MultiLineString([LineString(part) for part in parts]) if kind == 2 else _polygons(parts)


def _polygons(rings: list[list[tuple[int, int]]]) -> MultiPolygon:
    polygons: list[tuple[list[tuple[int, int]], list[list[tuple[int, int]]]]] = []
    for ring in rings:
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        if area > 0:
            polygons.append((ring, []))
        else:
            polygons[-1][1].append(ring)
    return MultiPolygon([Polygon(shell, holes) for shell, holes in polygons])


def _signed(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


def _varints(data: bytes) -> Iterator[int]:
    place = 0
    while place < len(data):
        number, place = _varint(data, place)
        yield number


def _varint(data: bytes, place: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[place]
        number |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return number, place


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """The fields of a protobuf message: numbers of varints, bytes of all else."""
    place = 0
    while place < len(data):
        tag, place = _varint(data, place)
        if tag & 7 == 0:
            value, place = _varint(data, place)
            yield tag >> 3, value
            continue
        size, place = {1: (8, place), 5: (4, place)}[tag & 7] if tag & 7 != 2 else _varint(data, place)
        yield tag >> 3, data[place : place + size]
        place += size
