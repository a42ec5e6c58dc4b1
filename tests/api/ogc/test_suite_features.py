"""The official suite of OGC API - Features, Part 1, method by method: the documents, their links, and a feature.

Each test does what the method of the suite (`ets-ogcapi-features10`) does that its comment names: it goes from the
landing page to the definition and from there to the paths, writes numbers as the suite does, and follows links.
`test_core.py` and `test_items.py` hold the same things in the small and what the suite leaves out.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from tests.api.ogc.suite import (
    EVERY,
    GEOJSON,
    HTML,
    JSON,
    SPATIAL,
    TIMED,
    ask,
    check_links,
    definition,
    every_collection,
    features_address,
    links,
    listed,
    local,
)
from tests.fixtures.site import Site


def test_the_status_line_says_http_1_1(sample_site: Site) -> None:
    # GeneralHttp.http
    assert sample_site.get("/").http_version == "HTTP/1.1"


def test_the_landing_page_leads_to_everything(sample_site: Site) -> None:
    # LandingPage.landingPageRetrieval, landingPageValidation; the suite's Accept has four types
    accept = {"Accept": "application/json, application/javascript, text/javascript, text/json"}
    rels = {link["rel"] for link in sample_site.json("/", headers=accept)["links"]}
    assert {"service-desc", "service-doc", "conformance", "data"} <= rels


def test_the_paths_of_the_definition_begin_at_the_tested_address(sample_site: Site) -> None:
    # ApiDefinition.openapiDocumentRetrieval; OpenApiUtils.identifyServerObjects
    document = definition(sample_site)
    assert [server["url"] for server in document["servers"]] == [sample_site.url]
    for path in ("/conformance", "/collections"):
        content = document["paths"][path]["get"]["responses"]["200"]["content"]
        assert {JSON, HTML} <= set(content)
        assert sample_site.get(path, headers={"Accept": JSON}).headers["content-type"] == JSON


def test_every_operation_has_a_name_of_its_own(sample_site: Site) -> None:
    # ApiDefinition.apiDefinitionValidation: the parser refuses names that are there twice
    names = [item["get"]["operationId"] for item in definition(sample_site)["paths"].values()]
    assert len(names) == len(set(names))


def test_every_class_that_the_suite_knows_is_a_text(sample_site: Site) -> None:
    # Conformance.validateConformanceOperationAndResponse
    classes = sample_site.json("/conformance")["conformsTo"]
    assert all(isinstance(one, str) for one in classes)
    assert len(classes) == len(set(classes))
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in classes


def test_the_list_links_itself_in_every_format(sample_site: Site) -> None:
    # FeatureCollections.…Response_Links, _Content, _CrsProperty
    body = sample_site.json("/collections")
    check_links(body, JSON)
    assert [one["id"] for one in body["collections"]] == EVERY
    assert all(re.fullmatch("[a-z][a-z0-9_-]*", name) for name in EVERY)  # the suite takes an id for a pattern
    assert body["crs"][0] == "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@every_collection
def test_a_listed_collection_links_its_items_in_every_format(sample_site: Site, name: str) -> None:
    # FeatureCollections.…_Items_v101, _Items_Links_v101: every link has its type, and every format is there
    found = listed(sample_site, name)
    check_links(found, JSON)
    types = [link["type"] for link in links(found, "items")]
    assert sorted(types) == [GEOJSON, "text/csv", HTML]
    for link in links(found, "items"):
        answer = sample_site.get(
            local(sample_site, link["href"]), headers={"Accept": link["type"]}, follow_redirects=True
        )
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == link["type"]


@every_collection
def test_a_collection_says_of_itself_what_the_list_says(sample_site: Site, name: str) -> None:
    # FeatureCollection.validateFeatureCollectionMetadataResponse
    there, here = listed(sample_site, name), sample_site.json(f"/collections/{name}")
    for member in ("id", "title", "description", "extent", "itemType", "crs"):
        assert here[member] == there[member]


@every_collection
def test_the_suite_can_read_the_extents(sample_site: Site, name: str) -> None:
    # JsonUtils.parseSpatialExtent, parseTemporalExtent: one box of four numbers, two instants with a zone
    extent = listed(sample_site, name)["extent"]
    assert ("spatial" in extent) == (name in SPATIAL)
    assert ("temporal" in extent) == (name in TIMED)
    if "spatial" in extent:
        ((west, south, east, north),) = extent["spatial"]["bbox"]
        assert west < east
        assert south < north
    if "temporal" in extent:
        ((begin, end),) = extent["temporal"]["interval"]
        assert datetime.fromisoformat(begin) < datetime.fromisoformat(end)


@every_collection
def test_limit_bbox_and_datetime_are_declared_as_the_suite_reads_them(sample_site: Site, name: str) -> None:
    # FeaturesLimit.limitParameterDefinition, FeaturesBBox.boundingBoxParameterDefinition, FeaturesTime.timeParameter…
    parameters = {
        one["name"]: one for one in definition(sample_site)["paths"][f"/collections/{name}/items"]["get"]["parameters"]
    }
    for wanted in ("limit", "bbox", "datetime"):
        one = parameters[wanted]
        assert (one["in"], one["required"], one["style"], one["explode"]) == ("query", False, "form", False)
    limit, bbox = parameters["limit"]["schema"], parameters["bbox"]["schema"]
    assert (limit["type"], limit["minimum"], limit["default"]) == ("integer", 1, 100)
    assert limit["maximum"] >= 1000  # what GDAL and QGIS ask
    assert (bbox["type"], bbox["items"]["type"]) == ("array", "number")
    assert [(one["minItems"], one["maxItems"]) for one in bbox["oneOf"]] == [(4, 4), (6, 6)]
    assert parameters["datetime"]["schema"]["type"] == "string"
    assert not any(one["schema"].get("additionalProperties") for one in parameters.values())


@every_collection
def test_a_feature_of_each_collection_links_itself_and_its_collection(sample_site: Site, name: str) -> None:
    # Feature.featureOperation, validateFeatureResponse: the address is that of the items without its query
    path = urlsplit(features_address(sample_site, listed(sample_site, name))).path
    first = ask(sample_site, name, limit=1)["features"][0]
    answer = sample_site.get(f"{path}/{first['id']}", headers={"Accept": GEOJSON})
    assert (answer.status_code, answer.headers["content-type"]) == (200, GEOJSON)
    body = answer.json()
    check_links(body, GEOJSON)
    (collection,) = links(body, "collection")
    assert local(sample_site, collection["href"]) == f"/collections/{name}"
    assert (body["id"], body["geometry"], body["properties"]) == (first["id"], first["geometry"], first["properties"])
