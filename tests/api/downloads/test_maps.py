"""Maps as PMTiles, as the site and the command make them, read back by GDAL."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import shapely
from shapely import LineString, Point

from data.exports.pmtiles import tile_id
from geo.publishing import withdraw_samples
from geo.tiles import drawing
from tests.api.downloads.conftest import fetched, point
from tests.api.downloads.test_command import export
from tests.builders import project, publish
from tests.data.exports.reading import read_back
from tests.data.exports.test_pmtiles import tiles
from tests.fixtures.site import Site
from tests.geo.tiles.test_whole import told
from tests.mvt import read_tile

EARTH = 20_037_508.342789244


@pytest.fixture
def saved(site: Site, tmp_path: Path) -> Callable[[str], Path]:
    """Keep what is at a path of the site as a file."""

    def save(path: str) -> Path:
        answer = fetched(site, path)
        assert answer.status_code == 200, answer.text
        kept = tmp_path / "kept.pmtiles"
        kept.write_bytes(answer.content)
        return kept

    return save


def ids(path: Path, layer: str = "projects") -> set[str]:
    return {row["id"] for row in read_back(path, layer)["rows"]}


def test_gdal_finds_every_work_with_its_facts_and_its_place(saved: Callable[[str], Path]) -> None:
    path = saved("/downloads/projects.pmtiles")
    found = read_back(path, "projects")
    assert {name for name, _ in found["layers"]} == {"projects", "districts", "district_labels"}
    assert found["crs"] == "EPSG:3857"
    assert {row["id"] for row in found["rows"]} == {"P1", "P2"}
    (place,) = [at for at, row in enumerate(found["rows"]) if row["id"] == "P1"]
    facts = found["rows"][place]
    assert (facts["status"], facts["progress_actual"], facts["class"]) == ("implementation", 0, "point")
    at = shapely.get_coordinates(shapely.from_wkt(found["shapes"][place]))[0]
    assert at[0] == pytest.approx(108.05 / 180 * EARTH, abs=0.5)
    line = [shapely.from_wkt(found["shapes"][at]) for at, row in enumerate(found["rows"]) if row["id"] == "P2"]
    assert shapely.union_all(line).length == pytest.approx(0.1 / 180 * EARTH, abs=2.0)
    assert ids(path, "districts") == {"old.west", "old.east"}
    assert {row["name_vi"] for row in read_back(path, "district_labels")["rows"]} == {"Quận Tây", "Quận Đông"}


def test_its_tiles_are_those_that_the_site_serves(saved: Callable[[str], Path], site: Site) -> None:
    held = tiles(saved("/downloads/projects.pmtiles"))
    for zoom, x, y in ((0, 0, 0), (9, 409, 232), (13, 6554, 3726)):
        tile = site.get(f"/tiles/WebMercatorQuad/{zoom}/{y}/{x}").content
        assert told(gzip.decompress(held[tile_id(zoom, x, y)])) == told(tile) != {}


def test_a_selection_shows_its_works_alone(saved: Callable[[str], Path]) -> None:
    assert ids(saved("/downloads/projects.pmtiles?status=completed")) == {"P2"}
    assert ids(saved("/downloads/projects.pmtiles?mapped=true")) == {"P1", "P2"}
    assert ids(saved("/downloads/projects.pmtiles?bbox=108.0,16.0,108.08,16.1&status=implementation")) == {"P1"}
    assert ids(saved("/downloads/projects.pmtiles?filter=id%3D'P1'")) == {"P1"}
    path = saved("/downloads/projects.pmtiles?mapped=false")
    assert {name for name, _ in read_back(path, "districts")["layers"]} == {"districts", "district_labels"}


def test_where_works_are_many_a_selection_is_counted_above_the_deepest_zoom(
    monkeypatch: pytest.MonkeyPatch, saved: Callable[[str], Path], site: Site
) -> None:
    monkeypatch.setattr(drawing, "MOST_SHAPES", 1)
    held = tiles(saved("/downloads/projects.pmtiles?agency=ban-1"))
    (west, east) = read_tile(gzip.decompress(held[0]))["project_counts"]
    assert [one.properties["works"] for one in (west, east)] == [1, 2]
    everything = read_tile(gzip.decompress(tiles(saved("/downloads/projects.pmtiles"))[0]))
    assert sum(cell.properties["works"] for cell in everything["project_cells"]) == 2


def test_an_earlier_publication_is_drawn_as_it_was_byte_for_byte(site: Site, tmp_path: Path) -> None:
    publish(site.database.writer_url, [project("P4", footprint=Point(108.07, 16.05), sample=True)])
    before = fetched(site, "/downloads/3/projects.pmtiles").content
    publish(site.database.writer_url, [project("P2", footprint=LineString([(108.0, 16.0), (108.2, 16.1)])), point(1)])
    with psycopg.connect(site.database.writer_url) as connection:
        withdraw_samples(connection, languages=("vi", "en"))
    made = tmp_path / "again.pmtiles"
    assert export(site.database, made, "--publication", "3").returncode == 0
    assert made.read_bytes() == before
    assert ids(made) == {"P1", "P2", "P4"}
    newest = tmp_path / "newest.pmtiles"
    assert export(site.database, newest).returncode == 0
    assert ids(newest) == {"P1", "P2", "Q00001"}


def test_the_districts_of_a_file_are_drawn_whatever_they_are_chosen_by(saved: Callable[[str], Path]) -> None:
    path = saved("/downloads/districts.pmtiles?code=east")
    assert (ids(path, "districts"), ids(path, "district_labels")) == ({"old.east"}, {"old.east"})
    assert ids(saved("/downloads/districts.pmtiles"), "districts") == {"old.east", "old.west"}


def test_the_manifest_says_how_deep_the_map_goes(site: Site) -> None:
    fetched(site, "/downloads/projects.pmtiles")
    manifest = json.loads(site.get("/downloads/2/projects.pmtiles.json").text)
    assert (manifest["count"], manifest["without_footprint"]) == (3, 1)
    assert manifest["notes"][1].startswith("Zoom 14 has every work with its shape")
