"""Conditions as bound SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import shapely
from shapely.geometry.base import BaseGeometry

from geo.items.blocks import Rectangle, inside_and_beside
from geo.values import Bbox

Condition: TypeAlias = Callable[[Callable[[Any], str]], str]
"""A condition as SQL, every value of it given to the function that binds."""

_SLACK: Final = 4e-5
"""Degrees: PostGIS compares boxes in 32-bit numbers, so that only what lies further inside surely lies in a box."""
_TOLERANCE: Final = 2e-6
"""Degrees: PostgreSQL compares its own boxes with a tolerance of 1e-6."""
# The box of a footprint tells of most of those that no rectangle tells of; one without an area is no polygon.
_SHAPED: Final = (
    "CASE WHEN v.west = v.east AND v.south = v.north "
    "THEN ST_Intersects({shape}, ST_SetSRID(ST_MakePoint(v.west, v.south), 4326)) "
    "WHEN v.west < v.east AND v.south < v.north "
    "THEN ST_Contains({shape}, ST_MakeEnvelope(v.west, v.south, v.east, v.north, 4326)) "
    "OR ST_Intersects({shape}, ST_MakeEnvelope(v.west, v.south, v.east, v.north, 4326)) AND {touches} "
    "ELSE {touches} END"
)


@dataclass(slots=True)
class Where:
    """Conditions with their bound values, numbered after those that come first."""

    values: list[Any]
    conditions: list[str] = field(default_factory=list)

    def bind(self, value: Any) -> str:  # noqa: ANN401 - any value that the driver binds
        """The placeholder of a value."""
        self.values.append(value)
        return f"${len(self.values)}"

    def add(self, condition: str) -> None:
        """Demand a condition; every value in it is a placeholder."""
        self.conditions.append(condition)

    def demand(self, conditions: Iterable[Condition]) -> None:
        """Demand every condition."""
        for condition in conditions:
            self.add(f"({condition(self.bind)})")

    @property
    def text(self) -> str:
        """The WHERE clause, empty where nothing is demanded."""
        return " WHERE " + " AND ".join(self.conditions) if self.conditions else ""


def in_box(clause: Where, column: str, box: Bbox) -> str:
    """The condition that a geometry column (EPSG:4326) touches the box, which may cross the antimeridian."""
    return f"({' OR '.join(_in_span(clause, column, west, box.south, east, box.north) for west, east in spans(box))})"


def of_box(clause: Where, box: Bbox, touches: str) -> str:
    """The condition that a footprint, whose box is v.west, v.south, v.east, v.north, touches a box that is not flat.

    `touches` is SQL that is asked only where that box does not tell; its braces take the box as a geometry.
    """
    return f"({' OR '.join(_of_span(clause, span, box.south, box.north, touches) for span in spans(box))})"


def of_shape(clause: Where, shape: BaseGeometry, touches: str) -> str:
    """The condition that such a footprint touches a shape that has an area; `touches` as in `of_box`."""
    inside, beside = ([_by_box(clause, one) for one in rectangles] for rectangles in inside_and_beside(shape))
    bound = f"ST_GeomFromWKB({clause.bind(shapely.to_wkb(shape))}::bytea, 4326)"
    asked = _SHAPED.format(shape=bound, touches=touches.format(box=bound))
    west, south, east, north = (f"{clause.bind(edge)}::float8" for edge in shape.bounds)
    near = f"v.east >= {west} AND v.north >= {south} AND v.west <= {east} AND v.south <= {north}"
    apart = f" AND NOT ({' OR '.join(beside)})" if beside else ""
    return f"({near}{apart} AND ({' OR '.join([*inside, asked])}))"


def touching(clause: Where, box: Bbox, touches: str) -> str:
    """The condition that a footprint, kept as v.box with v.one_place and v.other_place, touches a box that is not flat.

    The box must not cross the antimeridian. `touches` as in `of_box`. PostgreSQL compares its boxes with a tolerance,
    which only finds them here.
    """
    w, s, e, n = (f"{clause.bind(edge)}::float8" for edge in (box.west, box.south, box.east, box.north))
    east, north, west, south = "((v.box)[0])[0]", "((v.box)[0])[1]", "((v.box)[1])[0]", "((v.box)[1])[1]"
    placed = " OR ".join(
        f"(v.{place})[0] BETWEEN {w} AND {e} AND (v.{place})[1] BETWEEN {s} AND {n}"
        for place in ("one_place", "other_place")
    )
    asked = touches.format(box=f"ST_MakeEnvelope({w}, {s}, {e}, {n}, 4326)")
    return (
        f"(v.box && box(point({w}, {s}), point({e}, {n})) AND ({_surely_within(clause, box)}{east} >= {w} "
        f"AND {north} >= {s} AND {west} <= {e} AND {south} <= {n} AND (coalesce({placed}, false) OR {asked})))"
    )


def is_flat(box: Bbox) -> bool:
    """Whether a box, or a part of it beside the antimeridian, has no area."""
    return box.south == box.north or any(west == east for west, east in spans(box))


def in_shape(clause: Where, column: str, shape: BaseGeometry) -> str:
    """The condition that a geometry column (EPSG:4326) touches a shape of the same system."""
    bound = f"ST_GeomFromWKB({clause.bind(shapely.to_wkb(shape))}::bytea, 4326)"
    return f"({column} && {bound} AND ST_Intersects({column}, {bound}))"


def spans(box: Bbox) -> list[tuple[float, float]]:
    """West and east of a box, and of both its parts where it crosses the antimeridian."""
    return [(box.west, box.east)] if box.west <= box.east else [(box.west, 180.0), (-180.0, box.east)]


def _surely_within(clause: Where, box: Bbox) -> str:
    """The condition that v.box lies so far inside that PostgreSQL's tolerance does not matter, and an OR behind it.

    One comparison, which settles it for nearly all that are found; none where the box is too small.
    """
    low = box.west + _TOLERANCE, box.south + _TOLERANCE
    high = box.east - _TOLERANCE, box.north - _TOLERANCE
    if low[0] >= high[0] or low[1] >= high[1]:
        return ""
    w, s, e, n = (f"{clause.bind(edge)}::float8" for edge in (*low, *high))
    return f"v.box <@ (SELECT box(point({w}, {s}), point({e}, {n}))) OR "


def _by_box(clause: Where, rectangle: Rectangle) -> str:
    """The condition that v.west, v.south, v.east, v.north lie in a rectangle."""
    w, s, e, n = (f"{clause.bind(edge)}::float8" for edge in rectangle)
    return f"(v.west >= {w} AND v.south >= {s} AND v.east <= {e} AND v.north <= {n})"


def _of_span(clause: Where, span: tuple[float, float], south: float, north: float, touches: str) -> str:
    w, s, e, n = (f"{clause.bind(edge)}::float8" for edge in (span[0], south, span[1], north))
    asked = touches.format(box=f"ST_MakeEnvelope({w}, {s}, {e}, {n}, 4326)")
    inside = f"v.west >= {w} AND v.south >= {s} AND v.east <= {e} AND v.north <= {n}"
    return f"(v.east >= {w} AND v.north >= {s} AND v.west <= {e} AND v.south <= {n} AND ({inside} OR {asked}))"


def _in_span(clause: Where, column: str, west: float, south: float, east: float, north: float) -> str:
    if west == east or south == north:  # a polygon without area touches nothing
        flat = shapely.LineString([(west, south), (east, north)])
        return in_shape(clause, column, shapely.Point(west, south) if flat.length == 0 else flat)
    box = _envelope(clause, west, south, east, north)
    inner = (west + _SLACK, south + _SLACK, east - _SLACK, north - _SLACK)
    if inner[0] >= inner[2] or inner[1] >= inner[3]:
        return f"({column} && {box} AND ST_Intersects({column}, {box}))"
    return f"({column} && {box} AND ({column} @ {_envelope(clause, *inner)} OR ST_Intersects({column}, {box})))"


def _envelope(clause: Where, *corners: float) -> str:
    return f"ST_MakeEnvelope({', '.join(f'{clause.bind(corner)}::float8' for corner in corners)}, 4326)"
