"""Tile sets as the standards describe them, and as clients follow them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openapi_spec_validator
import pytest
from shapely import Point

from api.limits import Sizes
from api.tiles.definition import CONFORMANCE, paths
from api.tiles.matrix import document
from api.tiles.style import Lettered, works_style
from geo.tiles import DEEPEST, drawing
from maps.palette import colours
from tests.builders import project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.geo.tiles.reading import at
from tests.mvt import inside, read_tile

ITEM = "application/vnd.mapbox-vector-tile"
TILE_SETS = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
SCHEME = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
PLACES = ["/tiles", "/collections/projects/tiles", "/collections/districts/tiles"]


def links(document: dict[str, Any], rel: str) -> list[dict[str, Any]]:
    return [link for link in document["links"] if link["rel"] == rel]


def local(site: Site, address: str) -> str:
    assert address.startswith(site.url)
    return address.removeprefix(site.url)


@pytest.mark.parametrize("place", PLACES)
def test_every_list_of_tile_sets_leads_to_a_tile(sample_site: Site, place: str) -> None:
    (listed,) = sample_site.json(place)["tilesets"]
    assert (listed["dataType"], listed["crs"]) == ("vector", "http://www.opengis.net/def/crs/EPSG/0/3857")
    (self_link,) = links(listed, "self")
    metadata = sample_site.json(local(sample_site, self_link["href"]))
    (scheme,) = links(metadata, SCHEME)
    assert sample_site.json(local(sample_site, scheme["href"]))["id"] == "WebMercatorQuad"
    (item,) = links(metadata, "item")
    assert (item["templated"], item["type"]) == (True, ITEM)
    values = {"tileMatrix": 0, "tileRow": 0, "tileCol": 0}
    answer = sample_site.get(local(sample_site, item["href"].format(**values)))
    assert (answer.status_code, answer.headers["content-type"]) == (200, ITEM)
    known = {layer["id"]: layer["propertiesSchema"]["properties"] for layer in metadata["layers"]}
    for name, features in read_tile(answer.content).items():
        assert set().union(*(one.properties for one in features)) <= set(known[name])


@pytest.mark.parametrize("place", PLACES)
def test_tile_json_tells_a_client_all_it_needs(sample_site: Site, place: str) -> None:
    told = sample_site.json(f"{place}/WebMercatorQuad?f=tilejson")
    assert (told["tilejson"], told["scheme"], told["minzoom"], told["maxzoom"]) == ("3.0.0", "xyz", 0, 16)
    west, south, east, north = told["bounds"]
    assert -180 <= west < east <= 180
    assert -85.06 < south < north < 85.06
    address = told["tiles"][0].format(z=0, x=0, y=0)
    found = read_tile(sample_site.get(local(sample_site, address)).content)
    known = {layer["id"]: layer["fields"] for layer in told["vector_layers"]}
    assert found
    assert set(found) <= set(known)
    for name, features in found.items():
        for one in features:
            for key, value in one.properties.items():
                assert isinstance(value, str) == (known[name][key] == "String")


def test_a_choice_goes_with_every_link(sample_site: Site) -> None:
    query = "status=completed&filter=budget%20%3E%201"
    told = sample_site.json(f"/tiles/WebMercatorQuad?f=tilejson&{query}")
    assert told["tiles"][0].endswith("/{z}/{y}/{x}?status=completed&filter=budget+%3E+1")
    (item,) = links(sample_site.json(f"/tiles/WebMercatorQuad?{query}"), "item")
    assert item["href"].endswith("{tileCol}?status=completed&filter=budget+%3E+1")


def test_the_matrix_set_is_that_of_the_standard(sample_site: Site) -> None:
    (listed,) = sample_site.json("/tileMatrixSets")["tileMatrixSets"]
    found = sample_site.json(local(sample_site, links(listed, "self")[0]["href"]))
    assert found == document()
    assert [matrix["id"] for matrix in found["tileMatrices"]] == [str(zoom) for zoom in range(DEEPEST + 1)]
    first, fifth = found["tileMatrices"][0], found["tileMatrices"][5]
    # OGC 17-083r4, annex D.1: the scale denominators of WebMercatorQuad.
    assert first["scaleDenominator"] == pytest.approx(559082264.028717, rel=1e-12)
    assert fifth["scaleDenominator"] == pytest.approx(17471320.750897, rel=1e-12)
    assert (fifth["matrixWidth"], fifth["tileWidth"], fifth["cornerOfOrigin"]) == (32, 256, "topLeft")


def test_an_unknown_matrix_set_or_collection_is_not_there(sample_site: Site) -> None:
    for place in ("/tileMatrixSets/x", "/tiles/x", "/collections/x/tiles", "/collections/agencies/tiles"):
        assert sample_site.get(place).status_code == 404


def test_the_style_draws_the_layers_of_the_tiles_and_names_no_other_host(sample_site: Site) -> None:
    style = sample_site.json("/styles/works.json")
    assert style["version"] == 8
    assert style["glyphs"] == f"{sample_site.url}/styles/glyphs/{{fontstack}}/{{range}}.pbf"
    assert "sprite" not in style
    hosts = set(re.findall(r"https?://[^/\"]+", sample_site.get("/styles/works.json").text))
    assert hosts == {sample_site.url}
    told = sample_site.json(local(sample_site, style["sources"]["allimi"]["url"]))
    layers = {layer["id"] for layer in told["vector_layers"]}
    used = {layer["source-layer"] for layer in style["layers"] if "source-layer" in layer}
    assert used <= layers
    assert used == {"projects", "project_cells", "project_counts", "districts", "district_labels"}
    fonts = {font for layer in style["layers"] for font in layer.get("layout", {}).get("text-font", ())}
    assert fonts == {"Noto Sans Regular"}


def test_the_style_has_the_colour_of_every_status() -> None:
    written = str(works_style("x", "x", (0, 0, 1, 1), Lettered("x", ("name_vi",))))
    assert all(colour in written for name, colour in colours().items() if name.startswith("status-"))
    assert len([name for name in colours() if name.startswith("status-")]) == 8


def test_the_paths_of_tiles_are_valid_openapi(sample_site: Site) -> None:
    document = sample_site.json("/api", headers={"Accept": "application/vnd.oai.openapi+json;version=3.0"})
    openapi_spec_validator.validate(document, cls=openapi_spec_validator.OpenAPIV30SpecValidator)
    for place in PLACES:
        assert f"{place}/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}" in document["paths"]


def test_the_classes_that_hold_are_named() -> None:
    names = ["core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30"]
    assert [one.split("/conf/")[1] for one in CONFORMANCE] == names
    assert {one.split("/conf/")[0] for one in CONFORMANCE} == {"http://www.opengis.net/spec/ogcapi-tiles-1/1.0"}


@pytest.fixture
def city(database: Database) -> Iterator[Site]:
    publish_two_districts(database.writer_url)
    places = (Point(108.003 + n % 20 * 0.0097, 16.003 + n // 20 * 0.0097) for n in range(200))
    publish(database.writer_url, [project(f"P{n}", footprint=point.buffer(0.002)) for n, point in enumerate(places)])
    with serving(database) as running:
        yield running


def gdal(site: Site, folder: Path, zoom: int, layer: str, sql: str) -> str:
    """What GDAL finds in the tile that has the works; its name says where it lies."""
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.fail("No ogrinfo: `./allimi test` installs gdal-bin.")
    tile = at(zoom, 108.1, 16.05)
    file = folder / f"{tile.zoom}" / f"{tile.x}" / f"{tile.y}.mvt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(site.get(f"/tiles/WebMercatorQuad/{tile.zoom}/{tile.y}/{tile.x}").content)
    done = subprocess.run(
        [ogrinfo, "-ro", "-q", str(file), "-dialect", "SQLITE", "-sql", sql.format(layer=layer)],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "ERROR" not in done.stderr
    return done.stdout


def test_gdal_finds_the_same_works_in_a_tile(city: Site, tmp_path: Path) -> None:
    found = gdal(
        city, tmp_path, 8, "projects", "SELECT id, ST_X(ST_Centroid(ST_Transform(geometry, 4326))) x FROM {layer}"
    )
    ids = re.findall(r"id \(String\) = (\S+)", found)
    items = city.json("/collections/projects/items?limit=1000")["features"]
    assert sorted(ids) == sorted(one["id"] for one in items)
    longitudes = [float(x) for x in re.findall(r"x \(Real\) = (\S+)", found)]
    assert min(longitudes) == pytest.approx(108.003, abs=0.001)
    assert max(longitudes) == pytest.approx(108.003 + 19 * 0.0097, abs=0.001)


def test_gdal_counts_the_same_works_in_cells(city: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_SHAPES", 10)
    with serving(city.database) as crowded:
        found = gdal(crowded, tmp_path, 8, "project_cells", "SELECT sum(works) AS n FROM {layer}")
    assert "n (Integer) = 200" in found or "n (Integer64) = 200" in found


def test_a_tile_s_counts_are_those_of_the_items(city: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_SHAPES", 10)
    with serving(city.database) as crowded:
        tile = at(5, 108.1, 16.05)
        cells = read_tile(crowded.get(f"/tiles/WebMercatorQuad/{tile.zoom}/{tile.y}/{tile.x}").content)["project_cells"]
    total = city.json("/collections/projects/items?mapped=true&limit=1")["numberMatched"]
    assert sum(one.properties["works"] for one in inside(cells)) == total


def test_the_definition_is_made_of_what_the_routes_read() -> None:
    named = {parameter["name"] for parameter in paths(Sizes())["/tiles/{tileMatrixSetId}"]["get"]["parameters"]}
    assert {"f", "status", "filter", "boundary_set", "tileMatrixSetId"} <= named
