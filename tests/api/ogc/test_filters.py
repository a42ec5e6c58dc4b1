"""OGC API - Features Part 3: `filter` on the items of every collection."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from shapely.geometry import box, shape

from api.context import Context
from api.ogc.projects import selection
from data.cities import load_city
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.fixtures.database import Database
from tests.fixtures.site import Site

ITEMS = "/collections/projects/items"
PARTS = {"status": "completed", "category": "road"}
AREA = "POLYGON((108.19 16.03,108.24 16.03,108.24 16.08,108.19 16.08,108.19 16.03))"


def found(site: Site, **params: Any) -> set[str]:  # noqa: ANN401
    body = site.json(ITEMS, params={"limit": 1000} | params)
    ids = {feature["id"] for feature in body["features"]}
    assert body["numberMatched"] == len(ids)
    return ids


def every(site: Site) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = site.json(f"{ITEMS}?limit=1000")["features"]
    return features


def test_text_and_json_find_what_a_reader_of_all_features_finds(sample_site: Site) -> None:
    expected = {
        feature["id"]
        for feature in every(sample_site)
        if feature["properties"]["status"] == "implementation" and (feature["properties"]["progress_actual"] or 0) > 0.5
    }
    text = "status = 'implementation' AND progress_actual > 0.5"
    written = {
        "op": "and",
        "args": [
            {"op": "=", "args": [{"property": "status"}, "implementation"]},
            {"op": ">", "args": [{"property": "progress_actual"}, 0.5]},
        ],
    }
    assert found(sample_site, filter=text) == expected != set()
    assert found(sample_site, **{"filter": text, "filter-lang": "cql2-text"}) == expected
    assert found(sample_site, **{"filter": json.dumps(written), "filter-lang": "cql2-json"}) == expected


def test_a_filter_narrows_what_other_parameters_select(sample_site: Site) -> None:
    both = found(sample_site, filter="progress_actual > 0.5", status="implementation", bbox="108.1,16,108.3,16.2")
    assert both == found(sample_site, filter="progress_actual > 0.5") & found(
        sample_site, status="implementation", bbox="108.1,16,108.3,16.2"
    )


def test_geometries_of_a_filter_come_in_the_system_that_is_named(sample_site: Site) -> None:
    area = box(108.19, 16.03, 108.24, 16.08)
    expected = {f["id"] for f in every(sample_site) if f["geometry"] and shape(f["geometry"]).intersects(area)}
    swapped = "POLYGON((16.03 108.19,16.03 108.24,16.08 108.24,16.08 108.19,16.03 108.19))"
    named = {"filter-crs": "http://www.opengis.net/def/crs/EPSG/0/4326"}
    assert found(sample_site, filter=f"S_INTERSECTS(footprint, {AREA})") == expected != set()
    assert found(sample_site, filter=f"S_INTERSECTS(footprint, {swapped})", **named) == expected


def test_a_filter_may_be_written_on_several_lines(sample_site: Site) -> None:
    plain = found(sample_site, filter="status = 'completed' AND category = 'road'")
    assert found(sample_site, filter="status = 'completed'\n\tAND\r\ncategory = 'road'") == plain != set()
    parts = [{"op": "=", "args": [{"property": name}, code]} for name, code in PARTS.items()]
    written = json.dumps({"op": "and", "args": parts}, indent=2)
    assert found(sample_site, filter=written, **{"filter-lang": "cql2-json"}) == plain


def test_a_run_of_pages_keeps_its_filter(sample_site: Site) -> None:
    query = {"filter": f"S_INTERSECTS(footprint, {AREA}) OR status = 'completed'", "limit": 7}
    page = sample_site.json(ITEMS, params=query)
    ids = [feature["id"] for feature in page["features"]]
    while address := next((link["href"] for link in page["links"] if link["rel"] == "next"), None):
        page = httpx.get(address, timeout=30).raise_for_status().json()
        ids += [feature["id"] for feature in page["features"]]
    assert len(ids) == len(set(ids)) == page["numberMatched"] > 7


@pytest.mark.parametrize(
    "text",
    ["", "status =", "nothing = 1", "status = 1", "pg_sleep(1) = 1", "status = 'a' OR", "(" * 500,
     "S_INTERSECTS(footprint)", "version()", "planned_end > DATE('2026-02-30')",
     "status LIKE '" + "%a" * 50 + "'", "x" * 8000],
)  # fmt: skip
def test_a_filter_that_is_none_is_a_bad_request(sample_site: Site, text: str) -> None:
    answer = sample_site.get(ITEMS, params={"filter": text})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "filter")
    assert "SELECT" not in answer.text


@pytest.mark.parametrize(("name", "value"), [("filter-lang", "sql"), ("filter-crs", "EPSG:4326"), ("planned_end", "x")])
def test_what_goes_with_a_filter_is_read_strictly(sample_site: Site, name: str, value: str) -> None:
    answer = sample_site.get(ITEMS, params={"filter": f"S_INTERSECTS(footprint, {AREA})", name: value})
    assert (answer.status_code, answer.json()["parameter"]) == (400, name)


def test_every_queryable_is_a_parameter_too(sample_site: Site) -> None:
    one = next(f for f in every(sample_site) if f["properties"]["planned_end"])
    title, day = one["properties"]["title"], one["properties"]["planned_end"]
    assert found(sample_site, title=title, planned_end=day) == found(
        sample_site, filter=f"title = '{title}' AND planned_end = DATE('{day}')"
    )
    assert one["id"] in found(sample_site, title=title)
    document = sample_site.json("/api")["paths"][f"{ITEMS}"]["get"]["parameters"]
    queryables = sample_site.json("/collections/projects/queryables")["properties"]
    assert {name for name in queryables if name != "footprint"} <= {parameter["name"] for parameter in document}


@pytest.mark.parametrize(
    ("collection", "text"),
    [("districts", "level > 0 OR level <= 0"), ("agencies", "code LIKE '%'"), ("progress", "actual >= 0.5"),
     ("project-lines", "status = 'implementation'")],
)  # fmt: skip
def test_every_collection_takes_a_filter(sample_site: Site, collection: str, text: str) -> None:
    here = f"/collections/{collection}/items"
    narrowed = sample_site.json(here, params={"filter": text})
    assert 0 < narrowed["numberMatched"] <= sample_site.json(here)["numberMatched"]


@pytest.mark.parametrize(
    ("given", "scattered"),
    [
        ({"filter": f"NOT S_INTERSECTS(footprint, {AREA})"}, True),
        ({"filter": "title = 's_intersects('"}, False),
        ({}, False),
    ],
)
def test_works_are_gathered_first_where_the_filter_asks_where_they_lie(
    database: Database, given: dict[str, Any], scattered: bool
) -> None:
    pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=5))
    ctx = Context(city=load_city(), pool=pool, links="", secret=b"")
    assert selection(given, ctx).scattered is scattered


def test_what_is_withheld_is_found_by_no_filter(sample_site: Site) -> None:
    hidden = {f["id"] for f in every(sample_site) if "contract_amount" in f["properties"]["withheld"]}
    assert hidden
    assert not hidden & found(sample_site, filter="contract_amount > 0 OR NOT contract_amount = 5")


@pytest.mark.parametrize("collection", ["projects", "project-points", "districts"])
@pytest.mark.parametrize("asked", ["{}", "{} AND id <> 'x'", "NOT {}"])
def test_no_area_beyond_the_date_line_is_answered_by_half(sample_site: Site, collection: str, asked: str) -> None:
    column = "boundary" if collection == "districts" else "footprint"
    demand = f"S_INTERSECTS({column}, POLYGON((177 65, 183 65, 183 70, 177 70, 177 65)))"
    answer = sample_site.get(f"/collections/{collection}/items", params={"filter": asked.format(demand)})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "filter")
