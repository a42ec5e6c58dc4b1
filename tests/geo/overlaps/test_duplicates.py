"""When two records are taken to be of one project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from geo.codes import Category, Firmness, Status
from geo.overlaps.classes import Class
from geo.overlaps.judging import Finding, judge
from geo.overlaps.measures import Relation
from geo.overlaps.titles import alike, likeness, marks
from geo.overlaps.windows import Window
from tests.geo.overlaps.works import RULES, budget, lying, water

SAME = lying(distance=0, shared_length=500, same_place=1, title_likeness=0.4)


def _two(title: str = "THAY ONG NUOC DUONG LE LOI", **facts: Any) -> Finding | None:  # noqa: ANN401
    return judge(water(), water(**{"id": "z", "agency": "district", "title": title, **facts}), SAME, RULES)


def _is_one(title: str = "THAY ONG NUOC DUONG LE LOI", **facts: Any) -> bool:  # noqa: ANN401
    found = _two(title, **facts)
    return found is not None and found.kind is Class.DUPLICATE


def test_a_project_and_its_record_at_another_agency_are_a_duplicate_and_all_else_that_holds() -> None:
    found = _two()
    assert found is not None
    assert (found.kind, found.also) == (Class.DUPLICATE, (Class.CLASH, Class.JOIN))
    assert found.likelihood > Decimal("0.8")
    evidence = {term.name: term.quantity for term in found.terms if term.unit == "evidence"}
    assert evidence["evidence.title"] == evidence["evidence.place"] == 1
    assert evidence["evidence.amount"] == Decimal("0.5")


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Xây trường tiểu học Hoa Sen"},
        {"length": 200},
        {"window": Window(date(2027, 1, 1), date(2027, 3, 31))},
    ],
    ids=str,
)
def test_another_title_size_or_time_is_another_project(other: dict[str, Any]) -> None:
    assert not _is_one(**other)


def test_budgets_that_differ_by_more_than_a_fifth_are_of_two_projects() -> None:
    def one(amount: int, currency: str = "USD") -> bool:
        found = judge(
            water(budget=budget(1_000)),
            water(id="z", agency="district", budget=budget(amount, currency)),
            SAME,
            RULES,
        )
        return found is not None and found.kind is Class.DUPLICATE

    assert one(1_250)
    assert not one(1_251)
    assert one(9_999, "VND")


@pytest.mark.parametrize("title", ["{} - Giai đoạn 2", "{} (2027)", "{} đợt II", "{} Gói B"])
def test_another_phase_lot_or_year_is_another_project(title: str) -> None:
    name = "Thay ống nước đường Lê Lợi"
    first = water(title=title.replace("2", "1").replace("II", "I").replace("B", "A").format(name))
    for agency in ("waterworks", "district"):
        found = judge(first, water(id="z", agency=agency, title=title.format(name)), SAME, RULES)
        assert found is not None
        assert found.kind is not Class.DUPLICATE


def test_one_agency_says_the_same_twice_only_in_the_same_words() -> None:
    name = "Thay ống nước đường Lê Lợi"
    assert not _is_one(f"{name} đoạn phía bắc", agency="waterworks")
    assert not _is_one(f"{name} 2", agency="waterworks")
    assert _is_one(f"{name} 2")
    assert _is_one(name, agency="waterworks")


def test_parts_of_one_contract_are_no_duplicates() -> None:
    contracts = frozenset({"HD-1"})
    twins = water(contracts=contracts), water(id="z", contracts=contracts)
    found = judge(*twins, SAME, RULES)
    assert found is not None
    assert found.kind is Class.CLASH


def test_a_work_without_dates_or_cancelled_can_be_a_duplicate_and_nothing_else() -> None:
    for facts in ({"window": Window(None, None)}, {"status": Status.CANCELLED}):
        found = _two(**facts)
        assert found is not None
        assert (found.kind, found.also, found.joint) == (Class.DUPLICATE, (), None)


def test_points_at_one_place_need_more_than_a_similar_title() -> None:
    point = lying(relation=Relation.NEAR, shared_length=0, same_place=1, title_likeness=0.55)
    facts: dict[str, Any] = {"length": 0, "category": Category.OTHER, "window": Window(None, None)}
    found = judge(water(**facts), water(id="z", agency="district", title="Sửa chữa cống", **facts), point, RULES)
    assert found is None
    same = judge(water(**facts), water(id="z", agency="district", **facts), point, RULES)
    assert same is not None
    assert same.kind is Class.DUPLICATE


def test_a_duplicate_of_what_is_done_is_found() -> None:
    found = judge(water(firmness=Firmness.DONE), water(id="z", agency="district", firmness=Firmness.DONE), SAME, RULES)
    assert found is not None
    assert (found.kind, found.also) == (Class.DUPLICATE, ())


def test_titles_are_alike_whatever_their_case_and_marks() -> None:
    assert likeness("Đường Trần Phú", "DUONG  TRAN-PHU") == 1
    assert likeness("Đường Trần Phú", "공사") == 0
    assert likeness("", "") == 0


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Hospital Rivadavia: Remodelación Guardia", "Hospital Rivadavia - Remodelación de Guardia", True),
        ("Instituto de Seguridad Pública: Polígono de tiro", "Instituto de Seguridad Pública: Aulas", False),
        ("Parque de la Estación - Espacio Público", "Parque de la Estación -Galpón", False),
        ("HARLEM", "HARLEM", False),
        ("중랑천", "중랑천", True),
    ],
)
def test_of_one_place_what_is_done_there_is_compared(one: str, other: str, is_one: bool) -> None:
    assert (alike(one, other) >= RULES.duplicates.title) is is_one
    assert _two_titles(one, other) is is_one


def test_numbers_are_the_same_however_they_are_written() -> None:
    assert marks("Phase II, lot 03") == marks("phase ２ lot 3") == {"2", "3"}
    assert marks("Gói A") == {"a"}
    assert marks("xi măng và vật liệu") == frozenset()
    assert marks("XIV") == {"14"}


def test_phase_2a_is_not_phase_2b_and_may_be_told_as_phase_2() -> None:
    sewers = "Fresh Creek Basin, Ph {}"
    assert not _two_titles(sewers.format("2A"), sewers.format("2B"))
    assert _two_titles(sewers.format("2A"), sewers.format("2"))


def _two_titles(one: str, other: str) -> bool:
    measured = SAME._replace(title_likeness=likeness(one, other))
    found = judge(water(title=one), water(id="z", agency="district", title=other), measured, RULES)
    return found is not None and found.kind is Class.DUPLICATE
