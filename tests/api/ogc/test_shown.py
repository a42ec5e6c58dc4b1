"""How features are shown: in which order, with which properties, with or without geometry."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from geo.values import Progress
from tests.builders import INSIDE_WEST, project, publish, vnd
from tests.fixtures.site import Site

ITEMS = "/collections/projects/items"


def walk(site: Site, path: str, **params: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    address, features = str(httpx.URL(site.url + path, params=params)), []
    while address:
        page = httpx.get(address, timeout=30).raise_for_status().json()
        features += page["features"]
        assert len(features) <= page["numberMatched"]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    return features


@pytest.mark.parametrize(
    "sortby",
    ["title", "-title", "planned_end", "-planned_end", "budget,-title", "-progress_actual,status", "days_late"],
)
def test_a_run_of_pages_is_in_the_order_asked_and_complete(sample_site: Site, sortby: str) -> None:
    found = walk(sample_site, ITEMS, sortby=sortby, limit=37)
    every = sample_site.json(f"{ITEMS}?limit=1000")["features"]
    assert len(found) == len(every)
    expected = sorted(every, key=lambda feature: feature["id"])
    for name in reversed(sortby.split(",")):
        column = name.removeprefix("-")
        known = [feature for feature in expected if feature["properties"][column] is not None]
        unknown = [feature for feature in expected if feature["properties"][column] is None]
        known.sort(key=lambda feature: _value(feature["properties"][column]), reverse=name.startswith("-"))
        expected = known + unknown
    if not sortby.startswith("-") and "," not in sortby:
        assert [feature["id"] for feature in found] == [feature["id"] for feature in expected]
    first = sortby.split(",", maxsplit=1)[0].removeprefix("-")
    assert [f["properties"][first] for f in found] == [f["properties"][first] for f in expected]


def _value(value: Any) -> Any:  # noqa: ANN401
    return value.encode() if isinstance(value, str) else value


@pytest.mark.parametrize(
    "sortby", ["", "nothing", "footprint", "title,title", "title;DROP", "a,b,c,d,e", "--title", "districts"]
)
def test_an_order_that_is_none_is_a_bad_request(sample_site: Site, sortby: str) -> None:
    answer = sample_site.get(ITEMS, params={"sortby": sortby})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "sortby")


def test_what_is_not_entered_comes_last_in_both_directions(empty_site: Site) -> None:
    works = [
        project("a"),
        project("b", planned_end=date(2026, 1, 1)),
        project("c", planned_end=date(2027, 1, 1)),
        project("d"),
    ]
    publish(empty_site.database.writer_url, works)
    for sortby, expected in (("planned_end", "bcad"), ("-planned_end", "cbad"), ("+planned_end", "bcad")):
        found = walk(empty_site, ITEMS, sortby=sortby, limit=1)
        assert "".join(feature["id"] for feature in found) == expected


def test_only_the_properties_asked_come_and_what_is_withheld_is_always_named(empty_site: Site) -> None:
    publish(
        empty_site.database.writer_url,
        [project(budget=vnd("12345678901234567890.10"), supervisor="Ông A", progress=Progress(actual=Decimal(0)))],
    )
    answer = empty_site.get(f"{ITEMS}?properties=supervisor,budget,progress_actual")
    assert '"budget":12345678901234567890.10' in answer.text
    properties = answer.json()["features"][0]["properties"]
    assert list(properties) == ["supervisor", "budget", "progress_actual", "withheld"]
    assert (properties["supervisor"], properties["progress_actual"]) == (None, 0)
    assert properties["withheld"] == ["supervisor"]


@pytest.mark.parametrize("properties", ["", "nothing", "title,title", "title,"])
def test_a_property_that_is_none_is_a_bad_request(sample_site: Site, properties: str) -> None:
    answer = sample_site.get(ITEMS, params={"properties": properties})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "properties")


def test_features_come_without_geometry_where_nobody_wants_it(empty_site: Site) -> None:
    publish(empty_site.database.writer_url, [project(footprint=INSIDE_WEST)])
    feature = empty_site.json(f"{ITEMS}?skipGeometry=true&properties=title")["features"][0]
    assert feature == {
        "type": "Feature", "id": "P1", "geometry": None, "properties": {"title": "Công trình P1", "withheld": []},
    }  # fmt: skip


def test_an_id_that_looks_like_json_is_told_apart(empty_site: Site) -> None:
    wild = 'a","geometry":1,"properties":{"x'
    publish(empty_site.database.writer_url, [project(wild, footprint=INSIDE_WEST)])
    for query in ("properties=title", "crs=http://www.opengis.net/def/crs/EPSG/0/3857", "skipGeometry=true"):
        feature = empty_site.json(f"{ITEMS}?{query}")["features"][0]
        assert feature["id"] == wild
        assert feature["properties"]["title"] == f"Công trình {wild}"


def test_csv_has_the_columns_asked(empty_site: Site) -> None:
    publish(empty_site.database.writer_url, [project(footprint=INSIDE_WEST)])
    answer = empty_site.get(f"{ITEMS}?f=csv&properties=title,status&skipGeometry=true")
    assert answer.content.decode("utf-8-sig").splitlines()[0] == "id,title,status,licence"
