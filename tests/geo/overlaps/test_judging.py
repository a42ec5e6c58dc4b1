"""What two works are to each other, once it is measured how they lie."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from geo.codes import Category, Firmness, Ground, Status
from geo.overlaps.classes import Class
from geo.overlaps.judging import judge
from geo.overlaps.measures import Relation
from geo.overlaps.windows import Period, Window
from tests.geo.overlaps.works import Q3, RULES, changed, lying, road, water


def test_a_shared_corridor_at_the_same_time_is_a_clash() -> None:
    found = judge(water(), road(), lying(), RULES)
    assert found is not None
    assert found.kind is Class.CLASH
    assert (found.days_shared, found.gap_days) == (90, 0)
    assert found.period == Period(date(2026, 1, 1), date(2026, 3, 31))


def test_two_corridors_that_cross_at_the_same_time_are_a_crossing_and_no_clash() -> None:
    found = judge(water(), road(), lying(relation=Relation.CROSSING, shared_length=15, bearing_gap=88), RULES)
    assert found is not None
    assert (found.kind, found.also) == (Class.CROSSING, ())
    clash = judge(water(), road(), lying(), RULES)
    assert clash is not None
    assert found.score < clash.score / 10


def test_a_crossing_years_apart_is_nothing() -> None:
    later = Window(date(2029, 1, 1), date(2029, 3, 31))
    assert judge(water(), road(window=later), lying(relation=Relation.CROSSING), RULES) is None


def test_two_quarters_apart_could_be_joined_when_the_later_one_takes_place() -> None:
    """Both are as firm: the earlier one waits, and nobody has to be ready sooner than planned."""
    found = judge(water(), road(window=Q3), lying(), RULES)
    assert found is not None
    assert found.kind is Class.JOIN
    assert (found.days_shared, found.gap_days) == (0, 91)
    assert found.joint == found.period == Period(date(2026, 7, 1), date(2026, 9, 30))


def test_the_firmer_work_stays_where_it_is() -> None:
    found = judge(water(firmness=Firmness.CONTRACTED), road(window=Q3, firmness=Firmness.PLANNED), lying(), RULES)
    assert found is not None
    assert found.joint == Period(date(2026, 1, 1), date(2026, 3, 31))


def test_a_joint_period_lies_where_both_agencies_accept_it() -> None:
    late = Window(None, date(2026, 6, 30))
    early = Window(date(2026, 5, 1), None)
    found = judge(water(late=late), road(window=Q3, early=early), lying(), RULES)
    assert found is not None
    assert found.joint == Period(date(2026, 5, 1), date(2026, 6, 30))


@pytest.mark.parametrize(("start", "kind"), [(date(2027, 3, 31), Class.JOIN), (date(2027, 4, 1), Class.RE_DIG)])
def test_works_join_when_they_lie_a_year_apart_at_most(start: date, kind: Class) -> None:
    after = Window(start, date(2027, 6, 30))
    found = judge(road(), water(window=after), lying(), RULES)
    assert found is not None
    assert found.kind is kind


def test_what_agencies_accept_can_bring_works_within_the_year() -> None:
    after = Window(date(2027, 7, 1), date(2027, 9, 30))
    early = Window(date(2027, 2, 1), date(2027, 4, 30))
    cables = water(category=Category.TELECOM, window=after)
    assert judge(water(id="a"), cables, lying(), RULES) is None
    found = judge(water(id="a"), water(id="b", window=after, early=early), lying(), RULES)
    assert found is not None
    assert found.kind is Class.JOIN


@pytest.mark.parametrize("firmness", [Firmness.ON_SITE, Firmness.DONE])
def test_nothing_is_joined_that_cannot_be_moved(firmness: Firmness) -> None:
    one, other = water(id="a", firmness=firmness), water(id="b", window=Q3, firmness=firmness)
    assert judge(one, other, lying(), RULES) is None


def test_a_planned_work_joins_one_on_site_and_not_one_that_is_done() -> None:
    planned = water(id="b", window=Q3)
    assert judge(water(id="a", firmness=Firmness.DONE), planned, lying(), RULES) is None
    found = judge(water(id="a", agency="gas", firmness=Firmness.ON_SITE), planned, lying(), RULES)
    assert found is not None
    assert (found.kind, found.lead, found.lead_reason) == (Class.JOIN, "a", "already-on-site")


def test_ideas_do_not_clash_but_could_be_joined_on_the_days_that_they_share() -> None:
    found = judge(water(firmness=Firmness.IDEA), road(), lying(), RULES)
    assert found is not None
    assert (found.kind, found.also) == (Class.JOIN, (Class.TRAFFIC,))
    assert found.joint == Period(date(2026, 1, 1), date(2026, 3, 31))
    strict = judge(water(firmness=Firmness.PLANNED), road(), lying(), changed(firm_from="tendered"))
    assert strict is not None
    assert strict.kind is Class.JOIN


TWO_YEARS_LATER = Window(date(2028, 4, 1), date(2028, 4, 30))


def test_cutting_two_years_after_paving_is_a_re_dig_on_the_days_of_the_cut() -> None:
    found = judge(road(firmness=Firmness.DONE), water(window=TWO_YEARS_LATER), lying(), RULES)
    assert found is not None
    assert (found.kind, found.also, found.exception, found.lead) == (Class.RE_DIG, (), None, None)
    assert found.period == Period(date(2028, 4, 1), date(2028, 4, 30))
    assert found.score > 0


def test_an_emergency_is_a_re_dig_with_its_exception_and_nothing_to_save() -> None:
    found = judge(road(), water(window=TWO_YEARS_LATER, exception="emergency"), lying(), RULES)
    assert found is not None
    assert (found.kind, found.exception) == (Class.RE_DIG, "emergency")
    assert not found.score


def test_an_exception_that_the_city_does_not_know_is_none() -> None:
    found = judge(
        road(), water(window=TWO_YEARS_LATER, exception="new-connection"), lying(), changed(exceptions=["emergency"])
    )
    assert found is not None
    assert found.exception is None
    assert found.score > 0


@pytest.mark.parametrize(("start", "is_one"), [(date(2031, 3, 31), True), (date(2031, 4, 1), False)])
def test_a_street_may_be_cut_again_after_five_years(start: date, is_one: bool) -> None:
    found = judge(road(), water(window=Window(start, date(2031, 6, 30))), lying(), RULES)
    assert (found is not None) is is_one


def test_years_without_cuts_are_those_of_the_category_that_paved() -> None:
    park = road(category=Category.PARK, ground=frozenset({Ground.PAVES}))
    years = changed(redig_years={"default": 5, "park": 1})
    assert judge(park, water(window=TWO_YEARS_LATER), lying(), years) is None
    assert judge(road(), water(window=TWO_YEARS_LATER), lying(), years) is not None


def test_paving_after_cutting_is_the_right_order() -> None:
    assert judge(water(), road(window=TWO_YEARS_LATER), lying(), RULES) is None


def test_a_crossing_cut_is_no_re_dig() -> None:
    assert judge(road(), water(window=TWO_YEARS_LATER), lying(relation=Relation.CROSSING), RULES) is None


def test_two_works_that_are_done_are_remembered_as_a_re_dig_only() -> None:
    paved, cut = road(firmness=Firmness.DONE), water(firmness=Firmness.DONE, window=Q3)
    found = judge(paved, cut, lying(), RULES)
    assert found is not None
    assert (found.kind, found.also, found.joint) == (Class.RE_DIG, (), None)
    assert judge(paved, water(firmness=Firmness.DONE), lying(), RULES) is None


@pytest.mark.parametrize("relation", [Relation.PARALLEL, Relation.NEAR, Relation.STREET])
def test_neighbours_at_the_same_time_are_traffic_only(relation: Relation) -> None:
    beside = lying(relation=relation, distance=40, shared_length=0)
    found = judge(water(), road(), beside, RULES)
    assert found is not None
    assert (found.kind, found.also, found.joint) == (Class.TRAFFIC, (), None)
    assert judge(water(), road(window=Q3), beside, RULES) is None


BESIDE: dict[str, Any] = {"relation": Relation.NEAR, "distance": 0, "shared_length": 0, "bearing_gap": None}
BUILDING = frozenset({Ground.BUILDS_OVER})


def test_two_buildings_hold_up_nobody_and_a_work_in_the_street_does() -> None:
    school = road(ground=BUILDING, category=Category.EDUCATION)
    assert judge(water(ground=BUILDING), school, lying(**BESIDE), RULES) is None
    for ground in (frozenset({Ground.CUTS}), frozenset[Ground]()):
        found = judge(water(ground=ground), school, lying(**BESIDE), RULES)
        assert found is not None
        assert found.kind is Class.TRAFFIC


def test_works_of_one_agency_at_one_place_are_its_own_matter() -> None:
    def kind(agency: str, **size: float) -> Class | None:
        found = judge(water(**({"length": 0} | size)), road(agency=agency, length=0), lying(**BESIDE), RULES)
        return None if found is None else found.kind

    assert kind("waterworks") is None
    assert kind("roads") is Class.TRAFFIC
    assert kind("waterworks", length=500) is Class.TRAFFIC
    hall = water(length=0, area=9_000, ground=BUILDING)
    assert judge(hall, water(id="b", title="Sơn cột cờ", length=0, ground=frozenset()), lying(**BESIDE), RULES) is None


def test_works_of_one_agency_on_one_area_clash_only_in_a_street() -> None:
    def kind(ground: frozenset[Ground], other_area: float = 9_000) -> Class | None:
        one = water(length=0, area=9_000, ground=ground)
        other = water(id="b", title="Sơn tường rào", length=0, area=other_area, ground=ground)
        same = lying(relation=Relation.AREA, distance=0, shared_length=0, shared_area=9_000, same_place=1)
        found = judge(one, other, same, RULES)
        return None if found is None else found.kind

    assert kind(BUILDING) is None
    assert kind(frozenset({Ground.CUTS})) is not None
    assert kind(BUILDING, 12_000) is Class.CLASH


def test_a_cancelled_work_and_one_without_dates_are_in_nobodys_way() -> None:
    assert judge(water(status=Status.CANCELLED), road(), lying(), RULES) is None
    assert judge(water(window=Window(None, None)), road(), lying(), RULES) is None


def test_a_work_without_an_end_is_taken_to_last_a_year() -> None:
    open_ended = water(window=Window(date(2026, 1, 1), None))
    found = judge(open_ended, road(window=Q3), lying(), RULES)
    assert found is not None
    assert (found.kind, found.days_shared) == (Class.CLASH, 92)
    after = Window(date(2027, 1, 1), date(2027, 3, 31))
    joined = judge(open_ended, road(window=after), lying(), RULES)
    assert joined is not None
    assert joined.kind is Class.JOIN


def test_a_work_on_site_goes_on_at_least_as_long_as_it_was_seen() -> None:
    seen = water(window=Window(date(2024, 1, 1), None), firmness=Firmness.ON_SITE, seen=date(2026, 2, 14))
    found = judge(seen, road(), lying(), RULES)
    assert found is not None
    assert (found.kind, found.days_shared) == (Class.CLASH, 45)


def test_polygons_that_share_an_area_clash_and_those_that_share_an_edge_are_neighbours() -> None:
    plots = water(length=0, area=900), road(length=0, area=2_000)
    shared = lying(relation=Relation.AREA, distance=0, shared_length=0, shared_area=400, bearing_gap=None)
    found = judge(*plots, shared, RULES)
    assert found is not None
    assert (found.kind, found.lead, found.lead_reason) == (Class.CLASH, "road", "larger-shared-area")
    edge = judge(*plots, lying(relation=Relation.NEAR, distance=0, shared_length=0, bearing_gap=None), RULES)
    assert edge is not None
    assert (edge.kind, edge.also) == (Class.TRAFFIC, ())
