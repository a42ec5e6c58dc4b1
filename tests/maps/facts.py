"""Made-up facts for the maps' tests: a city of three square districts and its works."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from geo.city import Basemap, City, Place
from geo.codes import Status
from geo.values import Bbox

Json = dict[str, Any]

HOSTILE = (
    '<img src=x onerror="alert(1)">',
    "${alert(1)} `${alert(2)}` \\",
    "</script><script>alert(1)</script>",
)
WEST, MIDDLE, FAR = "test.west", "test.middle", "test.far"
VIEW = Bbox(108.0, 16.0, 108.2, 16.1)


def city(basemap: Basemap | None = None) -> City:
    return City(
        code="test",
        names={"en": "Test City", "vi": "Thành phố"},
        languages=("en", "vi"),
        local_crs=5899,
        bounds=Bbox(107, 15, 113, 18),
        view=VIEW,
        timezone=ZoneInfo("Asia/Ho_Chi_Minh"),
        currency="VND",
        licence="CC-BY-4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        attribution={"en": "Made up for <b>tests</b>"},
        basemap=basemap,
        places=(Place(names={"en": "Far Island", "vi": "Đảo Xa"}, longitude=112.0, latitude=16.5),),
    )


def collection(*features: Json, **more: object) -> Json:
    return {"type": "FeatureCollection", "features": list(features), **more}


def square(west: float, south: float, size: float = 0.1) -> Json:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def district(code: str, name: str, geometry: Json) -> Json:
    return {"type": "Feature", "id": code, "geometry": geometry, "properties": {"names": {"en": name}, "name": name}}


DISTRICTS = collection(
    district(WEST, "West", square(108.0, 16.0)),
    district(MIDDLE, HOSTILE[0], square(108.1, 16.0)),
    district(FAR, "Far", square(112.0, 16.5, 0.02)),
)

BACKGROUND = collection(
    *(
        {
            "type": "Feature",
            "properties": {"kind": kind, "name": kind},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for kind, line in {
            "coast": [[108.0, 16.1], [108.1, 16.104], [108.2, 16.1]],
            "river": [[108.09, 16.0], [108.11, 16.05], [108.1, 16.1]],
            "road": [[108.0, 16.02], [108.2, 16.06]],
        }.items()
    )
)

POINT: Json = {"type": "Point", "coordinates": [108.05, 16.05]}
LINE: Json = {"type": "LineString", "coordinates": [[108.02, 16.03], [108.08, 16.08]]}


def work(number: int, geometry: Json | None = None, **properties: object) -> Json:
    facts: Json = {
        "title": f"Work {number}",
        "status": "implementation",
        "category": "road",
        "agency": "test-agency",
        "agency_name": "Test agency",
        "planned_start": "2026-01-01",
        "planned_end": "2026-12-31",
        "actual_start": "2026-02-01",
        "actual_end": None,
        "progress_planned": 0.5,
        "progress_actual": 0.25,
        "progress_as_of": "2026-06-30",
        "budget": 12500000000,
        "budget_currency": "VND",
        "districts": [WEST],
        "days_late": None,
        "days_silent": None,
        "withheld": [],
        "sample": True,
    }
    return {"type": "Feature", "id": f"w-{number}", "geometry": geometry or POINT, "properties": facts | properties}


def spread_point(number: int) -> Json:
    return {"type": "Point", "coordinates": [108.01 + 0.004 * (number % 20), 16.01 + 0.004 * (number // 20 % 20)]}


def one_of_each_status() -> list[Json]:
    works = [work(n, spread_point(n * 7), status=status.value) for n, status in enumerate(Status)]
    return [*works, work(len(works), spread_point(95), status=None)]
