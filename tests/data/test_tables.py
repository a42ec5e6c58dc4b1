from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.tables import csv_table, plain_text
from data.totals import TOTALS


def feature(geometry: dict[str, Any] | None = None, **properties: Any) -> str:  # noqa: ANN401
    return json.dumps({"type": "Feature", "id": "P1", "geometry": geometry, "properties": properties})


def cells(*features: str) -> list[dict[str, str]]:
    properties = list(json.loads(features[0])["properties"]) if features else ["title"]
    table = csv_table(features, properties, licence="CC0-1.0")
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def test_the_digits_of_money_survive() -> None:
    text = '{"type":"Feature","id":"P1","geometry":null,"properties":{"budget":12345678901234567890.10}}'
    assert cells(text)[0]["budget"] == "12345678901234567890.10"


def test_a_section_is_json_with_all_its_digits() -> None:
    scale = '[{"name":"Dài","value":1234567890123456.78},{"name":"=x","value":2}]'
    text = '{"type":"Feature","id":"P1","geometry":null,"properties":{"titles":{},"scale":' + scale + "}}"
    assert cells(text)[0] == {"id": "P1", "titles": "", "scale": scale, "footprint": "", "licence": "CC0-1.0"}


def test_a_section_entered_as_empty_is_not_one_that_nobody_entered() -> None:
    row = cells(feature(penalties=[], photos=None, changes=None, withheld=["changes"]))[0]
    assert (row["penalties"], row["photos"], row["changes"]) == ("[]", "", "withheld")


def test_totals_are_columns_of_their_own() -> None:
    amount = '{"amount":1234567890123456.78,"currency":"VND"}'
    contracts = f'[{{"id":"=x","amount":{amount},"payments":[{{"id":"1","amount":{amount}}}]}},{{"id":"2"}}]'
    text = '{"type":"Feature","id":"P1","geometry":null,"properties":{"withheld":["penalties"],"contracts":'
    table = csv_table([f"{text}{contracts}}}}}"], [*TOTALS], licence="CC0-1.0")
    assert list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))) == [
        {
            "id": "P1", "contracts_count": "2", "contracts_total": "1234567890123456.78",
            "contracts_total_currency": "VND", "payments_count": "1", "payments_total": "1234567890123456.78",
            "payments_total_currency": "VND", "penalty_points": "withheld", "footprint": "", "licence": "CC0-1.0",
        }
    ]  # fmt: skip


def test_a_footprint_is_well_known_text() -> None:
    assert cells(feature({"type": "Point", "coordinates": [108.25, 16.5]}))[0]["footprint"] == "POINT (108.25 16.5)"


def test_a_collection_is_well_known_text() -> None:
    point = {"type": "Point", "coordinates": [1.5, 2]}
    found = cells(feature({"type": "GeometryCollection", "geometries": [point]}))[0]["footprint"]
    assert found == "GEOMETRYCOLLECTION (POINT (1.5 2))"


def test_withheld_and_not_entered_are_two_cells() -> None:
    row = cells(feature(budget=None, supervisor=None, withheld=["supervisor", "footprint"]))[0]
    assert (row["budget"], row["supervisor"], row["footprint"]) == ("", "withheld", "withheld")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_begins_a_formula(start: str) -> None:
    assert plain_text(f"{start}1+1") == f"'{start}1+1"


def test_a_negative_number_stays_a_number() -> None:
    assert cells(feature(days_late=-12))[0]["days_late"] == "-12"


@given(st.text(), st.lists(st.text()))
def test_every_text_comes_back_whole(title: str, districts: list[str]) -> None:
    row = cells(feature(title=title, districts=districts))[0]
    assert row["title"] == plain_text(title)
    assert row["districts"] == plain_text(";".join(districts))


def test_every_row_names_its_licence() -> None:
    assert cells(feature(title="Cầu"))[0]["licence"] == "CC0-1.0"


def test_a_table_without_rows_still_names_its_columns() -> None:
    assert csv_table((), ["title"], licence="x").decode("utf-8-sig") == "id,title,footprint,licence\r\n"
