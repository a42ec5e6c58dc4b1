"""Mapping files: what they say, and how they refuse."""

import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.mapping import load_mapping, parse_mapping
from data.mapping.texts import clean, fold, shortened, slug
from data.mapping.values import amount_of, date_of, number_of, share_of
from data.rules import Fault
from geo.codes import Status
from geo.errors import BadInput
from geo.values import clean as clean_slowly
from tests.data.builders import GOOD, MAPPING, held_rules, load, mapping, prepared, rows

MAPPINGS = sorted((Path(__file__).parent.parent / "mappings").glob("*.toml"))


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_every_mapping_of_ours_loads(path: Path) -> None:
    assert load_mapping(path).columns()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MAPPING + "\n[colour]\ncolumn = 'x'", "colour is not a known key"),
        (MAPPING.replace("[status]\n", '[status]\nspelling = "x"\n'), "status.spelling is not a known key"),
        (MAPPING.replace('[titles.vi]\ncolumn = "ten"\n', ""), "titles is missing"),
        (MAPPING.replace('"implementation"', '"doing"'), "status.table"),
        (MAPPING.replace('columns = ["ma"]', 'columns = ["cartodb_id"]'), "row number"),
        (MAPPING.replace('columns = ["ma"]', 'columns = ["STT"]'), "row number"),
        (MAPPING.replace('constant = "so-gtvt"', ""), "agency: say either column or constant"),
        (MAPPING + '\n[location]\nlongitude = "x"', "longitude and latitude go together"),
        (MAPPING + '\n[location]\nwkt = "x"\newkb = "y"', "say one of"),
        (MAPPING.replace('unit = "percent"', ""), r"progress.actual.unit is missing: say percent .* or fraction"),
        (MAPPING + "\n[", "not TOML"),
    ],
)
def test_a_mapping_that_cannot_be_used_names_the_key(text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        parse_mapping(text)


def test_a_mapping_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"a\.toml"):
        load_mapping(tmp_path / "a.toml")


def test_a_column_that_the_file_has_not_is_told() -> None:
    with pytest.raises(BadInput, match="columns that the file has not: giam_sat"):
        held_rules(rows({}), mapping('\n[supervisor]\ncolumn = "giam_sat"\n'))


def test_an_id_that_counts_the_rows_is_refused() -> None:
    counted = rows(*({"ma": str(n)} for n in range(1, 30)))
    with pytest.raises(BadInput, match="counts the rows"):
        held_rules(counted)
    assert held_rules(rows(*({"ma": str(n)} for n in range(2021001, 2021030)))) == []


def test_a_pattern_that_is_no_regular_expression_is_refused() -> None:
    with pytest.raises(BadInput, match="regular expression"):
        held_rules(rows({}), mapping('\n[contractor]\ncolumn = "ten"\nnot_entered_patterns = ["("]\n'))


def test_the_facts_of_a_row() -> None:
    project = prepared(
        rows({}), mapping('\n[districts]\ncolumn = "loai"\nset = "q2024"\ntable = { road = "490" }\n')
    ).project
    assert project.status is Status.IMPLEMENTATION
    assert (project.planned_start, project.planned_end) == (date(2025, 2, 1), date(2026, 11, 30))
    assert project.budget is not None
    assert (project.budget.amount, project.budget.currency) == (Decimal("125500000.0"), "VND")
    assert project.progress.actual == Decimal("0.45")
    assert project.districts == ("q2024.490",)


def test_not_entered_is_neither_zero_nor_a_fault() -> None:
    blank = {name: None for name in GOOD if name not in {"ma", "ten"}}
    project = prepared(rows(blank)).project
    assert (project.status, project.budget, project.planned_end, project.progress.actual) == (None, None, None, None)
    assert prepared(rows({"kinh_phi": "0", "tien_do": 0})).project.progress.actual == 0
    assert prepared(rows({"kinh_phi": "-", "bat_dau": " - "})).project.budget is None


def test_codes_match_in_spite_of_case_blanks_and_accents() -> None:
    for spelling in (
        "ĐANG THI CÔNG",
        " đang  thi công ",
        unicodedata.normalize("NFD", "Đang thi công"),
        "dang thi cong",
    ):
        assert prepared(rows({"trang_thai": spelling})).project.status is Status.IMPLEMENTATION
    assert prepared(rows({"trang_thai": "Completed"})).project.status is Status.COMPLETED


def test_a_spelling_may_mean_not_entered() -> None:
    chosen = parse_mapping(MAPPING.replace('"Đang thi công" = "implementation"', '"Khác" = ""\n"?" = "completed"'))
    assert prepared(rows({"trang_thai": "khác"}), chosen).project.status is None
    assert prepared(rows({"trang_thai": "?"}), chosen).project.status is Status.COMPLETED
    assert held_rules(rows({"trang_thai": "Đang thi công"}), chosen) == ["status.unknown"]
    wards = mapping('\n[districts]\ncolumn = "loai"\nset = "q"\ntable = { road = "" }\n')
    assert prepared(rows({}), wards).project.districts == ()


def test_the_columns_are_checked_in_a_file_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ma,ten\n")
    with pytest.raises(BadInput, match="columns that the file has not: bat_dau"):
        load(path, mapping())
    path.write_text(",".join(GOOD) + "\n")
    assert load(path, mapping()) == []


def test_every_column_is_kept_with_the_row() -> None:
    assert prepared(rows({"ghi_chu": "nội bộ"})).raw == {**GOOD, "ghi_chu": "nội bộ"}


def test_an_id_of_name_and_date_is_readable_and_the_same_in_every_edition() -> None:
    text = MAPPING.replace(
        'columns = ["ma"]', 'columns = ["ten"]\nfields = ["planned_start"]\nslug = true\nprefix = "dn-"'
    )
    chosen = parse_mapping(text)
    first = prepared(rows({}), chosen).project.id
    again = prepared(
        rows({"ma": "7", "ten": "  CẢI TẠO đường Bạch\u00ad Đằng", "bat_dau": "2025-02-01"}), chosen
    ).project.id
    assert first == again == "dn-cai-tao-duong-bach-dang-2025-02-01"
    assert len(prepared(rows({"ten": "Đường " * 60}), chosen).project.id) <= 120


def test_declared_damage_is_mended_before_anything_else() -> None:
    chosen = parse_mapping(MAPPING.replace("[file]\n", '[file]\nreplace = { "Â" = "" }\n'))
    assert (
        prepared(rows({"ten": "Escuela N.Â° 6", "kinh_phi": "Â\u00a0 12"}), chosen).project.titles["vi"]
        == "Escuela N.° 6"
    )


def test_agencies_have_a_code_and_a_name() -> None:
    text = MAPPING.replace('constant = "so-gtvt"', 'column = "cq"\nlanguage = "vi"\ntable = { "Sở GTVT" = "gtvt" }')
    agency = prepared(rows({"cq": "SỞ GTVT"}), parse_mapping(text)).agency
    assert (agency.code, agency.names) == ("gtvt", {"vi": "SỞ GTVT"})
    agency = prepared(rows({"cq": "Ban Quản lý dự án số 1"}), parse_mapping(text)).agency
    assert agency.code == "ban-quan-ly-du-an-so-1"
    assert held_rules(rows({"cq": "서울시"}), parse_mapping(text)) == ["agency.form"]


@pytest.mark.parametrize(
    ("text", "formats", "expected"),
    [
        ("2024-05-23", ("%d/%m/%Y",), date(2024, 5, 23)),
        ("2024-05-23T23:30:00-05:00", (), date(2024, 5, 23)),
        ("02/15/2024", ("%d/%m/%Y", "%m/%d/%Y"), date(2024, 2, 15)),
        ("1/3/2017", ("%d/%m/%Y",), date(2017, 3, 1)),
    ],
)
def test_dates(text: str, formats: tuple[str, ...], expected: date) -> None:
    assert date_of(text, formats) == expected


@pytest.mark.parametrize("text", ["2024-13-01", "a definir", "10/21", "31/02/2024", "2024-02-30"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(Fault, match="Not a date"):
        date_of(text, ("%d/%m/%Y",))


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "expected"),
    [
        ("$187,302,527.27", ".", ",", "187302527.27"),
        ("1.234.567,89 ₫", ",", ".", "1234567.89"),
        ("1 234 567", ".", " ", "1234567"),
        ("1e6", ".", "", "1E+6"),
    ],
)
def test_amounts(text: str, decimal: str, thousands: str, expected: str) -> None:
    assert amount_of(text, decimal, thousands, Decimal(1)) == Decimal(expected)


@pytest.mark.parametrize("text", ["1,234", "12.5.1", "NaN", "inf", "MYCA", "1e400", "9" * 19, "0.1234567", "1e9999"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(Fault):
        amount_of(text, ".", "", Decimal(1))


@given(st.decimals(0, 10**17, allow_nan=False, places=6), st.sampled_from([1, 1000]))
def test_amounts_are_exact(amount: Decimal, factor: int) -> None:
    text = f"{amount:,f}"
    if amount * factor < 10**18:
        assert amount_of(text, ".", ",", Decimal(factor)) == amount * factor


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [("45", "percent", "0.45"), ("45.3 %", "fraction", "0.453"), ("0.45", "fraction", "0.45")],
)
def test_shares(text: str, unit: str, expected: str) -> None:
    assert share_of(text, ".", "", unit) == Decimal(expected)


@pytest.mark.parametrize("text", ["101", "-1", "1000%"])
def test_a_share_beyond_all_is_out_of_range(text: str) -> None:
    with pytest.raises(Fault) as fault:
        share_of(text, ".", "", "percent")
    assert fault.value.rule == "progress.range"


@given(st.text())
def test_no_text_crashes_a_number(text: str) -> None:
    for decimal, thousands in ((".", ","), (",", "."), (",", " ")):
        number = number_of(text, decimal, thousands)
        assert number is None or number.is_finite()


@given(st.text())
def test_the_fast_clean_is_the_slow_clean(text: str) -> None:
    assert clean(text) == clean_slowly(text)


@given(st.text())
def test_a_slug_is_plain_and_stays_itself(text: str) -> None:
    plain = slug(text)
    assert plain.isascii()
    assert slug(plain) == plain
    assert slug(unicodedata.normalize("NFD", text)) == plain
    assert len(shortened(plain, 40)) <= 40


def test_slugs_of_vietnamese_names() -> None:
    assert slug("Đường Nguyễn Tất Thành (đoạn 2)") == "duong-nguyen-tat-thanh-doan-2"
    assert fold("ĐÀ  Nẵng") == "da nang"
