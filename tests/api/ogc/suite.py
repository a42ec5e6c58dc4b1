"""How the official suite finds and checks the features of a collection; shared by the `test_suite_*` tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from shapely.geometry import shape

from tests.fixtures.site import Site

GEOJSON, HTML, JSON = "application/geo+json", "text/html", "application/json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SPATIAL = ["projects", "project-points", "project-lines", "project-areas", "districts", "overlaps"]
TIMED = ["projects", "project-points", "project-lines", "project-areas", "progress", "overlaps"]
EVERY = [*SPATIAL, "agencies", "progress"]
every_collection = pytest.mark.parametrize("name", EVERY)


def local(site: Site, address: str) -> str:
    assert address.startswith(site.url)
    return address.removeprefix(site.url)


def links(body: dict[str, Any], rel: str) -> list[dict[str, Any]]:
    return [link for link in body["links"] if link["rel"] == rel]


def listed(site: Site, name: str) -> dict[str, Any]:
    (found,) = [one for one in site.json("/collections")["collections"] if one["id"] == name]
    return dict(found)


def features_address(site: Site, collection: dict[str, Any]) -> str:
    """Where the suite finds the features: the link `items` as GeoJSON."""
    (link,) = [link for link in links(collection, "items") if link["type"] == GEOJSON]
    return local(site, link["href"])


def ask(site: Site, name: str, **parameters: object) -> dict[str, Any]:
    """The features of a collection as the suite asks for them, checked as it checks every answer of features."""
    address = urlsplit(features_address(site, listed(site, name)))
    given = dict(parse_qsl(address.query)) | {key: str(value) for key, value in parameters.items()}
    answer = site.get(address.path, params=given, headers={"Accept": GEOJSON})
    assert (answer.status_code, answer.headers["content-type"]) == (200, GEOJSON)
    body: dict[str, Any] = answer.json()
    check_features(body)
    return body


def check_features(body: dict[str, Any]) -> None:
    # validateTypeProperty, -FeaturesProperty, -Links, -TimeStamp, -NumberReturned, -GeometriesInCrs84
    assert body["type"] == "FeatureCollection"
    assert body["numberReturned"] == len(body["features"]) <= body["numberMatched"]
    assert datetime.fromisoformat(body["timeStamp"]).tzinfo is not None
    check_links(body, GEOJSON)
    for feature in body["features"]:
        if feature["geometry"]:
            west, south, east, north = shape(feature["geometry"]).bounds
            assert -180 <= west <= east <= 180
            assert -90 <= south <= north <= 90


def check_links(body: dict[str, Any], own: str) -> None:
    assert [link["type"] for link in links(body, "self")] == [own]
    assert HTML in {link["type"] for link in links(body, "alternate")}
    assert all(link.get("rel") and link.get("type") and link.get("href") for link in body["links"])


def definition(site: Site) -> dict[str, Any]:
    (link,) = [one for one in links(site.json("/"), "service-desc") if one["type"].replace(" ", "") == OPENAPI]
    answer = site.get(local(site, link["href"]), headers={"Accept": OPENAPI})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found
