"""OGC API - Features Part 1: what its suite and its clients ask, item by item."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from geo.log.keys import Algorithm, new_signer
from geo.log.signing import sign
from tests.builders import project, publish
from tests.fixtures.site import Site

OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
RELATIONS = "http://www.opengis.net/def/rel/ogc/1.0"
PAGES = ["/", "/conformance", "/collections", "/collections/projects", "/collections/districts"]


def rels(body: dict[str, Any]) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in body["links"]}


def test_the_landing_page_names_what_clients_look_for(sample_site: Site) -> None:
    links = sample_site.json("/")["links"]
    found = {link["rel"]: link["type"] for link in links}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data", "license"} <= found.keys()
    assert found["service-desc"] == OPENAPI


def test_the_landing_page_leads_to_tiles_their_style_and_the_files(sample_site: Site) -> None:
    found = {(link["rel"], link["href"].removeprefix(sample_site.url)) for link in sample_site.json("/")["links"]}
    assert {
        (f"{RELATIONS}/tilesets-vector", "/tiles"),
        (f"{RELATIONS}/tiling-schemes", "/tileMatrixSets"),
        ("related", "/tiles/WebMercatorQuad?f=tilejson"),
        ("stylesheet", "/styles/works.json"),
        ("related", "/downloads"),
    } <= found
    assert sample_site.json("/tiles/WebMercatorQuad?f=tilejson")["tilejson"] == "3.0.0"
    assert sample_site.json("/styles/works.json")["version"] == 8


def test_the_definition_is_valid_as_openapi_3_0(sample_site: Site) -> None:
    answer = sample_site.get("/api", headers={"Accept": OPENAPI})
    assert answer.headers["content-type"] == OPENAPI
    document = answer.json()
    assert document["openapi"].startswith("3.0.")
    assert document["servers"] == [{"url": sample_site.url}]
    OpenAPIV30SpecValidator(document).validate()


def test_the_definition_points_to_no_other_host(sample_site: Site) -> None:
    text = sample_site.get("/api").text
    assert '"$ref":"http' not in text


def test_the_definition_declares_limit_bbox_and_datetime_as_the_suite_reads_them(sample_site: Site) -> None:
    document = sample_site.json("/api")
    parameters = {p["name"]: p for p in document["paths"]["/collections/projects/items"]["get"]["parameters"]}
    for name in ("limit", "bbox", "datetime"):
        assert (parameters[name]["style"], parameters[name]["explode"], parameters[name]["required"]) == (
            "form",
            False,
            False,
        )
    limit = parameters["limit"]["schema"]
    assert (limit["minimum"], limit["maximum"], limit["default"]) == (1, 10_000, 100)
    assert parameters["bbox"]["schema"]["items"] == {"type": "number"}
    assert parameters["datetime"]["schema"]["type"] == "string"


def test_every_path_of_the_definition_answers(sample_site: Site) -> None:
    with psycopg.connect(sample_site.database.writer_url) as writer:
        sign(writer, [new_signer("allimi.example/log", Algorithm.LOG)])
    paths = sample_site.json("/api")["paths"]
    assert len(paths) > 40
    for path in paths:
        if "{featureId}" in path:
            known = sample_site.json(f"{path.split('/{featureId}')[0]}?limit=1")["features"][0]["id"]
            path = path.replace("{featureId}", known)  # noqa: PLW2901
        known = sample_site.json("/collections/projects/items?limit=1")["features"][0]["id"]
        for name, value in (
            ("projectId", known),
            ("tileMatrixSetId", "WebMercatorQuad"),
            ("tileMatrix", "0"),
            ("tileRow", "0"),
            ("tileCol", "0"),
            ("format", "geojson"),
            ("fontStack", "Noto Sans Regular"),
            ("range", "0-255"),
            ("version", "1"),
        ):
            path = path.replace(f"{{{name}}}", value)  # noqa: PLW2901
        if path != "/oembed":  # only where the settings let sites frame maps
            assert sample_site.get(path).status_code == 200, path


@pytest.mark.parametrize("path", PAGES)
def test_every_resource_links_itself_and_its_html(sample_site: Site, path: str) -> None:
    found = rels(sample_site.json(path))
    assert found["self"].startswith(sample_site.url + path)
    assert "f=html" in found["alternate"]


@pytest.mark.parametrize("name", ["projects", "districts"])
def test_a_collection_describes_itself(sample_site: Site, name: str) -> None:
    body = sample_site.json(f"/collections/{name}")
    assert (body["id"], body["itemType"]) == (name, "feature")
    assert body["crs"][0] == "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    west, south, east, north = body["extent"]["spatial"]["bbox"][0]
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    types = {link["type"] for link in body["links"] if link["rel"] == "items"}
    assert types == {"application/geo+json", "text/html", "text/csv"}
    assert any(link["rel"] == "license" for link in body["links"])


def test_the_extent_holds_every_footprint(sample_site: Site) -> None:
    west, south, east, north = sample_site.json("/collections/projects")["extent"]["spatial"]["bbox"][0]
    inside = sample_site.json(f"/collections/projects/items?bbox={west},{south},{east},{north}&limit=1")
    mapped = sample_site.json("/collections/projects/items?mapped=true&limit=1")
    assert inside["numberMatched"] == mapped["numberMatched"] > 300


def test_the_extent_in_time_is_given(sample_site: Site) -> None:
    interval = sample_site.json("/collections/projects")["extent"]["temporal"]["interval"][0]
    assert all(instant.endswith("T00:00:00Z") for instant in interval)


def test_an_unknown_collection_is_404(sample_site: Site) -> None:
    for path in ("/collections/dUmmYColLection", "/collections/pg_catalog.pg_user", "/collections/x/items"):
        answer = sample_site.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("feature", ["nothing", "'", "9" * 40, "NaN", "1e309", "%2e%2e", "a%27%20OR%201=1"])
def test_an_id_that_cannot_be_is_404(sample_site: Site, feature: str) -> None:
    answer = sample_site.get(f"/collections/projects/items/{feature}")
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


def test_an_id_with_a_nul_is_a_bad_request(sample_site: Site) -> None:
    assert sample_site.get("/collections/projects/items/%00").status_code in {400, 404}


@pytest.mark.parametrize("path", [*PAGES, "/collections/projects/items", "/api"])
def test_an_unknown_parameter_is_a_bad_request(sample_site: Site, path: str) -> None:
    answer = sample_site.get(f"{path}?nonsense=1")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "nonsense"


def test_a_parameter_given_twice_is_a_bad_request(sample_site: Site) -> None:
    assert sample_site.get("/collections/projects/items?limit=1&limit=2").status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_feeds_are_read_only(sample_site: Site, method: str) -> None:
    import httpx  # noqa: PLC0415

    answer = httpx.request(method, f"{sample_site.url}/collections/projects/items")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"


def test_links_never_come_from_a_forged_host(sample_site: Site) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    for path in ("/", "/collections", "/collections/projects/items?limit=1"):
        answer = sample_site.get(path, headers=forged)
        assert "evil.example" not in answer.text + str(answer.headers)


@pytest.mark.parametrize("path", ["/collections/", "/vi/maps/", "/collections/projects/items/"])
def test_no_redirect_is_built_from_a_forged_host(sample_site: Site, path: str) -> None:
    answer = sample_site.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_an_id_with_a_percent_sign_is_kept_by_the_redirect(sample_site: Site) -> None:
    answer = sample_site.get("/collections/projects/items/a%2525b", headers={"Accept": "text/html"})
    assert answer.headers["location"] == "/vi/collections/projects/items/a%2525b"


def test_every_answer_carries_the_security_headers(sample_site: Site) -> None:
    for path in ("/", "/collections/projects/items", "/nowhere", "/live"):
        headers = sample_site.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "referrer-policy" in headers


def test_a_new_city_answers_before_anything_is_published(empty_site: Site) -> None:
    for path in PAGES:
        assert empty_site.get(path).status_code == 200
    page = empty_site.json("/collections/projects/items")
    assert (page["numberMatched"], page["features"]) == (0, [])
    assert empty_site.json("/collections/projects")["extent"] == {}


def test_what_is_published_shows_at_once(empty_site: Site) -> None:
    before = empty_site.get("/collections/projects/items").headers["etag"]
    publish(empty_site.database.writer_url, [project("new")])
    after = empty_site.get("/collections/projects/items", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.json()["numberMatched"] == 1
