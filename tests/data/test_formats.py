"""The same works in every format give the same projects."""

import resource
import subprocess
import sys
import time
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from openpyxl import Workbook
from pyogrio.raw import write as write_raw

from data.checks import Held, Prepared, prepare
from data.readers import open_source
from geo.codes import Status
from geo.errors import BadInput
from tests.data.builders import GOOD, city, csv_text, load, mapping
from tests.data.writers import GEOMETRY_COLUMN, SITES, WRITERS, as_geopackage, write, write_layer


@pytest.mark.parametrize("write_as", WRITERS)
def test_every_format_gives_the_same_projects(tmp_path: Path, write_as: Any) -> None:  # noqa: ANN401
    path = write_as(tmp_path)
    tabular = path.suffix in {".csv", ".tsv", ".gz", ".xlsx"}
    found = load(path, mapping(GEOMETRY_COLUMN if tabular else ""))
    assert all(isinstance(row, Prepared) for row in found), found
    projects = [row.project for row in found if isinstance(row, Prepared)]
    assert [p.id for p in projects] == ["DN-1", "DN-2", "DN-3"]
    assert {p.titles["vi"] for p in projects} == {GOOD["ten"]}
    assert {p.status for p in projects} == {Status.IMPLEMENTATION}
    assert {p.budget.amount for p in projects if p.budget} == {Decimal("125500000")}
    for project, site in zip(projects, SITES, strict=True):
        assert project.footprint is not None
        assert project.footprint.equals(site)


@pytest.mark.parametrize("zipped", [False, True])
def test_a_shapefile_is_read_from_its_parts_or_from_a_zip(tmp_path: Path, zipped: bool) -> None:
    path = write_layer(tmp_path / "duong.shp", (SITES[1],) * 3, "ESRI Shapefile", encoding="UTF-8")
    if zipped:
        with zipfile.ZipFile(tmp_path / "duong.zip", "w") as archive:
            for part in tmp_path.glob("duong.*"):
                if part.suffix != ".zip":
                    archive.write(part, f"thu muc/{part.name}")
        path = tmp_path / "duong.zip"
    found = load(path, mapping())
    assert [row.project.titles["vi"] for row in found if isinstance(row, Prepared)] == [GOOD["ten"]] * 3


def test_a_shapefile_without_prj_asks_for_its_crs(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.shp", (SITES[1],) * 3, "ESRI Shapefile", crs="EPSG:4326")
    path.with_suffix(".prj").unlink()
    with pytest.raises(BadInput, match=r'crs = "EPSG:4326"'):
        load(path, mapping(without='crs = "EPSG:4326"'))


def test_a_cpg_that_lies_can_be_overruled(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.shp", (SITES[0],) * 3, "ESRI Shapefile", encoding="UTF-8")
    path.with_suffix(".cpg").write_text("ISO-8859-1")
    with open_source(path) as lying:
        assert next(lying.chunks())[0].values["ten"] != GOOD["ten"]
    with open_source(path, encoding="utf-8") as told:
        assert next(told.chunks())[0].values["ten"] == GOOD["ten"]


def test_an_encoding_that_does_not_fit_names_its_way_out(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", "ma,ten\n1,Secretaría\n", "latin-1")
    with pytest.raises(BadInput, match=r"is not utf-8: byte 0xED .*latin-1"), open_source(path) as opened:
        list(opened.chunks())
    with pytest.raises(BadInput, match="utf-99"), open_source(path, encoding="utf-99"):
        pass


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("latin-1", "Secretaría"), ("cp949", "서울 도로"), ("utf-8-sig", "Cầu Rồng"), ("utf-8", "Cầu Rồng")],
)
def test_texts_in_other_encodings_arrive_whole(tmp_path: Path, encoding: str, text: str) -> None:
    path = write(tmp_path / "a.csv", csv_text({**GOOD, "ten": text, "trang_thai": "-"}), encoding)
    chosen = mapping("", without='crs = "EPSG:4326"').model_copy(
        update={"file": mapping().file.model_copy(update={"encoding": encoding})}
    )
    (row,) = load(path, chosen)
    assert isinstance(row, Prepared)
    assert row.project.titles["vi"] == text


def test_vietnamese_windows_text_becomes_nfc(tmp_path: Path) -> None:
    decomposed = "Câ\u0300u Rô\u0300ng, đươ\u0300ng"
    path = write(tmp_path / "a.csv", csv_text({**GOOD, "ten": decomposed}), "cp1258")
    chosen = mapping().model_copy(update={"file": mapping().file.model_copy(update={"encoding": "cp1258"})})
    (row,) = load(path, chosen)
    assert isinstance(row, Prepared)
    assert row.project.titles["vi"] == "Cầu Rồng, đường"


def test_a_row_of_another_width_is_held_and_the_file_goes_on(tmp_path: Path) -> None:
    wide, good = {**GOOD, "ten": "Đường, quên dấu nháy"}, {**GOOD, "ma": "DN-2"}
    path = write(tmp_path / "a.csv", csv_text(wide, good).replace('"', ""))
    first, second = load(path, mapping())
    assert isinstance(first, Held)
    assert [reason.rule for reason in first.reasons][-1] == "row.columns"
    assert isinstance(second, Prepared)


def test_columns_without_a_name_or_with_the_same_get_one(tmp_path: Path) -> None:
    with open_source(write(tmp_path / "a.csv", "ma,,ten,ten\n1,2,3,4\n")) as opened:
        assert next(opened.chunks())[0].values == {"ma": "1", "column 2": "2", "ten": "3", "ten (2)": "4"}


def test_cells_of_a_workbook_keep_their_kind(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["ngay", "so", "ty_le", "trong"])
    book.active.append([date(2025, 2, 1), 7, 0.25, None])
    book.save(tmp_path / "a.xlsx")
    with open_source(tmp_path / "a.xlsx") as opened:
        (row,) = next(opened.chunks())
    assert row.values == {"ngay": "2025-02-01", "so": 7, "ty_le": 0.25, "trong": None}
    book.create_sheet("hai").append(["a"])
    book["hai"].append([1])
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(BadInput, match="Sheet, hai; say which"), open_source(tmp_path / "b.xlsx"):
        pass


def test_heavy_libraries_are_loaded_only_when_a_file_needs_them() -> None:
    code = "import sys, data.checks, data.inspecting, data.districts; print({'pandas', 'pyogrio'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.slow
def test_200_000_rows_take_under_120_microseconds_each_and_little_memory(tmp_path: Path) -> None:
    header = csv_text(GOOD).splitlines()[0] + ",x,y\r\n"
    line = "DN-{n},Đường số {n},đang thi công,road,01/02/2025,30/11/2026,{n},45,108.2,16.0\r\n"
    write(tmp_path / "a.csv", header + "".join(line.format(n=n) for n in range(200_000)))
    chosen = mapping('\n[location]\nlongitude = "x"\nlatitude = "y"\n')
    began = time.perf_counter()
    with open_source(tmp_path / "a.csv") as opened:
        assert sum(isinstance(row, Prepared) for row in prepare(opened, chosen, city())) == 200_000
    assert (time.perf_counter() - began) / 200_000 < 120e-6
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_000_000


def test_an_int_column_with_a_gap_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    numbers = np.array([7, 0], dtype=np.int64)
    write_raw(
        path, shapely.to_wkb(np.array(SITES[:1] * 2)), [numbers], ["so"], driver="GPKG", crs="EPSG:4326",
        geometry_type="Point", field_mask=[np.array([False, True])],
    )  # fmt: skip
    with open_source(path) as opened:
        values = [row.values["so"] for row in next(opened.chunks())]
    assert values == [7, None]
    assert type(values[0]) is int


def test_a_geopackage_is_read_in_chunks_by_key(tmp_path: Path) -> None:
    with open_source(as_geopackage(tmp_path)) as opened:
        assert [[row.number for row in chunk] for chunk in opened.chunks(2)] == [[1, 2], [3]]


def test_coordinates_in_two_columns_of_a_local_system(tmp_path: Path) -> None:
    record = {**GOOD, "x": "544541,789", "y": "1.777.997,491"}
    path = write(tmp_path / "a.csv", csv_text(record))
    more = '\n[location]\nlongitude = "x"\nlatitude = "y"\ndecimal = ","\nthousands = "."\n'
    chosen = mapping(more)
    chosen = chosen.model_copy(update={"file": chosen.file.model_copy(update={"crs": "EPSG:5899"})})
    (row,) = load(path, chosen, city())
    assert isinstance(row, Prepared)
    assert row.project.footprint is not None
    assert row.project.footprint.distance(shapely.Point(108.16817, 16.0757)) < 0.0001


def test_hexadecimal_ewkb_brings_its_own_crs(tmp_path: Path) -> None:
    site = shapely.set_srid(shapely.Point(544541.789, 1777997.491), 5899)
    record = {**GOOD, "hinh": shapely.to_wkb(site, hex=True, include_srid=True)}
    path = write(tmp_path / "a.csv", csv_text(record))
    chosen = mapping('\n[location]\newkb = "hinh"\n', without='crs = "EPSG:4326"')
    (row,) = load(path, chosen)
    assert isinstance(row, Prepared)
    assert row.project.footprint is not None
    assert row.project.footprint.distance(shapely.Point(108.16817, 16.0757)) < 0.0001
