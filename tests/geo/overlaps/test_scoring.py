"""Scores are made of printed terms, and of nothing else."""

from __future__ import annotations

from decimal import Decimal
from math import prod
from typing import Any

from geo.codes import Category, Firmness
from geo.overlaps.classes import Class
from geo.overlaps.judging import Finding, judge
from geo.overlaps.measures import Measured, Relation
from geo.overlaps.rules import Rules, rules
from geo.overlaps.scoring import Term
from geo.overlaps.sites import Site
from geo.overlaps.streets import Street, Streets
from geo.overlaps.windows import Window
from geo.publishing.overlap_rows import COLUMNS, found_row
from tests.geo.overlaps.works import Q1, Q3, RULES, budget, changed, lying, road, water


def _found(one: Site, other: Site, measured: Measured | None = None, by: Rules = RULES) -> Finding:
    found = judge(one, other, measured or lying(), by)
    assert found is not None
    return found


def _on(road_class: str | None, name: str = "Lê Lợi") -> Streets:
    return frozenset({Street(name, road_class)})


def _term(found: Finding, name: str) -> Decimal:
    return next(term.value for term in found.terms if term.name == name)


def _priced(table: str, cost: str, value: int) -> Rules:
    members = RULES.as_members()
    members["costs"][table][cost]["value"] = value
    return rules(members)


def test_a_score_is_the_money_of_its_terms_times_their_factors() -> None:
    found = _found(water(), road(window=Q3, firmness=Firmness.PLANNED, budget=budget(1_000_000)))
    money = sum(term.quantity * term.unit_cost for term in found.terms if term.unit_cost and term.name != "waiting")
    waiting = next(term for term in found.terms if term.name == "waiting")
    assert waiting.unit_cost == Decimal("95.90")
    factors = prod(term.value for term in found.terms if term.unit == "1")
    assert found.score == ((money - waiting.quantity * waiting.unit_cost) * factors).quantize(Decimal("0.01"))


def test_a_shared_length_is_a_surface_that_is_made_once() -> None:
    found = _found(water(), road(), lying(shared_length=120.004))
    assert _term(found, "reinstatement") == Decimal("8640.00")
    assert "Chapel Hill" in next(term.source for term in found.terms if term.name == "reinstatement")


def test_a_large_site_is_not_paved_as_a_whole() -> None:
    area = lying(relation=Relation.AREA, shared_length=0, shared_area=90_000)
    found = _found(water(area=90_000, length=0), road(area=100_000, length=0), area)
    assert _term(found, "reinstatement") == Decimal(5_000 * 60)


def test_works_that_open_no_surface_reinstate_none_and_disturb_little() -> None:
    def building(project: str) -> Site:
        return water(id=project, category=Category.EDUCATION, ground=frozenset({"builds-over"}))

    found = _found(building("a"), building("b"))
    assert (found.terms[0].name, found.terms[0].unit_cost) == ("disruption", Decimal(100))


def test_days_count_as_far_as_a_work_lies_on_the_shared_ground() -> None:
    long = _found(water(length=30_000), road(length=40_000))
    short = _found(water(length=120), road(length=120))
    assert next(term.quantity for term in long.terms if term.name == "disruption") == 1
    assert next(term.quantity for term in short.terms if term.name == "disruption") == 90


def test_a_day_in_a_busy_road_costs_more() -> None:
    busy, quiet, odd = (
        _found(water(streets=_on(name)), road(streets=_on(name))) for name in ("trunk", None, "cow path")
    )
    assert busy.score > quiet.score == odd.score
    assert (busy.road_class, quiet.road_class) == ("trunk", None)


def test_the_road_is_that_on_the_shared_ground_whichever_work_is_named_first() -> None:
    lane, trunk = _on("residential"), _on("trunk", "Quốc lộ 1")
    along_both = _found(water(streets=lane | trunk), road(streets=lane))
    assert along_both.road_class == "residential"
    crossing = lying(relation=Relation.CROSSING, shared_length=30)
    for one, other in ((lane, trunk), (trunk, lane), (lane, frozenset[Street]())):
        found = _found(water(streets=one), road(streets=other), crossing)
        assert found.road_class == ("trunk" if trunk in (one, other) else "residential")


def test_a_pit_is_there_for_its_own_days_and_in_a_long_work_for_one() -> None:
    pit = _found(water(length=0), road(length=3_000), lying(relation=Relation.SPOT, shared_length=0))
    assert [(term.name, term.quantity) for term in pit.terms if term.unit_cost] == [("disruption", Decimal(1))]


def test_a_longer_wait_costs_more_and_a_work_that_is_dear_waits_dearer() -> None:
    near, far = Q3, Window(Q3.start.replace(month=12), Q3.start.replace(month=12, day=31)) if Q3.start else Q3
    assert _term(_found(water(), road(window=far)), "waiting") < _term(_found(water(), road(window=near)), "waiting")
    dear = _found(water(budget=budget(10_000_000)), road(window=Q3))
    foreign = _found(water(budget=budget(10_000_000, "VND")), road(window=Q3))
    assert dear.score < 0 < foreign.score


def test_what_is_under_contract_is_hard_to_move() -> None:
    def moved(firmness: Firmness) -> Decimal:
        return _found(water(firmness=firmness), road(window=Q3)).likelihood

    assert moved(Firmness.TENDERED) == Decimal("0.7") * Decimal("0.9") * Decimal("0.5")
    assert moved(Firmness.CONTRACTED) == Decimal("0.9") * Decimal("0.9") * Decimal("0.25").quantize(Decimal("0.0001"))


def test_an_open_window_is_half_as_likely() -> None:
    assert Q1.start
    open_ended = _found(water(window=Window(Q1.start, None)), road())
    assert open_ended.likelihood == _found(water(), road()).likelihood / 2


def test_another_cost_gives_another_ranking_and_the_first_one_gives_the_first_again() -> None:
    pairs: list[tuple[Site, Site, Measured]] = [
        (water(id="a"), road(id="b"), lying(shared_length=400)),
        (water(id="c", streets=_on("trunk")), road(id="d", streets=_on("trunk")), lying(shared_length=60)),
        (water(id="e"), road(id="f"), lying(relation=Relation.CROSSING, shared_length=15)),
    ]

    def ranking(by: Rules) -> list[str | None]:
        found = [judge(*one, by) for one in pairs]
        return [one.lead or one.kind for one in sorted((f for f in found if f), key=lambda f: f.score, reverse=True)]

    first = ranking(RULES)
    assert first == ["b", "d", "crossing"]
    assert ranking(_priced("disruption", "trunk", 20_000)) == ["d", "b", "crossing"]
    assert ranking(rules(RULES.as_members())) == first


def test_a_weight_of_a_class_is_a_factor() -> None:
    weights: dict[str, Any] = {**RULES.as_members()["weights"], Class.CLASH: Decimal("0.5")}
    assert _found(water(), road(), by=changed(weights=weights)).score * 2 == _found(water(), road()).score


def test_equal_numbers_are_written_as_they_are_whatever_was_written_before() -> None:
    """Whoever verifies compares what is kept letter by letter, in a process of its own."""
    found = _found(water(), road())
    for one in ("1", "1.0"):
        term = Term("evidence.size", Decimal(one), "evidence", None, Decimal(one), "duplicates.weights.size")
        row = found_row(water(), road(), lying(), found._replace(terms=(term,)))
        assert f'"quantity":{one},' in row[2 + COLUMNS.index("terms")]
