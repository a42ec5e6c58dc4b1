"""What each format does with what it cannot hold as it is; `test_read_back.py` reads whole files back."""

from __future__ import annotations

import csv
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely
from openpyxl import load_workbook
from shapely.geometry.base import BaseGeometry

from data.exports import FORMATS
from data.exports.columns import Kind
from data.exports.tiles import record
from geo.details import SECTIONS
from tests.data.exports.builders import ABOUT, AREA, COLLECTION, LINE, POINT, district, made, work
from tests.data.exports.reading import read_back

MIXED = [
    work("P1", POINT, progress_actual=0, days_late=0, budget=12345678901234567890, budget_currency="VND"),
    work("P2", LINE, progress_actual=0.25, planned_end="2027-01-31", districts=["old.west", "old.east"]),
    work("P3", AREA, budget=None, supervisor=None, withheld=["supervisor"], sample=True),
    work("P4", None, progress_actual=None),
]
HOSTILE = [
    '=HYPERLINK("http://x","y")', "+1+1", "-2", "@SUM(A1)", "\tx", "<script>alert(1)</script>", "]]>", "&amp; & '",
    'quotes " and \\ back', "bell \x07 nul-ish \x01", "🚧 công trình 공사", "x" * 40_000, "a\nb\r\nc", "_x0041_",
    "',\"geometry\":",
]  # fmt: skip


def row(found: Any, project_id: str) -> dict[str, Any]:  # noqa: ANN401 - JSON
    facts: dict[str, Any] = next(one for one in found["rows"] if one["id"] == project_id)
    return facts


def shape(found: Any, project_id: str) -> BaseGeometry:  # noqa: ANN401 - JSON
    place = [one["id"] for one in found["rows"]].index(project_id)
    footprint: BaseGeometry = shapely.from_wkt(found["shapes"][place])
    return footprint


def test_flatgeobuf_says_that_it_leaves_out_what_has_no_footprint(tmp_path: Path) -> None:
    _, manifest = made(tmp_path, "fgb", MIXED)
    assert manifest.members["notes"] == ["1 of 4 features have no footprint and are left out."]


@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "kml"])
def test_money_is_exact_text(suffix: str, tmp_path: Path) -> None:
    found = read_back(made(tmp_path, suffix, MIXED)[0])
    assert row(found, "P1")["budget"] == "12345678901234567890"
    assert row(found, "P2").get("budget") is None


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


def test_csv_says_withheld_and_tells_nothing_entered_from_nought(tmp_path: Path) -> None:
    path, _ = made(tmp_path, "csv", MIXED)
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, _, third, last = csv.DictReader(file)
    assert (first["progress_actual"], third["supervisor"], last["progress_actual"]) == ("0", "withheld", "")
    assert first["budget"] == "12345678901234567890"
    assert read_back(path)["count"] == 4


def test_a_workbook_holds_texts_numbers_dates_and_withheld(tmp_path: Path) -> None:
    path, _ = made(tmp_path, "xlsx", MIXED)
    titles, first, second, third, last = load_workbook(path)["projects"].iter_rows(values_only=True)
    one, two, three, four = (dict(zip(titles, cells, strict=True)) for cells in (first, second, third, last))
    assert (one["budget"], one["progress_actual"], one["days_late"]) == ("12345678901234567890", 0, 0)
    assert str(two["planned_end"])[:10] == "2027-01-31"
    assert (three["supervisor"], three["sample"], four["footprint"]) == ("withheld", True, None)
    assert shapely.from_wkt(str(three["footprint"])).equals(shapely.from_geojson(json.dumps(AREA)))
    found = read_back(path, "projects")
    assert (found["count"], row(found, "P2")["districts"]) == (4, "old.west;old.east")


def test_a_workbook_goes_on_in_another_sheet(tmp_path: Path) -> None:
    from data.exports.source import Source  # noqa: PLC0415 - with its libraries
    from data.exports.survey import survey  # noqa: PLC0415
    from data.exports.workbook import write_workbook  # noqa: PLC0415
    from tests.data.exports.builders import spool  # noqa: PLC0415

    features = spool(tmp_path, [work(f"P{number}") for number in range(7)])
    source = Source(ABOUT, features, survey(features, ABOUT.columns), lambda _: None)
    write_workbook(source, tmp_path / "x.xlsx", most_rows=4)
    book = load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["projects", "projects 2", "projects 3", "about"]
    assert [cell.value for name in book.sheetnames[:3] for cell in book[name]["A"][1:]] == [f"P{n}" for n in range(7)]


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "gpkg", "kml", "geojson", "shp.zip", "fgb"])
def test_hostile_titles_come_back_as_text(suffix: str, tmp_path: Path) -> None:
    features = [work(f"P{number:02}", title=title, titles={"vi": title}) for number, title in enumerate(HOSTILE)]
    path, _ = made(tmp_path, suffix, features)
    where = f"/vsizip/{path}/projects_points.shp" if suffix == "shp.zip" else path
    found = {one["id"]: one["title"] for one in read_back(where, "projects" if suffix == "xlsx" else "")["rows"]}
    assert len(found) == len(HOSTILE)
    assert found["P10"].lstrip("'") == HOSTILE[10]
    assert found["P05"] == HOSTILE[5]


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    features = [work(f"P{number:02}", title=title) for number, title in enumerate(HOSTILE)]
    path, manifest = made(tmp_path, "xlsx", features)
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    cells = list(load_workbook(path)["projects"]["B"][1:])
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[:5]] == HOSTILE[:5]
    assert manifest.members["notes"] == ["1 texts were cut to 32767 characters."]


def test_no_markup_of_data_is_markup_in_kml(tmp_path: Path) -> None:
    path, _ = made(tmp_path, "kml", [work("P1", title="<b onclick=x>A & B</b>", status="<i>")])
    text = path.read_text("utf-8")
    assert "<name>&amp;lt;b onclick=x&amp;gt;A &amp;amp; B&amp;lt;/b&amp;gt;</name>" in text
    assert "<b" not in text.replace("<begin", "")
    assert "<i>" not in text


def test_sample_data_are_told_in_every_title(tmp_path: Path) -> None:
    _, manifest = made(tmp_path, "kml", MIXED)
    assert manifest.members["title"] == "Public works of Da Nang (sample data)"
    assert "[sample] Work P3" in (tmp_path / "projects.kml").read_text("utf-8")
    assert "(sample data)" in read_back(made(tmp_path, "gpkg", MIXED)[0])["metadata"]["title"]


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
