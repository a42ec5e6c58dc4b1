"""Queryables, sortables and schema (OGC API - Features, Parts 3 and 5), and the collections of one geometry class."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from shapely import GeometryCollection, LineString, Point, box

from api.ogc.catalogue import COLLECTIONS as CATALOGUE
from tests.api.ogc.asking import ids
from tests.builders import INSIDE_WEST, project, publish
from tests.fixtures.site import Site

COLLECTIONS = [*CATALOGUE]
RELATION = "http://www.opengis.net/def/rel/ogc/1.0"


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("about", ["queryables", "sortables", "schema"])
def test_what_is_told_of_a_collection_is_valid_json_schema(sample_site: Site, collection: str, about: str) -> None:
    address = f"/collections/{collection}/{about}"
    answer = sample_site.get(address)
    assert answer.headers["content-type"] == "application/schema+json"
    body = answer.json()
    Draft202012Validator.check_schema(body)
    assert body["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert body["$id"] == sample_site.url + address
    assert body["type"] == "object"
    assert all("title" in schema for schema in body["properties"].values())
    links = sample_site.json(f"/collections/{collection}")["links"]
    assert {link["href"] for link in links if link["rel"] == f"{RELATION}/{about}"} == {sample_site.url + address}


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_feature_is_what_the_schema_says(sample_site: Site, collection: str) -> None:
    schema = sample_site.json(f"/collections/{collection}/schema")
    properties: dict[str, Any] = schema["properties"]
    roles = {one.get("x-ogc-role"): name for name, one in properties.items()}
    assert roles["id"] == "id"
    assert ("primary-geometry" in roles) == (collection not in {"agencies", "progress"})
    checked = {name: one for name, one in properties.items() if name not in {"id", "geometry"}}
    features = sample_site.json(f"/collections/{collection}/items?limit=1000")["features"]
    assert features
    for feature in features:
        entered = {name: value for name, value in feature["properties"].items() if value is not None}
        assert set(feature["properties"]) == set(checked)
        Draft202012Validator({"properties": checked, "additionalProperties": False}).validate(entered)


def test_every_queryable_can_be_asked_and_every_sortable_sorted_by(sample_site: Site) -> None:
    for collection in COLLECTIONS:
        for name in sample_site.json(f"/collections/{collection}/queryables")["properties"]:
            query = {"filter": f"{name} IS NULL", "limit": 1}
            assert sample_site.get(f"/collections/{collection}/items", params=query).status_code == 200, name
        for name in sample_site.json(f"/collections/{collection}/sortables")["properties"]:
            query = {"sortby": f"-{name}", "limit": 1}
            assert sample_site.get(f"/collections/{collection}/items", params=query).status_code == 200, name


def test_a_collection_of_one_class_is_listed_only_while_it_has_features(empty_site: Site) -> None:
    def listed() -> set[str]:
        return {one["id"] for one in empty_site.json("/collections")["collections"]}

    always = {"projects", "districts", "agencies", "progress"}
    assert listed() == always
    publish(empty_site.database.writer_url, [project("P1", footprint=INSIDE_WEST), project("P2")])
    assert listed() == always | {"project-points"}
    publish(empty_site.database.writer_url, [project("P1", footprint=LineString([(108, 16), (108.1, 16)]))])
    assert listed() == always | {"project-lines"}


def test_each_class_has_its_own_features_and_mixed_ones_are_only_among_all(empty_site: Site) -> None:
    line = LineString([(108, 16), (108.1, 16)])
    shapes = {
        "point": Point(108, 16), "line": line, "area": box(108, 16, 108.1, 16.1),
        "mixed": GeometryCollection([Point(108, 16), line]), "none": None,
    }  # fmt: skip
    publish(empty_site.database.writer_url, [project(name, footprint=shape) for name, shape in shapes.items()])
    for name in ("point", "line", "area"):
        here = f"/collections/project-{name}s/items"
        body = empty_site.json(here)
        assert ([feature["id"] for feature in body["features"]], body["numberMatched"]) == ([name], 1)
        assert empty_site.json(f"{here}/{name}")["id"] == name
        assert empty_site.get(f"{here}/mixed").status_code == 404
    assert empty_site.json("/collections/projects/items")["numberMatched"] == 5


def test_agencies_are_those_that_order_published_works(sample_site: Site) -> None:
    features = sample_site.json("/collections/agencies/items")["features"]
    projects = sample_site.json("/collections/projects/items?limit=1000")["features"]
    ordered = {one["properties"]["agency"] for one in projects}
    assert {one["id"] for one in features} == ordered
    for one in features:
        count = sum(p["properties"]["agency"] == one["id"] for p in projects)
        assert (one["geometry"], one["properties"]["projects"], one["properties"]["sample"]) == (None, count, True)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("agencies", "bbox=1,2,3,4"),
        ("agencies", "datetime=1900-01-01"),
        ("progress", "bbox=1,2,3,4"),
        ("progress", "bbox=1,2,3,4&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326&datetime=../.."),
    ],
)
def test_what_never_has_a_place_or_a_time_is_in_every_box_and_interval(
    sample_site: Site, name: str, asked: str
) -> None:
    # /req/core/fc-bbox-response C, /req/core/fc-time-response C
    here = f"/collections/{name}/items"
    assert sample_site.json(f"{here}?{asked}")["numberMatched"] == sample_site.json(here)["numberMatched"] > 0
    assert sample_site.get(f"{here}?{asked}", params={"bbox": "1,2,3"}).status_code == 400


def test_reports_of_an_interval_are_those_of_its_days(sample_site: Site) -> None:
    here = "/collections/progress/items"
    every = sample_site.json(f"{here}?limit=10000")["features"]
    found = sample_site.json(f"{here}?limit=10000&datetime=2026-01-01/2026-03-31&bbox=1,2,3,4")["features"]
    days = {one["id"]: one["properties"]["as_of"] for one in every}
    assert {one["id"] for one in found} == {key for key, day in days.items() if "2026-01-01" <= day <= "2026-03-31"}
    assert found


@pytest.mark.parametrize("collection", ["agencies", "districts"])
def test_a_name_is_asked_and_sorted_by_as_it_is_shown(sample_site: Site, collection: str) -> None:
    here = f"/collections/{collection}/items"
    shown = [one["properties"] for one in sample_site.json(f"{here}?limit=1000&sortby=-name")["features"]]
    names = [one["name"] for one in shown]
    assert names == sorted(names, reverse=True)
    assert len(set(names)) > 1
    for text in (f"name = '{names[0]}'", f"A_CONTAINS(names, ('{shown[0]['names']['en']}'))"):
        found = sample_site.json(here, params={"filter": text})["features"]
        assert found
        assert {one["properties"]["name"] for one in found} == {names[0]}
    assert sample_site.json(here, params={"name": names[0]})["numberMatched"] == names.count(names[0])


def test_progress_reports_are_features_over_time(sample_site: Site) -> None:
    here = "/collections/progress/items"
    body = sample_site.json(f"{here}?limit=10")
    assert body["numberMatched"] > 400
    first = body["features"][0]
    assert first["id"] == f"{first['properties']['project_id']}:{first['properties']['as_of']}"
    assert sample_site.json(f"{here}/{first['id']}")["properties"] == first["properties"]
    assert sample_site.get(f"{here}/nothing:2026-01-01").status_code == 404
    of_one = sample_site.json(f"{here}?project_id={first['properties']['project_id']}&datetime=2020-01-01/..")
    assert {one["properties"]["project_id"] for one in of_one["features"]} == {first["properties"]["project_id"]}
    interval = sample_site.json("/collections/progress")["extent"]["temporal"]["interval"][0]
    assert all(instant.endswith("T00:00:00Z") for instant in interval)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_each_collection_follows_its_pages_to_the_end(sample_site: Site, collection: str) -> None:
    body = sample_site.json(f"/collections/{collection}/items?limit=10000")
    assert body["numberReturned"] == body["numberMatched"] > 0
    assert "next" not in {link["rel"] for link in body["links"]}


def test_districts_are_features_too(sample_site: Site) -> None:
    body = sample_site.json("/collections/districts/items")
    assert body["numberMatched"] == 8
    assert "danang-sketch.498" in ids(body)  # Hoàng Sa, far offshore
    one = sample_site.json("/collections/districts/items/danang-sketch.492")["properties"]
    assert (one["code"], one["boundary_set"], one["sketch"], one["sample"]) == ("492", "danang-sketch", True, True)
    assert one["names"]["vi"].startswith("Hải Châu")
    assert sample_site.json("/collections/districts/items?datetime=2030-01-01")["numberMatched"] == 0
    assert sample_site.json("/collections/districts/items?bbox=108.21,16.06,108.22,16.07")["numberMatched"] >= 1
    assert sample_site.get("/collections/districts/items/nothing").status_code == 404
