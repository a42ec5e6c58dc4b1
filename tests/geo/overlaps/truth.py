"""The same measures by other means: Shapely in a transverse Mercator of the pair's own, geodesics by pyproj."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final

import numpy
import shapely
from pyproj import Geod, Transformer
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

GEOD: Final = Geod(ellps="WGS84")
Moved = Callable[[BaseGeometry], BaseGeometry]
DISTANCE: Final = 15.0
ASIDE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Truth:
    """What is measured of a pair; metres, square metres, degrees."""

    distance: float
    shared_length: float
    shared_area: float
    long_side: float
    along_length: float | None
    bearing_gap: float | None
    is_spot: bool
    same_place: float


def close_pairs(shapes: Sequence[BaseGeometry], metres: float) -> Iterator[tuple[int, int]]:
    """Every two of them of which the boxes come within so many metres: each is compared with all others."""
    boxes = numpy.array([shape.bounds for shape in shapes])
    north = metres / 110_000
    for one, (west, south, east, top) in enumerate(boxes):
        aside = north / max(math.cos(math.radians(max(abs(south), abs(top)))), 0.01)
        rest = boxes[one + 1 :]
        near = (
            (rest[:, 0] <= east + aside) & (rest[:, 2] >= west - aside)
            & (rest[:, 1] <= top + north) & (rest[:, 3] >= south - north)
        )  # fmt: skip
        yield from ((one, one + 1 + int(other)) for other in numpy.flatnonzero(near))


def measure(one: BaseGeometry, other: BaseGeometry) -> Truth | None:
    """How two works lie to each other; None where they are further apart than anybody asks."""
    to_plane, back = _plane(one, other)
    flat_one, flat_other = to_plane(one), to_plane(other)
    distance = flat_one.distance(flat_other)
    runs = _run(flat_one), _run(flat_other)
    if distance > (ASIDE if all(runs) else DISTANCE):
        return None
    reach = DISTANCE if distance <= DISTANCE else ASIDE
    part = _part(flat_one, flat_other, reach)
    on_ground = back(part)
    along, gap = _beside(runs, part, reach)
    are_lines = _is_line(one) and _is_line(other)
    return Truth(
        distance=distance,
        shared_length=GEOD.geometry_length(on_ground) if part.length and not part.area else 0.0,
        shared_area=abs(_area(on_ground)),
        long_side=max((_long_side(p) for p in _parts(part) if p.area), default=0.0),
        along_length=None if along is None or are_lines else GEOD.geometry_length(back(along)),
        bearing_gap=gap,
        is_spot=distance <= DISTANCE and _is_spot(flat_one, flat_other),
        same_place=_same_place(flat_one, flat_other, part) if distance <= DISTANCE else 0.0,
    )


def _is_spot(one: BaseGeometry, other: BaseGeometry) -> bool:
    """A point in an area, or in the strip along a line."""
    point, ground = sorted((one, other), key=_dimension)
    if _dimension(point) or not _dimension(ground):
        return False
    return point.intersects(ground.buffer(DISTANCE, cap_style="flat", quad_segs=128) if _is_line(ground) else ground)


def _same_place(one: BaseGeometry, other: BaseGeometry, part: BaseGeometry) -> float:
    if not min(_dimension(one), _dimension(other)):
        return 1.0
    if part.area:
        return min(part.area / min(one.area, other.area), 1.0)
    return min(part.length / min(line.length for line in (one, other) if _is_line(line)), 1.0) if part.length else 0.0


Run = tuple[BaseGeometry, float]
"""What runs along: a line, or the axis of a street that is drawn as an area; and half its width."""


def _run(shape: BaseGeometry) -> Run | None:
    if _is_line(shape):
        return shape, 0.0
    parts = list(_parts(shape))
    if _dimension(shape) != 2 or len(parts) != 1:
        return None
    turn = _bearing(shapely.boundary(shape)) or 0.0
    west, south, east, north = rotate(shape, -turn, origin=(0, 0)).bounds
    length, width = east - west, north - south
    if length < 3 * width or width > 40 or shape.area < 0.6 * width * length:
        return None
    middle = (south + north) / 2
    return rotate(shapely.LineString([(west, middle), (east, middle)]), turn, origin=(0, 0)), width / 2


def _beside(
    runs: tuple[Run | None, Run | None], part: BaseGeometry, reach: float
) -> tuple[BaseGeometry | None, float | None]:
    """The shorter one beside the other, and the angle between them, where they share less than an area or a length."""
    one, other = runs
    if one is None or other is None:
        return None, None
    are_lines = not one[1] and not other[1]
    if not are_lines and (part.area >= 25 or (part.length >= 50 and not part.area)):
        return None, None
    wide = reach + one[1] + other[1]
    line, beside = (one[0], other[0]) if one[0].length <= other[0].length else (other[0], one[0])
    return _strip(line, beside, wide), _gap(line, beside, wide)


def _part(one: BaseGeometry, other: BaseGeometry, reach: float) -> BaseGeometry:
    if _is_line(one) and _is_line(other):
        line, beside = (one, other) if one.length <= other.length else (other, one)
        return _strip(line, beside, reach)
    shared = one.intersection(other)
    wanted = min(_dimension(one), _dimension(other))
    parts = [part for part in _parts(shared) if _dimension(part) == wanted and wanted > 0]
    return shapely.union_all(parts) if parts else shapely.Point()


def _strip(line: BaseGeometry, beside: BaseGeometry, reach: float) -> BaseGeometry:
    strip = beside.buffer(reach, cap_style="flat", quad_segs=128)
    return shapely.union_all([part for part in _parts(line.intersection(strip)) if _dimension(part) == 1])


def _gap(one: BaseGeometry, other: BaseGeometry, reach: float) -> float | None:
    line, beside = (one, other) if one.length <= other.length else (other, one)
    first, second = _bearing(_strip(line, beside, reach)), _bearing(_strip(beside, line, reach))
    if first is None or second is None:
        return None
    turn = abs(first - second) % 180
    return min(turn, 180 - turn)


def _bearing(lines: BaseGeometry) -> float | None:
    """The main direction of lines, degrees, whatever way they run: the axis of their moments of length."""
    steps = [
        (x2 - x1, y2 - y1)
        for part in _parts(lines)
        for (x1, y1), (x2, y2) in zip(part.coords[:-1], part.coords[1:], strict=True)
        if (x1, y1) != (x2, y2)
    ]
    if not steps:
        return None
    total = sum(complex(x, y) ** 2 / abs(complex(x, y)) for x, y in steps)
    return math.degrees(math.atan2(total.imag, total.real)) / 2


def _long_side(area: Any) -> float:  # noqa: ANN401 - Shapely's polygon
    around = area.exterior.length + sum(ring.length for ring in area.interiors)
    return float(around + math.sqrt(max(around**2 - 16 * area.area, 0))) / 4


def _area(shape: BaseGeometry) -> float:
    areas = [shapely.orient_polygons(part) for part in _parts(shape) if part.area]
    return sum(abs(GEOD.geometry_area_perimeter(part)[0]) for part in areas)


def _plane(one: BaseGeometry, other: BaseGeometry) -> tuple[Moved, Moved]:
    (w1, s1, e1, n1), (w2, s2, e2, n2) = one.bounds, other.bounds
    return _plane_at(round((max(w1, w2) + min(e1, e2)) / 2, 1), round((max(s1, s2) + min(n1, n2)) / 2, 1))


@cache
def _plane_at(lon: float, lat: float) -> tuple[Moved, Moved]:
    """Within 10 km of its middle the scale is true to a millionth."""
    crs = f"+proj=tmerc +lat_0={lat} +lon_0={lon} +k=1 +ellps=WGS84"
    there, back = (Transformer.from_crs(*ends, always_xy=True) for ends in (("EPSG:4326", crs), (crs, "EPSG:4326")))
    return (
        lambda shape: shapely.transform(shape, partial(_moved, there)),
        lambda shape: shapely.transform(shape, partial(_moved, back)),
    )


def _moved(by: Transformer, places: Any) -> Any:  # noqa: ANN401 - arrays of coordinates
    return numpy.column_stack(by.transform(places[:, 0], places[:, 1]))


def _parts(shape: BaseGeometry) -> Iterable[Any]:
    return getattr(shape, "geoms", [] if shape.is_empty else [shape])


def _dimension(shape: BaseGeometry) -> int:
    return int(shapely.get_dimensions(shape))


def _is_line(shape: BaseGeometry) -> bool:
    return _dimension(shape) == 1
