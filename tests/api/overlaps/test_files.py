"""Overlaps as files: what GDAL reads of them is what the API serves."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import shapely

from api.downloads.orders import formats_of
from tests.api.downloads.conftest import fetched
from tests.api.downloads.test_command import export
from tests.api.overlaps.conftest import HOSTILE, put_in
from tests.data.exports.reading import read_back
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving


def test_gdal_reads_of_a_geopackage_what_the_api_serves(database: Database, tmp_path: Path) -> None:
    put_in(database.writer_url)
    with serving(database, data_dir=tmp_path) as site:
        served = {one["id"]: one for one in site.json("/collections/overlaps/items")["features"]}
        for kind in formats_of("overlaps"):
            (tmp_path / f"overlaps.{kind.suffix}").write_bytes(
                fetched(site, f"/downloads/overlaps.{kind.suffix}").content
            )
        assert site.get("/downloads/overlaps.pmtiles").status_code == 404
        rows = csv.DictReader(io.StringIO(site.get("/downloads/overlaps.csv?class=clash&agency=ban-2").text))
        assert [row["id"] for row in rows] == ["A~B", "D~E"]
    for suffix in ("gpkg", "fgb", "geojson", "kml"):
        found = read_back(tmp_path / f"overlaps.{suffix}")
        assert found["count"] == 3, suffix
        places = {row["id"]: shapely.from_wkt(place) for row, place in zip(found["rows"], found["shapes"], strict=True)}
        for name, one in served.items():
            assert places[name].equals(shapely.from_geojson(json.dumps(one["geometry"]))), (suffix, name)
    for row in read_back(tmp_path / "overlaps.gpkg")["rows"]:
        told = served[row["id"]]["properties"]
        assert (row["class"], row["one_title"], row["other_title"]) == (
            told["class"],
            told["one_title"],
            told["other_title"],
        )
        assert (row["score"], row["shared_length_m"]) == (told["score"], told["shared_length_m"])
        assert (row["agencies"], row["period_end"]) == (";".join(told["agencies"]), told["period_end"])
        assert json.loads(row["terms"]) == told["terms"]
    assert HOSTILE not in (tmp_path / "overlaps.kml").read_text("utf-8")


def test_the_command_writes_them(site: Site, tmp_path: Path) -> None:
    done = export(site.database, tmp_path / "pairs.csv", "--collection", "overlaps", "--select", "class=join")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO((tmp_path / "pairs.csv").read_text("utf-8-sig"))))
    assert [(row["id"], row["class"]) for row in rows] == [("A~B", "join")]


@pytest.mark.parametrize("path", ["/downloads/overlaps.pmtiles", "/downloads/overlaps.doc"])
def test_what_there_is_no_file_of_is_not_found(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404
