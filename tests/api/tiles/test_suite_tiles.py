"""The official suite of OGC API - Tiles, method by method."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixtures.site import Site

RELATION = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-"
JSON = {"Accept": "application/json, application/javascript, text/javascript, text/json"}
TEMPLATE = ("{tileMatrix}", "{tileRow}", "{tileCol}")
LISTS = ["/tiles", "/collections/projects/tiles", "/collections/districts/tiles"]


def local(site: Site, address: str) -> str:
    assert address.startswith(site.url)
    return address.removeprefix(site.url)


def tile_set_links(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [link for link in body["links"] if link["rel"].startswith(RELATION)]


def template(site: Site, place: str) -> str:
    """The address of a list's tiles as the suite finds it: through the tile set that the list links as `self`."""
    (listed,) = site.json(place, headers=JSON)["tilesets"]
    (itself,) = [link for link in listed["links"] if link["rel"] == "self"]
    metadata = site.json(local(site, itself["href"]), headers=JSON)
    (found,) = [link["href"] for link in metadata["links"] if all(part in link["href"] for part in TEMPLATE)]
    return local(site, found)


def at(address: str, zoom: int, row: int, column: int) -> str:
    for part, value in zip(TEMPLATE, (zoom, row, column), strict=True):
        address = address.replace(part, str(value))
    return address


def test_the_landing_page_and_the_collections_link_lists_of_tile_sets(sample_site: Site) -> None:
    # datasettilesets.LandingPage, TilesetLlinks, GeospatialDataResource.geospatialResourceTilesetsLinksCheck
    (whole,) = tile_set_links(sample_site.json("/", headers=JSON))
    assert local(sample_site, whole["href"]) == "/tiles"
    collections = {one["id"]: one for one in sample_site.json("/collections")["collections"]}
    with_tiles = {name: tile_set_links(one) for name, one in collections.items() if tile_set_links(one)}
    assert set(with_tiles) == {"projects", "districts", "overlaps"}
    for (link,) in with_tiles.values():
        assert link["href"].endswith("/tiles")
        assert sample_site.json(local(sample_site, link["href"]), headers=JSON)["tilesets"]


@pytest.mark.parametrize("place", LISTS)
def test_every_link_of_a_listed_tile_set_answers_as_json(sample_site: Site, place: str) -> None:
    # Tile.processTilesResponse asks for each of them: a template in the list would be asked for as it stands
    for listed in sample_site.json(place, headers=JSON)["tilesets"]:
        assert listed["tileMatrixSetURI"]
        for link in listed["links"]:
            assert "{" not in link["href"]
            answer = sample_site.get(local(sample_site, link["href"]), headers=JSON)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


@pytest.mark.parametrize("place", LISTS)
def test_a_tile_set_names_the_template_of_its_tiles(sample_site: Site, place: str) -> None:
    # Tile.validateTileMatrixDefinitionIsAvailable, -TileRow-, -TileCol-
    assert template(sample_site, place).startswith(f"{place}/WebMercatorQuad/")


@pytest.mark.parametrize("place", LISTS)
def test_every_tile_of_the_range_is_200(sample_site: Site, place: str) -> None:
    # MandatoryCore.validateSuccessfulTilesExecution: 200 also where nothing lies
    address = template(sample_site, place)
    answers = [sample_site.get(at(address, 1, row, column)) for row in range(2) for column in range(2)]
    assert {answer.status_code for answer in answers} == {200}
    assert {bool(answer.content) for answer in answers} == {True, False}


@pytest.mark.parametrize("place", LISTS)
def test_a_tile_beyond_the_last_row_is_refused(sample_site: Site, place: str) -> None:
    # Tile.validateTilesErrorConditions, MandatoryCore.verifyErrorResponses
    address = template(sample_site, place)
    assert sample_site.get(at(address, 1, 2, 0)).status_code == 404
    assert sample_site.get(at(address, 1, 2**31 - 1, 2**31 - 1)).status_code in {400, 404}


def test_the_matrix_set_is_a_registered_one_and_listed_as_an_item(sample_site: Site) -> None:
    # MandatoryCore.verifyMinimalConformance, TileSet.validateTilesetResponse
    (listed,) = sample_site.json("/tileMatrixSets", headers=JSON)["tileMatrixSets"]
    assert listed["uri"] == "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
    (item,) = [link for link in listed["links"] if link["rel"] == "item"]
    assert item["type"] == "application/json"
    assert "WebMercatorQuad" in item["href"]
    assert sample_site.json(local(sample_site, item["href"]), headers=JSON)["tileMatrices"]


def test_the_definition_names_its_operations_as_the_standard_asks(sample_site: Site) -> None:
    # ApiDefinition.apiDefinitionOperationIdValidation
    document = sample_site.json("/api", headers={"Accept": "application/vnd.oai.openapi+json;version=3.0"})
    names = [item["get"]["operationId"] for item in document["paths"].values()]
    for ending in (".getTile", ".getTileSet", ".getTileSetsList"):
        assert any(name.endswith(ending) for name in names)


def test_the_classes_of_tiles_are_declared(sample_site: Site) -> None:
    # Conformance.validateConformanceOperationAndResponse
    classes = sample_site.json("/conformance", headers=JSON)["conformsTo"]
    base = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf"
    for name in ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30"):
        assert f"{base}/{name}" in classes
