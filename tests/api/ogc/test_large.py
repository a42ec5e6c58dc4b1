"""Large pages: they come from the database in parts, and are what small ones are."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from shapely import Point

from geo.items.statement import PART
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

ITEMS = "/collections/projects/items"
WORKS = 2 * PART + 10


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    works = [
        project(f"P{n:04d}", titles={"vi": f"Dòng,\n{n % 3}"}, footprint=Point(108 + n * 1e-4, 16))
        for n in range(WORKS)
    ]
    publish(module_database.writer_url, works)
    with serving(module_database) as site:
        yield site


@pytest.mark.parametrize("query", ["", "&sortby=-title", "&bbox=107,15,109,17", "&skipGeometry=true"])
def test_a_large_page_is_the_small_ones_in_a_row(site: Site, query: str) -> None:
    large = site.json(f"{ITEMS}?limit={WORKS}{query}")
    small, address = [], f"{ITEMS}?limit=97{query}"
    while address:
        page = site.json(address)
        small += page["features"]
        address = next((one["href"].removeprefix(site.url) for one in page["links"] if one["rel"] == "next"), "")
    assert large["features"] == small
    assert (large["numberMatched"], large["numberReturned"]) == (WORKS, WORKS)
    assert not [one for one in large["links"] if one["rel"] == "next"]


@pytest.mark.parametrize("limit", [PART - 1, PART, PART + 1, 2 * PART, WORKS - 1])
def test_parts_end_nowhere_in_the_page(site: Site, limit: int) -> None:
    page = site.json(f"{ITEMS}?limit={limit}")
    assert [one["id"] for one in page["features"]] == [f"P{n:04d}" for n in range(limit)]
    assert page["numberReturned"] == limit
    address = next(one["href"] for one in page["links"] if one["rel"] == "next")
    assert site.json(address.removeprefix(site.url))["features"][0]["id"] == f"P{limit:04d}"


def test_a_line_end_behind_a_comma_in_a_text_divides_no_feature(site: Site) -> None:
    csv = site.get(f"{ITEMS}?f=csv&limit={WORKS}")
    features = site.get(f"{ITEMS}?limit={WORKS}").content
    assert csv.text.count("\r\nP0") == WORKS
    assert len(features.split(b",\n")) == WORKS
    assert json.loads(features)["features"][0]["properties"]["title"] == "Dòng,\n0"


def test_an_empty_large_page_tells_its_publication(site: Site) -> None:
    page = site.json(f"{ITEMS}?limit=1000&title=nothing")
    assert (page["features"], page["numberMatched"], page["numberReturned"]) == ([], 0, 0)
    assert page["timeStamp"] == site.json(f"{ITEMS}?limit=1")["timeStamp"]


@pytest.mark.parametrize("bbox", ["179.99999999999997,10,180,11", "-180,-90,-179.99999999999997,-89", "180,89,-180,90"])
def test_a_box_at_the_edge_of_the_world_is_answered(site: Site, bbox: str) -> None:
    assert site.json(f"{ITEMS}?bbox={bbox}")["numberMatched"] == 0


@pytest.mark.parametrize("sort", ["contractor", "-published", "address"])
def test_a_box_of_everything_is_sorted_by_what_is_not_brief(site: Site, sort: str) -> None:
    page = site.json(f"{ITEMS}?bbox=107,15,109,17&sortby={sort}&limit=5")
    assert (page["numberMatched"], page["numberReturned"]) == (WORKS, 5)
