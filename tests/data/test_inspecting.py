"""A look into unknown files, and the mapping proposed."""

from functools import cache
from pathlib import Path

import pytest

from data.checks import Held, Prepared
from data.inspecting import inspect, propose_mapping
from data.mapping import parse_mapping
from tests.data.builders import city, collection, csv_text, feature, load, point
from tests.data.real_files import FILES, RealFile
from tests.data.writers import WRITERS

VIETNAMESE = {
    "STT": "1",
    "Mã dự án": "DN-2025-001",
    "Tên công trình": "Cải tạo đường Bạch Đằng",
    "Chủ đầu tư": "Sở Giao thông",
    "Tình trạng": "Đang thi công",
    "Ngày khởi công": "15/02/2025",
    "Ngày hoàn thành": "30/11/2026",
    "Tổng mức đầu tư": "1.250.000.000",
    "Tiến độ": "45,5",
    "Nhà thầu": "Công ty A",
    "Kinh độ": "108,22",
    "Vĩ độ": "16,07",
    "Ghi chú": "x",
}
looked_at = cache(inspect)
"""A look into a real file, which several tests propose from."""


def test_a_vietnamese_table_is_understood(tmp_path: Path) -> None:
    records = [
        {**VIETNAMESE, "STT": str(n), "Mã dự án": f"DN-2025-{n:03}", "Tên công trình": f"Đường số {n}"}
        for n in range(1, 31)
    ]
    path = tmp_path / "a.csv"
    path.write_text(csv_text(*records, delimiter=";"), encoding="utf-8-sig")
    text = propose_mapping(inspect(path), city())
    chosen = parse_mapping(text)
    assert chosen.id.columns == ("Mã dự án",)
    assert chosen.file.decimal == ","
    assert chosen.planned_start is not None
    assert chosen.planned_start.formats == ("%d/%m/%Y",)
    assert "# Not used: STT, Ghi chú" in text
    found = load(path, chosen)
    assert not [row for row in found if isinstance(row, Held)]


def test_statuses_it_does_not_know_are_left_to_the_person(tmp_path: Path) -> None:
    features = [feature(point(), id=f"A-{n}", name="Elm", etapa=s) for n, s in enumerate(("En obra", "Piloto 1"))]
    path = tmp_path / "a.geojson"
    path.write_text(collection(*features))
    text = propose_mapping(inspect(path), city())
    assert '"En obra" = "implementation"' in text
    assert '"Piloto 1" = ""  # not entered; or say which' in text
    assert [type(row) for row in load(path, parse_mapping(text))] == [Prepared, Prepared]


def test_a_table_that_would_say_nothing_is_left_out_of_the_proposal(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    features = [feature(point(), id=f"A-{n}", name="Elm", status=text, type=text) for n, text in enumerate("xyz")]
    path.write_text(collection(*features))
    text = propose_mapping(inspect(path), city())
    assert '# [status]\n# column = "status"' in text
    assert "# [category.table]" in text
    chosen = parse_mapping(text)
    assert (chosen.status, chosen.category) == (None, None)
    assert not [row for row in load(path, chosen) if isinstance(row, Held)]


def test_a_category_that_is_a_code_already_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name,type\nA-1,Elm,Road\nA-2,Oak,alley\n")
    found = load(path, parse_mapping(propose_mapping(inspect(path), city())))
    assert [row.project.category for row in found if isinstance(row, Prepared)] == ["road", None]


def test_the_first_budget_and_the_newest_are_two_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name,original_budget,budget\nA-1,Elm,5,7\n")
    chosen = parse_mapping(propose_mapping(inspect(path), city()))
    assert chosen.original_budget is not None
    assert chosen.budget is not None
    assert (chosen.original_budget.column, chosen.budget.column) == ("original_budget", "budget")


@pytest.mark.parametrize(
    ("values", "unit"), [("0.3 0.5", "fraction"), ("0,3 1", "fraction"), ("30 45.5", "percent"), ("0 0", "percent")]
)
def test_the_unit_of_progress_is_proposed_and_to_be_checked(tmp_path: Path, values: str, unit: str) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"A-{n};Elm;{value}\n" for n, value in enumerate(values.split()))
    path.write_text(f"id;name;progress\n{rows}")
    text = propose_mapping(inspect(path), city())
    assert f'unit = "{unit}"  # check' in text
    parse_mapping(text)


def test_a_name_that_stands_twice_takes_the_date_into_the_id(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,start_date\nElm,2025-01-01\nElm,2026-01-01\n")
    found = load(path, parse_mapping(propose_mapping(inspect(path), city())))
    assert [row.project.id for row in found if isinstance(row, Prepared)] == [
        "test-elm-2025-01-01",
        "test-elm-2026-01-01",
    ]


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_a_proposal_as_written_prepares_nearly_every_row_of_a_real_file(shared: Path, file: RealFile) -> None:
    path = shared / "data" / file.path
    found = load(path, parse_mapping(propose_mapping(looked_at(path), file.where)), file.where)
    assert sum(row.rows for row in found if isinstance(row, Prepared)) > 0.95 * file.rows


def test_a_look_counts_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ma,ten\n1,a\n2,\n3,a\n")
    look = inspect(path)
    assert (look.rows, look.format, look.crs, look.delimiter) == (3, "csv", None, ",")
    assert [(c.name, c.filled, c.distinct, c.samples) for c in look.columns] == [
        ("ma", 3, 3, ("1", "2", "3")),
        ("ten", 2, 1, ("a",)),
    ]


@pytest.mark.parametrize("write_as", WRITERS)
def test_a_proposal_for_any_format_can_be_loaded(tmp_path: Path, write_as: object) -> None:
    parse_mapping(propose_mapping(inspect(write_as(tmp_path)), city()))  # type: ignore[operator]


def test_a_hostile_column_name_stays_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text({'name"]\n[x]': "A", "status": 'a"\n[evil]\n\x7f', "id": "1"}))
    assert parse_mapping(propose_mapping(inspect(path), city())).id.columns


def test_a_proposal_for_every_real_file_can_be_loaded(shared: Path) -> None:
    for path in sorted((shared / "data").glob("*/*")):
        if path.suffix in {".csv", ".gz", ".geojson", ".kml", ".gpkg", ".zip"}:
            parse_mapping(propose_mapping(looked_at(path), city()))


def test_buenos_aires_counting_id_is_not_proposed(shared: Path) -> None:
    folder = shared / "data" / "ar-buenos-aires-obras"
    chosen = parse_mapping(propose_mapping(looked_at(folder / "obras_2023.csv"), city()))
    assert chosen.id.columns == ("nombre",)
    assert chosen.id.slug
