"""Texts of data in files: nothing is markup or a formula, and what is made up says so."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
import shapely
from openpyxl import load_workbook

from data.exports.source import Source
from data.exports.survey import survey
from data.exports.workbook import write_workbook
from tests.data.exports.builders import ABOUT, AREA, MIXED, made, spool, work
from tests.data.exports.reading import read_back, row
from tests.fixtures.program import installed

HOSTILE = [
    '=HYPERLINK("http://x","y")', "+1+1", "-2", "@SUM(A1)", "\tx", "<script>alert(1)</script>", "]]>", "&amp; & '",
    'quotes " and \\ back', "bell \x07 nul-ish \x01", "🚧 công trình 공사", "x" * 40_000, "a\nb\r\nc", "_x0041_",
    "',\"geometry\":",
]  # fmt: skip


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
    features = spool(tmp_path, [work(f"P{number}") for number in range(7)])
    source = Source(ABOUT, features, survey(features, ABOUT.columns), lambda _: None)
    write_workbook(source, tmp_path / "x.xlsx", most_rows=4)
    book = load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["projects", "projects 2", "projects 3", "about"]
    assert [cell.value for name in book.sheetnames[:3] for cell in book[name]["A"][1:]] == [f"P{n}" for n in range(7)]


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "gpkg", "kml", "geojson", "fgb"])
def test_gdal_of_the_system_reads_a_file_without_an_error(tmp_path: Path, suffix: str) -> None:
    path, _ = made(tmp_path, suffix, MIXED)
    command = [installed("ogrinfo", package="gdal-bin"), "-ro", "-al", "-so", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "ERROR" not in told.stdout + told.stderr  # GDAL 3.6 wants the number of each row of a sheet
    assert f"Feature Count: {3 if suffix == 'fgb' else 4}" in told.stdout


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


def test_a_text_of_a_workbook_that_looks_like_its_escapes_stays_what_it_is(tmp_path: Path) -> None:
    title = "_x0041_x0042_ and _x005F_"
    path, _ = made(tmp_path, "xlsx", [work(title=title)])
    (written,) = re.findall(
        "<t[^>]*>(_[^<]* and [^<]*)</t>", zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    )
    assert re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), written) == title  # as readers do, once


def test_a_text_of_a_workbook_is_cut_by_the_characters_that_spreadsheets_count(tmp_path: Path) -> None:
    path, manifest = made(tmp_path, "xlsx", [work("P1", title="a" + "🚧" * 20_000), work("P2", title="🚧" * 16_383)])
    first, second = (cell.value for cell in load_workbook(path)["projects"]["B"][1:])
    assert (first, second) == ("a" + "🚧" * 16_383, "🚧" * 16_383)
    assert manifest.members["notes"] == ["1 texts were cut to 32767 characters."]


def test_no_markup_of_data_is_markup_in_kml(tmp_path: Path) -> None:
    path, _ = made(tmp_path, "kml", [work("P1", title="<b onclick=x>A & B</b>", status="<i>")])
    text = path.read_text("utf-8")
    assert "<name>&amp;lt;b onclick=x&amp;gt;A &amp;amp; B&amp;lt;/b&amp;gt;</name>" in text
    assert "<b" not in text.replace("<begin", "")
    assert "<i>" not in text


def test_texts_by_language_are_json_in_kml_too(tmp_path: Path) -> None:
    titles = {"vi": "Cầu; en: A", "en": "Bridge"}
    found = row(read_back(made(tmp_path, "kml", [work("P1", titles=titles)])[0]), "P1")
    assert json.loads(found["titles"]) == titles


def test_sample_data_are_told_in_every_title(tmp_path: Path) -> None:
    _, manifest = made(tmp_path, "kml", MIXED)
    assert manifest.members["title"] == "Public works of Da Nang (sample data)"
    assert "[sample] Work P3" in (tmp_path / "projects.kml").read_text("utf-8")
    assert "(sample data)" in read_back(made(tmp_path, "gpkg", MIXED)[0])["metadata"]["title"]
