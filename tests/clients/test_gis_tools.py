"""GDAL, GeoPandas, OWSLib and QGIS read a site and find what the database holds."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import box, shape

from api.ogc.catalogue import COLLECTIONS
from tests.clients.running import found_by, ids, in_box, shapes
from tests.fixtures.logging import Log
from tests.fixtures.site import Site
from tests.mvt import EXTENT, read_tile

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
COMPLETED = "status = 'completed'"
LAYERS = [*COLLECTIONS]


def queries(log: Log, path: str = "/collections/projects/items") -> list[str]:
    """The queries of the requests for a path that the site answered well, in order."""
    requests = [one for one in log.events("request") if one["path"] == path]
    assert {one["status"] for one in requests} <= {200, 304}
    return [one.get("query", "") for one in requests]


def same(one: str, other: str) -> bool:
    """Whether two shapes in WKT are the same to a tenth of a metre, wherever their rings begin and turn."""
    return shapely.from_wkt(one).normalize().equals_exact(shapely.from_wkt(other).normalize(), 1e-6)


@pytest.fixture(scope="module")
def gdal(sample_site: Site) -> None:
    if shutil.which("ogr2ogr") is None:
        pytest.fail("No ogr2ogr: `./allimi test` installs gdal-bin.")


@pytest.mark.usefixtures("gdal")
def test_gdal_reads_features_page_by_page_and_leaves_the_box_and_the_filter_to_the_site(
    sample_site: Site, log: Log
) -> None:
    found = found_by("gdal_features.py", sample_site.url)
    assert found["layers"] == LAYERS
    assert found["crs"] == "urn:ogc:def:crs:OGC:1.3:CRS84"
    assert found["every"] == ids(sample_site)
    assert found["in_box"] == in_box(sample_site)
    assert found["where"] == ids(sample_site, COMPLETED)
    assert found["districts"] == ids(sample_site, table="district", key="id")
    assert found["agencies"] == ids(sample_site, table="agency", key="code")
    assert found["lines"] == ["LineString", "MultiLineString"]
    asked = queries(log)
    assert sum("limit=50" in one and "cursor=" in one for one in asked) == 7  # 400 works are 8 pages of 50
    assert any("bbox=108.2" in one for one in asked)
    assert any("limit=1000" in one and "status=completed" in one for one in asked)


@pytest.mark.usefixtures("gdal")
def test_gdal_s_features_are_those_of_the_site(sample_site: Site) -> None:
    first = found_by("gdal_features.py", sample_site.url)["first"]
    ours = sample_site.json(f"/collections/projects/items/{first['properties']['id']}")
    assert shape(first["geometry"]).equals_exact(shape(ours["geometry"]), 1e-6)
    for name in ("title", "status", "category", "agency", "budget", "progress_actual", "days_late", "withheld"):
        assert first["properties"][name] == ours["properties"][name], name


@pytest.mark.usefixtures("gdal")
def test_gdal_reads_a_tile_over_http(sample_site: Site) -> None:
    found = found_by("gdal_tile.py", sample_site.url, "9", "232", "409")
    every = read_tile(sample_site.get("/tiles/WebMercatorQuad/9/232/409").content)["projects"]
    drawn = [one for one in every if one.geometry.intersects(box(0, 0, EXTENT, EXTENT))]  # GDAL drops the margin
    assert found["statuses"] == {one.properties["id"]: one.properties.get("status") for one in drawn}
    assert len(found["works"]) > 300
    truth = shapes(sample_site)
    pixel = 360 / 2**9 / 256  # a tile draws what is smaller than two pixels as a point
    for work, geometry in found["works"].items():
        assert shape(geometry).distance(shapely.from_wkt(truth[work])) < 2 * pixel


@pytest.fixture(scope="module")
def geopandas_found(sample_site: Site) -> Any:  # noqa: ANN401
    return found_by("geopandas_features.py", sample_site.url)


def test_geopandas_reads_every_layer_of_the_site(sample_site: Site, geopandas_found: Any) -> None:  # noqa: ANN401
    assert geopandas_found["layers"] == LAYERS
    assert geopandas_found["every"] == ids(sample_site)
    assert geopandas_found["crs_is_crs84"]
    assert geopandas_found["valid"]
    assert geopandas_found["in_box"] == in_box(sample_site)
    assert geopandas_found["where"] == ids(sample_site, COMPLETED)
    assert geopandas_found["page"] == [4326, ids(sample_site)[::-1]]


def test_geopandas_asks_for_another_crs_and_gets_it(sample_site: Site, geopandas_found: Any) -> None:  # noqa: ANN401
    code, lines = geopandas_found["mercator"]
    assert (code, sorted(lines)) == (3857, ids(sample_site, "geometry_class = 'line'"))
    truth = shapes(sample_site, 3857)
    for work, text in lines.items():
        assert shapely.from_wkt(text).hausdorff_distance(shapely.from_wkt(truth[work])) < 0.01  # metres


@pytest.mark.parametrize(("file", "crs"), [("gpkg", 4326), ("parquet", ["OGC", "CRS84"])])
def test_geopandas_reads_the_files(sample_site: Site, geopandas_found: Any, file: str, crs: object) -> None:  # noqa: ANN401
    found, statuses = geopandas_found[file]
    assert found == crs
    assert sorted(statuses) == ids(sample_site)
    assert sorted(work for work, status in statuses.items() if status == "completed") == ids(sample_site, COMPLETED)


def test_geopandas_s_shapes_are_those_of_the_database(sample_site: Site, geopandas_found: Any) -> None:  # noqa: ANN401
    found, truth = geopandas_found["parquet_wkt"], shapes(sample_site)
    assert sorted(found) == sorted(truth)
    for work, text in found.items():
        assert same(text, truth[work]), work


def test_owslib_reads_all_that_it_knows_of(sample_site: Site, log: Log) -> None:
    found = found_by("owslib_features.py", sample_site.url)
    assert found["collections"] == LAYERS
    assert f"{'http://www.opengis.net/spec'}/cql2/1.0/conf/cql2-text" in found["conformance"]
    assert found["api"].startswith("3.0.")
    assert found["crs"][0] == CRS84
    assert {"status", "category", "agency", "footprint", "budget"} <= set(found["queryables"])
    assert "completed" in found["schema"]["enum"]
    assert found["every"] == ids(sample_site)
    assert found["in_box"] == in_box(sample_site)
    assert found["text_filter"] == in_box(sample_site, COMPLETED)
    assert found["matched"] == len(ids(sample_site, COMPLETED))
    assert (
        shape(found["mercator"]).distance(shapely.from_wkt(shapes(sample_site, 3857)[found["point"]])) < 0.01
    )  # metres
    assert found["same_feature"]
    assert sum("limit=150" in one for one in queries(log)) == 3  # 400 works are 3 pages of 150


def test_owslib_s_period_is_that_of_the_works(sample_site: Site) -> None:
    found = found_by("owslib_features.py", sample_site.url)
    period = "daterange(COALESCE(actual_start, planned_start), COALESCE(actual_end, planned_end), '[]')"
    asked = "daterange('2026-01-01', '2026-06-30', '[]')"
    dated = "COALESCE(actual_start, planned_start, actual_end, planned_end) IS NOT NULL"
    assert found["in_time"] == len(ids(sample_site, f"{dated} AND {period} && {asked}"))


def found_by_qgis(site: Site, folder: Path) -> Any:  # noqa: ANN401
    """What QGIS finds; it is large, so the tests do not install it: `apt-get install python3-qgis qgis-providers`."""
    python = os.environ.get("QGIS_PYTHON", "/usr/bin/python3")
    tried = [python, "-c", "import qgis.core"]
    if not Path(python).exists() or subprocess.run(tried, check=False, capture_output=True).returncode:
        pytest.skip("No QGIS on this machine: Debian's python3-qgis and qgis-providers, or QGIS_PYTHON.")
    alone = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    return found_by("qgis_layers.py", site.url, python=python, **alone)


def test_qgis_reads_the_works_page_by_page_and_leaves_the_box_to_the_site(
    sample_site: Site, tmp_path: Path, log: Log
) -> None:
    found = found_by_qgis(sample_site, tmp_path)
    assert found["crs"] in {"EPSG:4326", "OGC:CRS84"}
    assert found["count"] == len(ids(sample_site))
    assert sorted(found["every"]) == ids(sample_site)
    assert sorted(found["completed"]) == ids(sample_site, COMPLETED)
    assert sorted(found["areas_in_box"]) == in_box(sample_site, "geometry_class = 'area'")
    assert sum("limit=50" in one and "cursor=" in one for one in queries(log)) >= 7  # 400 works are 8 pages of 50
    assert any("bbox=108.2" in one for one in queries(log, "/collections/project-areas/items"))


def test_qgis_gives_each_class_of_geometry_a_layer_and_draws_the_tiles(sample_site: Site, tmp_path: Path) -> None:
    found = found_by_qgis(sample_site, tmp_path)
    assert found["kinds"]["project-lines"] in {"LineString", "MultiLineString"}
    assert found["kinds"]["project-areas"] in {"Polygon", "MultiPolygon"}
    assert sorted(found["lines"]) == ids(sample_site, "geometry_class = 'line'")
    work, status, text = found["first"]
    assert ids(sample_site, f"project_id = '{work}' AND status = '{status}'") == [work]
    assert same(text, shapes(sample_site)[work])
    assert found["tiles"]["valid"]
    assert 0.01 < found["tiles"]["share"] < 0.5
    assert found["tiles"]["beyond"] == 0  # nothing is drawn where no works are
