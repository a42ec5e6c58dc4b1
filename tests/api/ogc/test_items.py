"""Items: paging, selections, one feature, CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from itertools import pairwise

import httpx
import psycopg
import pytest
from shapely import GeometryCollection, LineString, Point, Polygon
from shapely.geometry import box, shape

from api.ogc.catalogue import COLLECTIONS
from api.ogc.collection import Collection
from geo.codes import Category, Status
from geo.project import Agency
from geo.publishing import withdraw_samples
from geo.values import Progress
from tests.api.ogc.asking import ITEMS, ids
from tests.builders import ACROSS, AGENCY, INSIDE_WEST, project, publish, publish_two_districts, vnd
from tests.fixtures.site import Site


@pytest.mark.parametrize(
    "bbox",
    ["1,2,3", "1,2,3,4,5", "NaN,0,1,1", "inf,0,1,1", "1e400,0,1,1", "0x1,0,1,1", "1_0,0,20,1", "٣,0,4,1",
     "0,1,1,0", "0,0,9,1,1,8", "a,b,c,d", "200,0,201,1", "0,0,1,91", "0;DROP,0,1,1", ""],
)  # fmt: skip
def test_a_box_that_is_no_box_is_a_bad_request(sample_site: Site, bbox: str) -> None:
    answer = sample_site.get(ITEMS, params={"bbox": bbox})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "bbox")


@pytest.mark.parametrize(
    "bbox", ["-180,-90,180,90", "177,65,-177,70", "-1,-1,1,1", "0,85,1,90", "108,15,-100,17", "108,15,0,109,17,100"]
)
def test_every_box_answers_and_every_feature_touches_it(sample_site: Site, bbox: str) -> None:
    numbers = [float(part) for part in bbox.split(",")]
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    boxes = (
        [box(west, south, east, north)]
        if west <= east
        else [box(west, south, 180, north), box(-180, south, east, north)]
    )
    for feature in sample_site.json(f"{ITEMS}?bbox={bbox}&limit=1000")["features"]:
        assert any(shape(feature["geometry"]).intersects(one) for one in boxes)


def test_a_box_finds_what_a_reader_of_all_features_finds(sample_site: Site) -> None:
    area = box(108.19, 16.03, 108.24, 16.08)
    every = sample_site.json(f"{ITEMS}?limit=1000")["features"]
    expected = {f["id"] for f in every if f["geometry"] and shape(f["geometry"]).intersects(area)}
    assert set(ids(sample_site.json(f"{ITEMS}?bbox=108.19,16.03,108.24,16.08&limit=1000"))) == expected != set()


@pytest.mark.parametrize(
    "datetime",
    ["2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T07:00:00.5+07:00", "2026-01-01/2026-02-01", "../2020-01-01",
     "2026-01-01/..", "/2026-01-01", "2026-01-01/", "../..", "2024-05-01/P2D", "P1Y6M/2024-05-01", "2024-05-01/PT36H"],
)  # fmt: skip
def test_every_form_of_a_datetime_answers(sample_site: Site, datetime: str) -> None:
    assert sample_site.get(ITEMS, params={"datetime": datetime, "limit": 1}).status_code == 200


@pytest.mark.parametrize(
    "datetime",
    ["", "now", "-infinity", "2026-13-01", "0000-01-01", "2026-02-30", "2026-01-01/2025-01-01", "a/b/c",
     "2026-01-01T00:00:00+99:99", "2026", "P2D", "../P2D", "P2D/..", "2026-01-01/P", "9" * 5000, "2026-01-01/P99999D9Y",
     "9999-12-31/P9999Y"],
)  # fmt: skip
def test_a_datetime_that_is_none_is_a_bad_request(sample_site: Site, datetime: str) -> None:
    answer = sample_site.get(ITEMS, params={"datetime": datetime})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "datetime")


def test_a_datetime_means_the_actual_period_else_the_planned_one(empty_site: Site) -> None:
    publish(
        empty_site.database.writer_url,
        [
            project(
                "actual", planned_start=date(2020, 1, 1), actual_start=date(2022, 1, 1), actual_end=date(2022, 6, 1)
            ),
            project("planned", planned_start=date(2020, 1, 1), planned_end=date(2020, 12, 31)),
            project("open", planned_start=date(2021, 1, 1)),
            project("undated"),
        ],
    )
    expected: dict[str, list[str]] = {"2020-06-01": ["planned"], "2022-03-01": ["actual", "open"], "../2019-01-01": []}
    assert {text: ids(empty_site.json(f"{ITEMS}?datetime={text}")) for text in expected} == expected


def test_the_main_attributes_select(empty_site: Site) -> None:
    publish_two_districts(empty_site.database.writer_url)
    other = Agency("ban-2", {"vi": "Ban số 2"})
    publish(
        empty_site.database.writer_url,
        [
            project("across", footprint=ACROSS, status=Status.IMPLEMENTATION, category=Category.ROAD),
            project("west", footprint=INSIDE_WEST, status=Status.COMPLETED, category=Category.PARK, agency="ban-2"),
            project("unmapped", districts=("old.east",), status=Status.IMPLEMENTATION),
            project("nowhere"),
        ],
        agencies=(AGENCY, other),
    )
    expected = {
        "district=old.west": ["across", "west"],
        "district=old.east": ["across", "unmapped"],
        "district=old.east,old.west": ["across", "unmapped", "west"],
        "status=implementation": ["across", "unmapped"],
        "status=implementation,completed": ["across", "unmapped", "west"],
        "category=park": ["west"],
        "agency=ban-2": ["west"],
        "mapped=false": ["nowhere", "unmapped"],
        "district=old.east&status=implementation&mapped=true": ["across"],
        "district=no.where": [],
        "agency='%3B--": [],
    }
    assert {query: ids(empty_site.json(f"{ITEMS}?{query}")) for query in expected} == expected


@pytest.mark.parametrize("query", ["status=unknown", "status=", "category=road,'--", "mapped=maybe", "district="])
def test_an_unknown_code_is_a_bad_request(sample_site: Site, query: str) -> None:
    assert sample_site.get(f"{ITEMS}?{query}").status_code == 400


def test_a_feature_says_what_is_known_of_a_project(empty_site: Site) -> None:
    publish_two_districts(empty_site.database.writer_url)
    publish(
        empty_site.database.writer_url,
        [
            project(
                "Dự-án 1",
                titles={"vi": "Cầu", "en": "Bridge"},
                status=Status.IMPLEMENTATION,
                category=Category.BRIDGE,
                contractor="Nhà thầu",
                original_end=date(2020, 1, 1),
                planned_end=date(2027, 1, 1),
                progress=Progress(Decimal("0.9"), Decimal("0"), date(2026, 10, 31)),
                budget=vnd("12500000000.50"),
                footprint=ACROSS,
            )
        ],
    )
    feature = empty_site.json(f"{ITEMS}/D%E1%BB%B1-%C3%A1n%201")
    p = feature["properties"]
    assert (feature["type"], feature["id"]) == ("Feature", "Dự-án 1")
    assert p["titles"] == {"vi": "Cầu", "en": "Bridge"}
    assert (p["title"], p["agency"], p["agency_name"], p["contractor"]) == (
        "Cầu",
        "ban-1",
        "Ban quản lý số 1",
        "Nhà thầu",
    )
    assert (p["status"], p["category"], p["original_end"], p["planned_end"]) == (
        "implementation",
        "bridge",
        "2020-01-01",
        "2027-01-01",
    )
    assert (p["progress_planned"], p["progress_actual"], p["progress_as_of"]) == (0.9, 0, "2026-10-31")
    assert (p["budget"], p["budget_currency"]) == (12500000000.50, "VND")
    assert set(p["districts"]) == {"old.east", "old.west"}
    assert p["days_late"] >= (date(2027, 1, 1) - date(2020, 1, 1)).days
    assert (p["version"], p["sample"], p["withheld"]) == (1, False, [])
    assert {"self", "alternate", "collection", "license"} <= {link["rel"] for link in feature["links"]}


def test_a_withdrawn_project_is_nowhere(empty_site: Site) -> None:
    publish(empty_site.database.writer_url, [project("gone", sample=True, footprint=INSIDE_WEST), project("here")])
    with psycopg.connect(empty_site.database.writer_url) as connection:
        withdraw_samples(connection, languages=("vi",))
    assert empty_site.get(f"{ITEMS}/gone").status_code == 404
    assert ids(empty_site.json(ITEMS)) == ["here"]
    assert empty_site.json(f"{ITEMS}?bbox=108,16,109,17")["numberMatched"] == 0
    assert "gone" not in empty_site.get(f"{ITEMS}?f=csv").text
    assert empty_site.json("/collections/projects")["extent"] == {}


def test_rings_turn_as_the_standard_says(empty_site: Site) -> None:
    clockwise = box(108.01, 16.01, 108.02, 16.02, ccw=False)
    publish(empty_site.database.writer_url, [project(footprint=clockwise)])
    ring = empty_site.json(f"{ITEMS}/P1")["geometry"]["coordinates"][0]
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
    assert area > 0


def test_csv_has_three_cells_for_zero_not_entered_and_withheld(empty_site: Site) -> None:
    publish(
        empty_site.database.writer_url,
        [
            project("a", progress=Progress(actual=Decimal(0)), supervisor="Ông A"),
            project("b", titles={"vi": '=HYPERLINK("http://x")'}),
        ],
    )
    answer = empty_site.get(f"{ITEMS}?f=csv")
    assert answer.headers["ogc-numbermatched"] == "2"
    zero, empty = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (zero["progress_actual"], empty["progress_actual"]) == ("0", "")
    assert (zero["supervisor"], empty["supervisor"]) == ("withheld", "")
    assert empty["title"] == '\'=HYPERLINK("http://x")'


def test_csv_names_its_next_page_in_a_header(sample_site: Site) -> None:
    address = f"{sample_site.url}{ITEMS}?f=csv&limit=150"
    rows = 0
    while address:
        answer = httpx.get(address, timeout=30)
        rows += len(list(csv.reader(io.StringIO(answer.text)))) - 1
        address = answer.links.get("next", {}).get("url", "")
    assert rows == 400


@pytest.mark.parametrize("method", ["TRACE", "FOO"])
def test_strange_methods_are_refused(sample_site: Site, method: str) -> None:
    assert httpx.request(method, sample_site.url + ITEMS).status_code in {405, 501}


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=lambda collection: collection.name)
def test_the_properties_are_those_of_the_features(sample_site: Site, collection: Collection) -> None:
    feature = sample_site.json(f"/collections/{collection.name}/items?limit=1")["features"][0]
    assert tuple(feature["properties"]) == tuple(collection.properties)


def test_lines_keep_their_direction_also_beside_areas(empty_site: Site) -> None:
    line = LineString([(108.01, 16.01), (108.02, 16.03)])
    both = GeometryCollection([box(108.01, 16.01, 108.02, 16.02, ccw=False), line])
    publish(empty_site.database.writer_url, [project("a", footprint=line), project("b", footprint=both)])
    alone, beside = (shape(empty_site.json(f"{ITEMS}/{one}")["geometry"]) for one in "ab")
    assert isinstance(beside, GeometryCollection)
    area, second = beside.geoms
    assert list(alone.coords) == list(line.coords) == list(second.coords)
    assert isinstance(area, Polygon)
    assert area.exterior.is_ccw


@pytest.mark.parametrize("beside", [1e-9, 3e-6, 1e-5])
def test_a_box_is_exact_to_the_last_digit(empty_site: Site, beside: float) -> None:
    # PostGIS keeps boxes in 32-bit numbers, which cannot tell these points from the edge.
    works = [project("out", footprint=Point(108.1 - beside, 16.05)), project("in", footprint=Point(108.1, 16.05))]
    publish(empty_site.database.writer_url, works)
    assert ids(empty_site.json(f"{ITEMS}?bbox=108.1,16,108.2,16.1")) == ["in"]
    assert ids(empty_site.json(f"{ITEMS}?bbox=108.1,16.05,108.1,16.05")) == ["in"]
