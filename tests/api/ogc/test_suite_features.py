"""The official suite of OGC API - Features, Part 1, method by method, over every collection.

Each test does what the method of the suite (`ets-ogcapi-features10`) does that its comment names: it goes from the landing
page to the definition and from there to the paths, writes numbers as the suite writes them, and follows links.
`test_core.py` and `test_items.py` hold the same things in the small and what the suite leaves out.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from shapely import box
from shapely.geometry import shape

from tests.fixtures.site import Site

GEOJSON, HTML, JSON = "application/geo+json", "text/html", "application/json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SPATIAL = ["projects", "project-points", "project-lines", "project-areas", "districts"]
TIMED = ["projects", "project-points", "project-lines", "project-areas", "progress"]
EVERY = [*SPATIAL, "agencies", "progress"]
BOXES = {
    "meridian": (-1.5, 50.0, 1.5, 53.0),
    "equator": (-80.0, -5.0, -70.0, 5.0),
    "antimeridian": (177.0, 65.0, -177.0, 70.0),
    "north pole": (-180.0, 85.0, 180.0, 90.0),
    "south pole": (-180.0, -90.0, 180.0, -85.0),
}
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


def number(value: float) -> str:
    """As the suite writes it, with seven decimals and no zero before the point."""
    return re.sub(r"^(-?)0\.", r"\1.", f"{value:.7f}")


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
    assert body["crs"][0] == "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@every_collection
def test_a_listed_collection_links_its_items_in_every_format(sample_site: Site, name: str) -> None:
    # FeatureCollections.…_Items_v101, _Items_Links_v101: every link has its type, and every format is there
    found = listed(sample_site, name)
    check_links(found, JSON)
    types = [link["type"] for link in links(found, "items")]
    assert sorted(types) == [GEOJSON, "text/csv", HTML]
    for link in links(found, "items"):
        answer = sample_site.get(local(sample_site, link["href"]), headers={"Accept": link["type"]}, follow_redirects=True)
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
        one["name"]: one
        for one in definition(sample_site)["paths"][f"/collections/{name}/items"]["get"]["parameters"]
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
def test_a_wrong_limit_and_an_unknown_parameter_are_refused(sample_site: Site, name: str) -> None:
    # FeaturesErrorConditions.validateFeaturesOperation_QueryParamInvalid, _QueryParamUnknown
    address = features_address(sample_site, listed(sample_site, name))
    for wrong in ("limit=unlimited", "unknownQueryParameter12345=1"):
        answer = sample_site.get(f"{address}&{wrong}", headers={"Accept": GEOJSON})
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@every_collection
@pytest.mark.parametrize("limit", [1, 100])
def test_no_page_has_more_than_its_limit_and_the_pages_have_what_matched(
    sample_site: Site, name: str, limit: int
) -> None:
    # FeaturesLimit.validateFeaturesWithLimitResponse; JsonUtils.collectNumberOfAllReturnedFeatures, which follows
    # `next` with the largest limit in place of its own
    page = ask(sample_site, name, limit=limit)
    matched, returned = page["numberMatched"], page["numberReturned"]
    assert returned == min(limit, matched) > 0
    pages = 0
    while following := links(page, "next"):
        address = urlsplit(local(sample_site, following[0]["href"]))
        given = dict(parse_qsl(address.query)) | {"limit": "10000"}
        answer = sample_site.get(address.path, params=given, headers={"Accept": GEOJSON})
        assert answer.status_code == 200
        page = answer.json()
        check_features(page)
        assert page["numberMatched"] == matched
        assert page["features"]
        returned, pages = returned + page["numberReturned"], pages + 1
    assert returned == matched
    assert pages == (1 if matched > limit else 0)


@pytest.mark.parametrize("name", SPATIAL)
@pytest.mark.parametrize("corners", BOXES.values(), ids=BOXES.keys())
def test_a_box_anywhere_answers(sample_site: Site, name: str, corners: tuple[float, ...]) -> None:
    # FeaturesBBox.validateFeaturesWithBoundingBoxOperation and all that checks its answer
    page = ask(sample_site, name, bbox=",".join(map(number, corners)))
    assert (page["numberMatched"], page["features"]) == (0, [])  # nothing of the sample city lies there


@pytest.mark.parametrize("name", SPATIAL)
def test_the_extent_as_a_box_finds_only_what_touches_it(sample_site: Site, name: str) -> None:
    # FeaturesBBox.validateFeaturesWithBoundingBoxResponse
    (corners,) = listed(sample_site, name)["extent"]["spatial"]["bbox"]
    page = ask(sample_site, name, bbox=",".join(map(number, corners)))
    assert page["features"]
    assert all(shape(one["geometry"]).intersects(box(*corners)) for one in page["features"])
    mapped = ask(sample_site, name, limit=10_000)["features"]
    assert page["numberMatched"] == sum(one["geometry"] is not None for one in mapped)


@pytest.mark.parametrize("name", TIMED)
@pytest.mark.parametrize("form", ["instant", "interval", "start and duration"])
def test_every_form_of_time_that_the_suite_makes_of_the_extent_answers(sample_site: Site, name: str, form: str) -> None:
    # FeaturesTime.collectionItemUrisWithDateTimes
    begin, end = map(datetime.fromisoformat, listed(sample_site, name)["extent"]["temporal"]["interval"][0])
    first = begin + (end - begin) / 4
    second = first + (end - begin) / 4
    written = {
        "instant": _instant(begin),
        "interval": f"{_instant(first)}/{_instant(second)}",
        "start and duration": f"{first.date()}/P2D",
    }
    page = ask(sample_site, name, datetime=written[form])
    assert 0 < page["numberMatched"] < ask(sample_site, name)["numberMatched"]


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def test_a_duration_means_the_same_as_its_end(sample_site: Site) -> None:
    start = date(2026, 5, 1)
    by_end = ask(sample_site, "projects", datetime=f"{start}/{start + timedelta(days=2)}")
    assert ask(sample_site, "projects", datetime=f"{start}/P2D")["numberMatched"] == by_end["numberMatched"] > 0


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
