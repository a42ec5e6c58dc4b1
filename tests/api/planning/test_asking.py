"""What planners ask: what a plan would collide with, and which works lie along a way. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import psycopg
import pytest
from pyproj import Transformer
from shapely import GeometryCollection
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from data.cities import load_city
from geo.codes import Category, Status
from geo.publishing.roads import publish_roads
from geo.roads import Road
from tests.builders import AGENCY, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.geo.overlaps.test_measuring import area, line
from tests.geo.overlaps.test_pairs import AUTUMN, OTHER, SPRING, STREET, WINTER, found, pairs, work

PLAN: dict[str, Any] = {"geometry": mapping(STREET), "start": WINTER[0], "end": WINTER[1], "category": "water"}


@pytest.fixture
def site(database: Database) -> Iterator[Site]:
    works = (
        work("clash", line((280, 5), (900, 5)), *SPRING),
        work("join", STREET, *AUTUMN),
        work("crossing", line((200, -200), (200, 200)), *WINTER),
        work("far", line((0, 3000), (400, 3000)), *WINTER),
        work("paved", STREET, "2024-01-01", "2024-06-30", category=Category.ROAD),
        work("park", area(600, 100, 700, 200), *WINTER, category=Category.PARK),
    )
    publish(database.writer_url, works, agencies=(AGENCY, OTHER))
    with serving(database) as running:
        yield running


def asked(site: Site, path: str = "/overlaps/check", **members: Any) -> httpx.Response:  # noqa: ANN401
    return httpx.post(site.url + path, json=PLAN | members, timeout=30)


def test_a_plan_is_told_what_it_would_collide_with_the_most_first(site: Site) -> None:
    answer = asked(site)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    kinds = {feature["id"]: feature["properties"]["class"] for feature in told["features"]}
    assert kinds == {"clash": "clash", "join": "join", "crossing": "crossing", "paved": "re-dig"}
    ranks = [(feature["properties"]["past"], -feature["properties"]["score"]) for feature in told["features"]]
    assert ranks == sorted(ranks)
    terms = told["features"][0]["properties"]["terms"]
    assert all(term["source"] for term in terms)
    assert told["rules"]["fingerprint"]


@pytest.mark.parametrize("with_roads", [False, True])
def test_what_a_plan_is_told_is_what_is_found_once_it_is_published(site: Site, with_roads: bool) -> None:
    if with_roads:
        found(site.database, work("end to end", line((-300, 0), (-80, 0)), *SPRING))
        with psycopg.connect(site.database.writer_url) as connection:
            publish_roads(
                connection, "test", [Road(name="Lê Lợi", road_class="primary", line=line((-900, 0), (900, 0)))]
            )
    told = {feature["id"]: feature["properties"] for feature in asked(site).json()["features"]}
    found(site.database, work("plan", STREET, *WINTER))
    ends = [(pair, (pair["one_id"], pair["other_id"])) for pair in pairs(site.database.url)]
    kept = {next(name for name in both if name != "plan"): pair for pair, both in ends if "plan" in both}
    assert kept.keys() == told.keys()
    for name, pair in kept.items():
        assert (told[name]["class"], told[name]["also"]) == (pair["kind"], pair["also"])
        assert told[name]["score"] == pytest.approx(float(pair["score"]), rel=1e-3)
        assert (told[name]["relation"], told[name]["road_class"]) == (pair["relation"], pair["road_class"])
        assert told[name]["shared_length_m"] == pytest.approx(pair["shared_length"], abs=0.01)
    if with_roads:
        assert told["end to end"]["relation"] == "street"
        assert told["clash"]["road_class"] == "primary"


def money(terms: list[dict[str, Any]]) -> dict[str, Any]:
    """How much there is of what costs money, by the names of the terms."""
    return {term["name"]: term["quantity"] for term in terms if term["unit_cost"] is not None}


@pytest.mark.parametrize(
    "shape",
    [
        line((0, 0), (400, 0), (400, 300)),
        line((0, 0), (400, 0), (400, 300), (0, 0)),
        area(0, -4, 400, 4),
        GeometryCollection([line((0, 0), (400, 0)), area(500, 0, 650, 150)]),
    ],
    ids=["bent", "ring", "area", "mixed"],
)
def test_whatever_shape_a_plan_has_each_term_is_what_it_is_once_it_is_published(
    site: Site, shape: BaseGeometry
) -> None:
    told = {feature["id"]: feature["properties"] for feature in asked(site, geometry=mapping(shape)).json()["features"]}
    found(site.database, work("plan", shape, *WINTER))
    kept = {}
    for pair in pairs(site.database.url):
        ends = {pair["one_id"], pair["other_id"]}
        if "plan" in ends:
            kept[(ends - {"plan"}).pop()] = pytest.approx(money(pair["terms"]), rel=1e-3)
    assert {name: money(one["terms"]) for name, one in told.items()} == kept != {}


def test_what_is_over_by_today_is_told_so_and_comes_last(site: Site) -> None:
    today = load_city().today()
    soon = {"start": today.isoformat(), "end": (today + timedelta(90)).isoformat()}
    works = (
        replace(
            work("late", STREET, *WINTER), planned_start=today - timedelta(200), planned_end=today - timedelta(100)
        ),
        replace(work("now", line((-300, 0), (60, 0)), *WINTER), planned_start=today, planned_end=today + timedelta(9)),
    )
    publish(site.database.writer_url, works, agencies=(AGENCY, OTHER))
    told = asked(site, **soon, firmness="idea").json()["features"]
    past = [(one["id"], one["properties"]["past"]) for one in told if one["id"] in {"late", "now"}]
    assert past == [("now", False), ("late", True)]


def test_nothing_of_a_plan_is_kept_and_its_own_project_does_not_collide(site: Site) -> None:
    before = pairs(site.database.url)
    assert "clash" not in {feature["id"] for feature in asked(site, project="clash").json()["features"]}
    assert pairs(site.database.url) == before
    with psycopg.connect(site.database.url) as connection:
        assert connection.execute("SELECT count(*) FROM published.overlap_site").fetchone() == (6,)


def test_a_plan_may_be_drawn_in_the_citys_own_system(site: Site) -> None:
    local = {"type": "LineString", "coordinates": [[0, 0], [100, 0]]}
    outside = asked(site, geometry=local, crs="EPSG:5899")
    assert outside.status_code == 422
    assert outside.json()["faults"][0]["pointer"] == "/geometry"
    east, north = Transformer.from_crs("EPSG:4326", "EPSG:5899", always_xy=True).transform(*STREET.xy)
    drawn = {"type": "LineString", "coordinates": [list(place) for place in zip(east, north, strict=True)]}
    features = [answer.json()["features"] for answer in (asked(site, geometry=drawn, crs="EPSG:5899"), asked(site))]
    told = [[(one["id"], one["properties"]["class"], one["properties"]["score"]) for one in some] for some in features]
    assert told[0] == told[1] != []
    for here, there in zip(*features, strict=True):
        lengths = [one["properties"]["shared_length_m"] for one in (here, there)]
        assert lengths[0] == pytest.approx(lengths[1], abs=0.02)


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"geometry": None}, "/geometry"),
        ({"end": "2020-01-01"}, "/end"),
        ({"early_start": "2026-02-01"}, "/start"),
        ({"late_end": "2026-02-01"}, "/late_end"),
        ({"start": None, "end": None, "early_start": "2027-01-01", "late_end": "2026-01-01"}, "/late_end"),
        ({"colour": "red"}, "/colour"),
        ({"category": "roads"}, "/category"),
        ({"firmness": "maybe"}, "/firmness"),
        ({"geometry": {"type": "LineString", "coordinates": [[108.2, 16.05]]}}, "/geometry"),
    ],
)
def test_what_cannot_be_understood_is_told_by_its_place(site: Site, members: dict[str, Any], pointer: str) -> None:
    answer = asked(site, **members)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["faults"][0]["pointer"] == pointer


@pytest.mark.parametrize("path", ["/overlaps/check", "/route/works"])
@pytest.mark.parametrize("body", ['"x"', "5", "null", "[]", "[[1]]"])
def test_what_is_no_object_is_told_so(site: Site, path: str, body: str) -> None:
    answer = httpx.post(site.url + path, content=body, headers={"Content-Type": "application/json"}, timeout=30)
    assert answer.status_code == 422
    assert answer.json()["faults"] == [{"pointer": "", "rule": "member.type", "message": "An object is asked for."}]


def test_a_work_on_site_is_along_the_way_until_today_though_it_should_be_over(site: Site) -> None:
    today = load_city().today()
    late: dict[str, Any] = {"planned_start": today - timedelta(30), "planned_end": today - timedelta(9)}
    works = (
        replace(work("late", STREET, *WINTER, status=Status.IMPLEMENTATION), **late),
        replace(work("begun late", STREET, *WINTER, status=Status.SUSPENDED), **late, actual_start=today),
        replace(work("not begun", STREET, *WINTER), **late),
        replace(work("over", STREET, *WINTER, status=Status.IMPLEMENTATION), **late, actual_end=late["planned_end"]),
    )
    publish(site.database.writer_url, works, agencies=(AGENCY, OTHER))

    def along(start: date, end: date) -> set[str]:
        way = {"geometry": mapping(STREET), "start": start.isoformat(), "end": end.isoformat()}
        told = httpx.post(f"{site.url}/route/works", json=way, timeout=30).json()
        return {feature["id"] for feature in told["features"]} & {one.id for one in works}

    assert along(today, today) == {"late", "begun late"}
    assert along(today + timedelta(1), today + timedelta(9)) == set()
    assert along(today - timedelta(9), today - timedelta(9)) == {"late", "not begun", "over"}


def test_the_works_along_a_way_come_in_its_order(site: Site) -> None:
    way = {"geometry": mapping(line((-100, 20), (1000, 20))), "buffer": 120, "start": WINTER[0], "end": WINTER[1]}
    told = httpx.post(f"{site.url}/route/works", json=way, timeout=30).json()
    assert [feature["id"] for feature in told["features"]] == ["crossing", "clash", "park"]
    assert told["numberMatched"] == 3
    assert [round(feature["properties"]["along_m"], -1) for feature in told["features"]] == [300, 380, 700]
    refused = httpx.post(f"{site.url}/route/works", json=way | {"geometry": mapping(area(0, 0, 9, 9))}, timeout=30)
    assert (refused.status_code, refused.json()["faults"][0]["rule"]) == (422, "way.line")
