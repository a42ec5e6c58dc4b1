"""How much one request may ask: settings that hold, are told by the definition, and are named where they are passed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.limits import Sizes
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

ITEMS = "/collections/projects/items"
SIZES = Sizes(page=3, value=210, filter_length=240, filter_depth=4, filter_nodes=12)


@pytest.fixture(scope="module")
def narrow_site(module_database: Database) -> Iterator[Site]:
    """A site of five works with small limits; a module shares it."""
    publish(module_database.writer_url, [project(f"P{number}") for number in range(5)])
    with serving(module_database, sizes=SIZES) as running:
        yield running


def schemas(site: Site, path: str) -> dict[str, Any]:
    """The schemas of the parameters of a path, as the definition tells them."""
    return {one["name"]: one["schema"] for one in site.json("/api")["paths"][path]["get"]["parameters"]}


def refused(site: Site, path: str = ITEMS, **params: str) -> str:
    """What is said of a bad request for its one parameter."""
    answer = site.get(path, params=params)
    assert (answer.status_code, answer.json()["parameter"]) == (400, next(iter(params)))
    return str(answer.json()["detail"])


@pytest.mark.parametrize("limit", ["", "&limit=4", "&limit=10000"])
def test_a_page_has_at_most_the_features_of_the_setting(narrow_site: Site, limit: str) -> None:
    body = narrow_site.json(f"{ITEMS}?sortby=id{limit}")
    assert (body["numberReturned"], body["numberMatched"]) == (3, 5)
    following = next(link["href"] for link in body["links"] if link["rel"] == "next")
    assert [one["id"] for one in httpx.get(following, timeout=30).json()["features"]] == ["P3", "P4"]


def test_the_page_for_readers_keeps_to_it_too(narrow_site: Site) -> None:
    assert narrow_site.get(f"/en{ITEMS}").text.count('href="/en/maps/projects/P') == 3


def test_the_definition_tells_the_limits_that_hold(narrow_site: Site) -> None:
    told = schemas(narrow_site, ITEMS)
    assert told["limit"] == {"type": "integer", "minimum": 1, "maximum": 3, "default": 3}
    assert {told[name]["maxLength"] for name in ("datetime", "crs", "title")} == {210}
    assert told["filter"]["maxLength"] == 240
    assert schemas(narrow_site, "/tiles/{tileMatrixSetId}")["filter"]["maxLength"] == 240
    assert schemas(narrow_site, "/downloads/projects.{format}")["filter"]["maxLength"] == 240


@pytest.mark.parametrize("path", [ITEMS, "/tiles/WebMercatorQuad/0/0/0", "/downloads/projects.csv"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = '" + "x" * 240 + "'", "has at most 240 characters"),
        ("title = '" + "ầ" * 100 + "'", "at most 240 bytes"),
        ("(((((title IS NULL)))))", "at most 4 levels"),
        ("status IN ('1','2','3','4','5','6','7','8','9','0','1')", "at most 12 names"),
    ],
)
def test_a_filter_beyond_a_limit_is_told_the_limit(narrow_site: Site, path: str, text: str, told: str) -> None:
    assert told in refused(narrow_site, path, filter=text)


def test_a_filter_within_the_limits_is_read(narrow_site: Site) -> None:
    assert narrow_site.json(ITEMS, params={"filter": "((((title IS NULL))))"})["numberMatched"] == 0


def test_a_value_beyond_the_limit_is_told_the_limit(narrow_site: Site) -> None:
    assert "has at most 210 characters" in refused(narrow_site, title="x" * 211)
    assert narrow_site.json(ITEMS, params={"title": "x" * 210})["numberMatched"] == 0


def test_a_larger_limit_holds_for_queryables_too(module_database: Database) -> None:
    with serving(module_database, sizes=Sizes(value=10_000)) as wide:
        assert wide.json(ITEMS, params={"title": "x" * 10_000})["numberMatched"] == 0


def test_a_control_character_is_told_apart_from_a_long_value(narrow_site: Site) -> None:
    assert "control characters" in refused(narrow_site, title="a\nb")


def test_a_next_link_is_followed_however_long_the_title_that_it_stands_at(empty_site: Site) -> None:
    long = [project(f"P{number}", titles={"vi": f"{number}" + "ầ" * 999}) for number in range(3)]
    publish(empty_site.database.writer_url, long)
    ids, address = [], f"{empty_site.url}{ITEMS}?sortby=title&limit=1"
    while address:
        body = httpx.get(address, timeout=30).raise_for_status().json()
        ids += [one["id"] for one in body["features"]]
        address = next((link["href"] for link in body["links"] if link["rel"] == "next"), "")
    assert ids == ["P0", "P1", "P2"]
