#!/usr/bin/env python3
"""Writes a made-up city that spans the world, for the official suites: works lie in each box that they ask for.

    python tools/ogc-suite/world.py FOLDER

In an ordinary city the suite of Features skips its boxes over Greenwich, the equator, the antimeridian and the poles,
since nothing is found there. FOLDER gets the city's settings, its districts, its works and their mapping;
`docs/clients.md` says how they are loaded. Every place has a point, a line and an area with dates and progress, of two
agencies; line and area collide. The local system is EPSG:3395, which serves all the world and which the suite knows.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from math import cos, radians
from pathlib import Path
from typing import Any, Final

PLACES: Final = {
    "greenwich": (0.0, 51.5),
    "equator": (-75.0, 0.0),
    "east-of-180": (-179.0, 66.0),
    "west-of-180": (179.0, 67.0),
    "north-pole": (20.0, 87.5),
    "south-pole": (-100.0, -87.5),
}
"""The middle of each district, in CRS84: within a box of the suite, or on either side of its antimeridian."""
WORKS_EACH: Final = 4
"""Places with works in each district: with more than a page of ten in each collection, paging is tested as well."""
METRES: Final = 111_000.0
"""Of a degree of latitude."""
CITY: Final = """code = "world"
languages = ["en"]
local_crs = 3395
timezone = "UTC"
currency = "USD"
bounds = [-180.0, -90.0, 180.0, 90.0]
view = [-180.0, -85.0, 180.0, 85.0]
licence = "CC0-1.0"
licence_url = "https://creativecommons.org/publicdomain/zero/1.0/"

[names]
en = "The World"

[attribution]
en = "Made up for the suites of the OGC"
"""
MAPPING: Final = """[id]
columns = ["id"]

[titles.en]
column = "title"

[agency]
column = "agency"

[status]
column = "status"

[category]
column = "category"

[planned_start]
column = "start"

[planned_end]
column = "end"

[progress]
actual = { column = "progress", unit = "fraction" }
as_of = { column = "as_of" }
"""


def feature(properties: dict[str, Any], kind: str, coordinates: object) -> dict[str, Any]:
    """A GeoJSON feature in CRS84."""
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def moved(place: tuple[float, float], east: float, north: float) -> list[float]:
    """The place so many metres away, in degrees."""
    longitude, latitude = place
    there = latitude + north / METRES
    return [round(longitude + east / METRES / cos(radians(there)), 7), round(there, 7)]


def ring(place: tuple[float, float], metres: float) -> list[list[list[float]]]:
    """A square of so many metres to each side, as a polygon's coordinates."""
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [[moved(place, east * metres, north * metres) for east, north in corners]]


def works() -> Iterator[dict[str, Any]]:
    """A point, a line and an area at each place; the line crosses the area at the same time."""
    for name, (longitude, latitude) in PLACES.items():
        for n in range(WORKS_EACH):
            middle = (longitude, latitude + n / 100)
            shapes: dict[str, tuple[str, str, object]] = {
                "point": ("Board One", "public-building", moved(middle, 400.0, 0.0)),
                "line": ("Board One", "road", [moved(middle, -200.0, 0.0), moved(middle, 200.0, 0.0)]),
                "area": ("Board Two", "water", ring(middle, 50.0)),
            }
            kinds = {"point": "Point", "line": "LineString", "area": "Polygon"}
            for shape, (agency, category, coordinates) in shapes.items():
                yield feature(_facts(f"{name}-{n}-{shape}", agency, category, n), kinds[shape], coordinates)


def _facts(name: str, agency: str, category: str, n: int) -> dict[str, Any]:
    return {
        "id": f"world-{name}",
        "title": f"Made-up work {name}",
        "agency": agency,
        "status": "implementation",
        "category": category,
        "start": f"2026-0{n + 1}-01",
        "end": f"2027-0{n + 1}-28",
        "progress": 0.25,
        "as_of": "2026-06-30",
    }


def districts() -> Iterator[dict[str, Any]]:
    """A square of about 20 km around the works of each place."""
    for name, place in PLACES.items():
        yield feature({"code": name, "name": name.replace("-", " ")}, "Polygon", ring(place, 10_000.0))


def main() -> None:
    """Write the four files into the folder that is named."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {
        "city.toml": CITY,
        "works.toml": MAPPING,
        "districts.geojson": json.dumps({"type": "FeatureCollection", "features": [*districts()]}),
        "works.geojson": json.dumps({"type": "FeatureCollection", "features": [*works()]}),
    }.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
