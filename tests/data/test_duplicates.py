"""Rows that share an id: repeats, parts, contradictions."""

import pytest
import shapely

from data.checks import Held, Prepared
from data.checks import duplicates as duplicates_module
from data.mapping import parse_mapping
from geo.errors import BadInput
from tests.data.builders import MAPPING, held_rules, mapping, outcomes, prepared, rows

PARTS = parse_mapping(MAPPING.replace('columns = ["ma"]', 'columns = ["ma"]\nshared = "parts"'))


def test_rows_that_say_the_same_are_published_once() -> None:
    found = outcomes(rows({}, {"ghi_chu": "unmapped columns do not matter"}))
    assert [type(row) for row in found] == [Prepared, Held]
    assert isinstance(found[1], Held)
    assert found[1].reasons[0].message == "Row 1 has this id; this row says nothing that it does not say."


def test_the_fullest_of_them_is_published_wherever_it_stands() -> None:
    found = outcomes(rows({"kinh_phi": None}, {"kinh_phi": None, "tien_do": None}, {}))
    assert [(type(row), row.number) for row in found] == [(Prepared, 3), (Held, 1), (Held, 2)]


def test_rows_that_contradict_each_other_are_all_held() -> None:
    found = outcomes(rows({}, {"kinh_phi": "7"}, {"ma": "DN-2"}))
    held = [row for row in found if isinstance(row, Held)]
    assert [row.number for row in held] == [1, 2]
    assert {row.reasons[0].rule for row in held} == {"id.duplicate"}
    assert held[0].reasons[0].message == "Rows 1, 2 have one id and contradict each other in budget."


def test_a_row_that_is_held_for_a_value_contradicts_the_others_of_its_id() -> None:
    found = outcomes(rows({}, {"bat_dau": "quý 2"}, {"kinh_phi": "x"}, {"ma": "DN-2"}))
    held = {row.number: [r.rule for r in row.reasons] for row in found if isinstance(row, Held)}
    assert held == {1: ["id.duplicate"], 2: ["date.form", "id.duplicate"], 3: ["money.form", "id.duplicate"]}
    message = next(row for row in found if isinstance(row, Held)).reasons[0].message
    assert message == "Rows 1, 2, 3 have one id and contradict each other in bat_dau, budget, kinh_phi, planned_start."


def test_a_row_that_only_lacks_something_is_a_repeat_as_well() -> None:
    found = outcomes(rows({}, {"ten": None}))
    assert [type(row) for row in found] == [Prepared, Held]
    assert isinstance(found[1], Held)
    assert [reason.rule for reason in found[1].reasons] == ["title.missing", "id.duplicate"]


def test_rows_of_one_id_that_are_all_held_keep_their_own_reasons() -> None:
    assert held_rules(rows({"bat_dau": "?"}, {"bat_dau": "?"})) == ["date.form", "date.form"]


def test_a_part_that_is_held_holds_the_others() -> None:
    pieces = rows({}, {})
    pieces[0].geometry, pieces[1].geometry = shapely.Point(108.2, 16), shapely.Point(0, 0)
    assert sorted(held_rules(pieces, PARTS)) == ["footprint.outside", "id.duplicate", "id.duplicate"]


def test_parts_of_one_work_are_joined() -> None:
    pieces = rows({}, {}, {})
    for n, row in enumerate(pieces):
        row.geometry = shapely.LineString([(108.2 + n / 100, 16), (108.205 + n / 100, 16)])
    work = prepared(pieces, PARTS)
    assert (work.number, work.rows, [number for number, _ in work.joined]) == (1, 3, [2, 3])
    assert isinstance(work.project.footprint, shapely.MultiLineString)
    assert len(work.project.footprint.geoms) == 3


def test_parts_that_overlap_are_united() -> None:
    pieces = rows({}, {})
    for n, row in enumerate(pieces):
        row.geometry = shapely.box(108.2 + n / 100, 16, 108.22 + n / 100, 16.1)
    footprint = prepared(pieces, PARTS).project.footprint
    assert isinstance(footprint, shapely.Polygon)
    assert footprint.area == pytest.approx(0.003)


def test_parts_that_contradict_each_other_are_held() -> None:
    assert all(isinstance(row, Held) for row in outcomes(rows({}, {"ten": "Khác"}), PARTS))


def test_an_id_that_most_rows_share_is_no_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates_module, "MOST", 5)
    with pytest.raises(BadInput, match="it is no id"):
        outcomes(rows(*({"ten": f"Đường {n}"} for n in range(7))), mapping())
