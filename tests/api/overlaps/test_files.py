"""Overlaps as files: what GDAL reads of them is what the API serves."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from openpyxl import load_workbook

from data.exports.columns import OVERLAPS
from tests.api.downloads.conftest import fetched
from tests.api.downloads.test_command import export
from tests.api.overlaps.conftest import HOSTILE, put_in
from tests.data.exports.builders import ABOUT, made
from tests.data.exports.reading import read_back
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

ITEMS = "/collections/overlaps/items"


def check(found: Any, served: dict[str, Any]) -> None:  # noqa: ANN401 - JSON
    """That what GDAL read is what was served."""
    assert found["count"] == len(served) == 3
    for row, place in zip(found["rows"], found["shapes"], strict=True):
        one = served[row["id"]]
        told = one["properties"]
        assert shapely.from_wkt(place).equals(shapely.from_geojson(json.dumps(one["geometry"])))
        assert (row["class"], row["one_title"], row["lead"]) == (told["class"], told["one_title"], told["lead"])
        assert (row["score"], row["shared_length_m"]) == (told["score"], told["shared_length_m"])
        assert str(row["period_end"]).replace("/", "-")[:10] == told["period_end"]


def test_gdal_reads_of_a_geopackage_what_the_api_serves(database: Database, tmp_path: Path) -> None:
    put_in(database.writer_url)
    with serving(database, data_dir=tmp_path) as site:
        served = {one["id"]: one for one in site.json(ITEMS)["features"]}
        (tmp_path / "overlaps.gpkg").write_bytes(fetched(site, "/downloads/overlaps.gpkg").content)
        text = site.get("/downloads/overlaps.csv?class=clash&agency=ban-2").content.decode("utf-8-sig")
        rows = {row["id"]: json.loads(row["terms"]) for row in csv.DictReader(io.StringIO(text))}
        assert rows == {name: served[name]["properties"]["terms"] for name in ("A~B", "D~E")}
    found = read_back(tmp_path / "overlaps.gpkg")
    check(found, served)
    assert {row["agencies"] for row in found["rows"]} == {"ban-1", "ban-1;ban-2"}
    for row in found["rows"]:
        assert json.loads(row["terms"]) == served[row["id"]]["properties"]["terms"]


def test_every_other_format_has_them_too(site: Site, tmp_path: Path) -> None:
    features = site.json(ITEMS)["features"]
    texts = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features]
    about = replace(ABOUT, collection="overlaps")
    served = {one["id"]: one for one in features}
    for suffix in ("fgb", "kml"):
        check(read_back(made(tmp_path / suffix, suffix, texts, about=about)[0]), served)
    assert HOSTILE not in (tmp_path / "kml" / "overlaps.kml").read_text("utf-8")
    sheet = load_workbook(made(tmp_path / "xlsx", "xlsx", texts, about=about)[0])["overlaps"]
    names, *rows = sheet.iter_rows(values_only=True)
    terms = {row[0]: row[names.index("terms")] for row in rows}
    assert json.loads(str(terms["D~E"])) == served["D~E"]["properties"]["terms"]
    _, manifest = made(tmp_path / "shp", "shp.zip", texts, about=about)
    assert "terms does not fit: it is in the other formats." in manifest.members["notes"]
    found = read_back(f"/vsizip/{tmp_path}/shp/overlaps.shp.zip", "overlaps_areas")
    assert [(row["id"], row["area_m2"]) for row in found["rows"]] == [
        ("D~E", served["D~E"]["properties"]["shared_area_m2"])
    ]
    assert "terms" not in found["rows"][0]  # 254 bytes of their JSON are none


def test_short_names_of_columns_are_short_and_differ() -> None:
    names = [column.short for column in OVERLAPS]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 10 for name in names)


def test_the_command_writes_them(site: Site, tmp_path: Path) -> None:
    done = export(site.database, tmp_path / "pairs.csv", "--collection", "overlaps", "--select", "class=join")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO((tmp_path / "pairs.csv").read_text("utf-8-sig"))))
    assert [(row["id"], row["class"]) for row in rows] == [("A~B", "join")]


@pytest.mark.parametrize("path", ["/downloads/overlaps.pmtiles", "/downloads/overlaps.doc"])
def test_what_there_is_no_file_of_is_not_found(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404
