"""What each format does with what it cannot hold as it is; `test_read_back.py` reads whole files back."""

from __future__ import annotations

import csv
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely
from openpyxl import load_workbook

from data.exports import FORMATS, shapefile
from data.exports.columns import Kind
from data.exports.tiles import record
from geo.details import SECTIONS
from tests.data.exports.builders import ABOUT, AREA, COLLECTION, MIXED, POINT, district, made, work
from tests.data.exports.reading import read_back, row, shape


def test_flatgeobuf_says_that_it_leaves_out_what_has_no_footprint(tmp_path: Path) -> None:
    _, manifest = made(tmp_path, "fgb", MIXED)
    assert manifest.members["notes"] == ["1 of 4 features have no footprint and are left out."]


@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "kml"])
def test_money_is_exact_text(suffix: str, tmp_path: Path) -> None:
    found = read_back(made(tmp_path, suffix, MIXED)[0])
    assert row(found, "P1")["budget"] == "12345678901234567890"
    assert row(found, "P2").get("budget") is None


def test_an_instant_is_cut_to_milliseconds_where_a_format_has_no_more(tmp_path: Path) -> None:
    works = [work("P1", published="2026-11-20T03:04:59.999999Z"), work("P2", published="2026-11-20T03:04:05.678901Z")]
    path, _ = made(tmp_path, "gpkg", works)
    with closing(sqlite3.connect(path)) as database:
        told = [text for (text,) in database.execute("SELECT published FROM projects ORDER BY id")]
    assert told == ["2026-11-20T03:04:59.999Z", "2026-11-20T03:04:05.678Z"]
    assert "03:04:59.999" in row(read_back(made(tmp_path / "fgb", "fgb", works)[0]), "P1")["published"]


DETAILED = [
    work(
        "P1",
        POINT,
        penalties=[],
        changes=None,
        withheld=["changes"],
        contracts=[
            {"id": "=1+1", "title": "Gói \"1\"", "amount": {"amount": 12345678901234567, "currency": "VND"},
             "payments": [{"id": "1", "amount": {"amount": 2.5, "currency": "VND"}}]},
        ],
    ),
    work("P2", POINT),
]  # fmt: skip


@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "kml", "csv", "xlsx", "parquet"])
def test_sections_are_exact_json_and_their_totals_are_columns(suffix: str, tmp_path: Path) -> None:
    path, _ = made(tmp_path, suffix, DETAILED)
    told, bare = rows_of(path, suffix)
    contracts = json.loads(str(told["contracts"]), parse_float=Decimal)
    assert contracts == json.loads(DETAILED[0], parse_float=Decimal)["properties"]["contracts"]
    assert int(told["contracts_count"]) == int(told["payments_count"]) == 1
    assert (Decimal(told["contracts_total"]), told["contracts_total_currency"]) == (Decimal(12345678901234567), "VND")
    assert Decimal(told["payments_total"]) == Decimal("2.5")
    assert told["penalties"] == "[]"
    assert (told.get("changes") or "") == ("withheld" if suffix in {"csv", "xlsx"} else "")
    assert not any(bare.get(name) for name in ("contracts", "penalties", "contracts_count", "contracts_total"))


def rows_of(path: Path, suffix: str) -> list[Any]:
    """The two rows of a file, read by a program of its format: GDAL where it knows it."""
    if suffix == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    if suffix == "xlsx":
        titles, *found = load_workbook(path)["projects"].iter_rows(values_only=True)
        return [dict(zip(titles, cells, strict=True)) for cells in found]
    if suffix == "parquet":
        import pyarrow.parquet as pq  # noqa: PLC0415 - heavy

        return list(pq.read_table(path).to_pylist())
    return sorted(read_back(path)["rows"], key=lambda one: str(one["id"]))


def test_every_section_has_a_column() -> None:
    assert {column.name for column in ABOUT.columns if column.kind is Kind.SECTION} == set(SECTIONS)


def test_a_shapefile_has_the_totals_and_says_where_the_sections_are(tmp_path: Path) -> None:
    path, manifest = made(tmp_path, "shp.zip", DETAILED)
    told = row(read_back(f"/vsizip/{path}/projects_points.shp"), "P1")
    assert (told["contr_no"], told["contr_sum"], told["contr_scur"]) == (1, "12345678901234567", "VND")
    assert (told["paid_no"], told["paid_sum"]) == (1, "2.5")
    assert "contracts" not in told
    assert any(note.startswith("Sections of details do not fit") for note in manifest.members["notes"])


def test_geoparquet_has_boxes_decimals_and_lists(tmp_path: Path) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy

    table = pq.read_table(made(tmp_path, "parquet", MIXED)[0])
    geo = json.loads(table.schema.metadata[b"geo"])
    column = geo["columns"]["footprint"]
    assert (geo["version"], geo["primary_column"], column["encoding"]) == ("1.1.0", "footprint", "WKB")
    assert column["geometry_types"] == ["LineString", "Point", "Polygon"]
    assert column["covering"]["bbox"]["xmax"] == ["bbox", "xmax"]
    assert "crs" not in column  # then it is OGC:CRS84
    first, second, third, last = table.to_pylist()
    assert first["budget"] == Decimal("12345678901234567890")
    assert second["districts"] == ["old.west", "old.east"]
    assert second["bbox"] == {"xmin": 108.2, "ymin": 16.0, "xmax": 108.3, "ymax": 16.1}
    assert shapely.from_wkb(third["footprint"]).equals(shapely.from_geojson(json.dumps(AREA)))
    assert (last["footprint"], last["bbox"], last["progress_actual"]) == (None, None, None)


def test_geoparquet_opens_in_geopandas(tmp_path: Path) -> None:
    import geopandas  # noqa: PLC0415 - heavy

    frame = geopandas.read_parquet(made(tmp_path, "parquet", MIXED)[0], bbox=(108.19, 15.9, 108.31, 16.2))
    assert (frame.crs.to_string(), sorted(frame["id"])) == ("OGC:CRS84", ["P1", "P2"])


def test_amounts_too_long_for_a_decimal_make_the_column_text_and_are_told(tmp_path: Path) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy

    text = work("P1").replace('"title"', '"budget":0.12345678901,"title"', 1)
    path, manifest = made(tmp_path, "parquet", [text, *MIXED[1:]])
    assert pq.read_table(path)["budget"].to_pylist()[0] == "0.12345678901"
    assert "Amounts are text" in manifest.members["notes"][0]


def test_a_shapefile_has_a_file_for_each_class_and_says_what_it_cuts(tmp_path: Path) -> None:
    long = work("P5", POINT, address="đường " * 100)
    path, manifest = made(tmp_path, "shp.zip", [*MIXED, long])
    for name, ids in (("points", ["P1", "P5"]), ("lines", ["P2"]), ("areas", ["P3"]), ("unmapped", ["P4"])):
        suffix = "dbf" if name == "unmapped" else "shp"
        found = read_back(f"/vsizip/{path}/projects_{name}.{suffix}")
        assert [one["id"] for one in found["rows"]] == ids
        assert found["crs"] == (None if name == "unmapped" else "EPSG:4326")
        if name == "areas":
            assert shape(found, "P3").equals(shapely.from_geojson(json.dumps(AREA)))
        if name == "points":
            assert len(row(found, "P5")["address"].encode()) <= 254
    told = zipfile.ZipFile(path).read("README.txt").decode()
    assert "1 texts of address were cut to 254 bytes." in told
    assert "1 texts of address were cut to 254 bytes." in manifest.members["notes"]
    assert "prog_plan (progress_planned): Planned progress" in told


def test_a_shapefile_says_which_of_its_files_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapefile, "LARGEST", 1_000)
    _, manifest = made(tmp_path, "shp.zip", [work("P1"), work("P2")])
    told = "projects_points.dbf is larger than 2 GiB, which many programs cannot read; take another format."
    assert manifest.members["notes"][-1] == told


def test_short_names_of_columns_differ_and_fit() -> None:
    for collection in ("projects", "districts"):
        short = [column.short for column in replace(ABOUT, collection=collection).columns]
        assert len(set(short)) == len(short)
        assert max(map(len, short)) <= 10


def test_a_collection_of_geometries_is_in_the_shapefile_of_each_of_its_classes(tmp_path: Path) -> None:
    path, _ = made(tmp_path, "shp.zip", [work("P1", COLLECTION), work("P2", POINT)])
    points = read_back(f"/vsizip/{path}/projects_points.shp")
    areas = read_back(f"/vsizip/{path}/projects_areas.shp")
    assert ([one["id"] for one in points["rows"]], [one["id"] for one in areas["rows"]]) == (["P1", "P2"], ["P1"])
    assert shape(points, "P1").wkt == "MULTIPOINT ((108.25 16.05))"


@pytest.mark.parametrize("suffix", list(FORMATS))
def test_the_same_features_give_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    tiles = [record(9, 400, y, b"\x1a\x03\x0a\x01" + b"abcdefghi"[y : y + 1]) for y in range(9)]
    hashes = {made(tmp_path / str(turn), suffix, MIXED * 3, tiles=tiles)[1].sha256 for turn in range(2)}
    assert len(hashes) == 1


@pytest.mark.parametrize("suffix", list(FORMATS))
def test_no_features_make_a_valid_file(suffix: str, tmp_path: Path) -> None:
    path, manifest = made(tmp_path, suffix, [])
    assert (manifest.members["count"], manifest.members["bbox"]) == (0, None)
    if suffix == "parquet":
        import pyarrow.parquet as pq  # noqa: PLC0415 - heavy

        assert pq.read_table(path).num_rows == 0
    elif suffix == "xlsx":
        assert load_workbook(path)["projects"].max_row == 1
    elif suffix == "pmtiles":
        assert path.read_bytes()[:8] == b"PMTiles\x03"
    else:
        where = f"/vsizip/{path}/projects_points.shp" if suffix == "shp.zip" else path
        assert read_back(where)["count"] == 0


@pytest.mark.parametrize("suffix", list(FORMATS))
def test_districts_can_be_had_in_every_format(suffix: str, tmp_path: Path) -> None:
    _, manifest = made(tmp_path, suffix, [district()], about=replace(ABOUT, collection="districts"))
    assert (manifest.file, manifest.members["count"]) == (f"districts.{suffix}", 1)


def test_the_manifest_says_what_the_file_is(tmp_path: Path) -> None:
    path, manifest = made(tmp_path, "gpkg", MIXED)
    told = manifest.members
    assert json.loads((tmp_path / "projects.gpkg.json").read_text("utf-8")) == {**told, "bbox": list(told["bbox"])}
    assert (told["bytes"], told["publication"], told["release"]) == (path.stat().st_size, 7, "0.1.0")
    assert told["licence"] == "CC0-1.0"
    assert told["attribution"] == {"en": "Allimi sample data"}
    assert {column["name"] for column in told["columns"]} >= {"id", "title", "budget", "withheld", "days_late"}
    assert all(column["description"] and column["type"] for column in told["columns"])
