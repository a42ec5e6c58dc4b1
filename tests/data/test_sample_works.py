"""The made-up agencies and projects of the sample city."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from itertools import islice, pairwise

import pytest
import shapely

from data import sample
from data.cities import load_city
from geo.codes import Category, Status
from geo.project import Project

TODAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def works() -> list[Project]:
    return list(sample.projects(400, 1, TODAY))


def fingerprint(works: list[Project]) -> str:
    """One hash over everything; wherever and whenever it is made, it must be the same."""
    return hashlib.sha256("\n".join(map(repr, works)).encode()).hexdigest()


def test_the_same_seed_and_day_give_the_same_city(works: list[Project]) -> None:
    assert fingerprint(list(sample.projects(400, 1, TODAY))) == fingerprint(works)


def test_another_seed_gives_another_city(works: list[Project]) -> None:
    assert fingerprint(list(sample.projects(400, 2, TODAY))) != fingerprint(works)


def test_a_longer_list_begins_with_the_shorter_one(works: list[Project]) -> None:
    assert list(islice(sample.projects(1_000_000, 1, TODAY), 50)) == works[:50]


def test_no_projects_are_none() -> None:
    assert list(sample.projects(0, 1, TODAY)) == []


def test_every_project_is_visibly_a_sample(works: list[Project]) -> None:
    for work in works:
        assert work.sample
        assert work.titles["vi"].endswith("(mẫu)")
        assert work.titles["en"].endswith("(sample)")
        for body in (work.contractor, work.supervisor, work.address):
            assert body is None or "mẫu" in body


def test_every_agency_is_visibly_a_sample_and_orders_something(works: list[Project]) -> None:
    bodies = sample.agencies()
    assert all("mẫu" in body.names["vi"] and "ample" in body.names["en"] for body in bodies)
    assert {work.agency for work in works} == {body.code for body in bodies}


def test_ids_are_readable_and_unique(works: list[Project]) -> None:
    assert works[0].id == "DN-MAU-0001"
    assert len({work.id for work in works}) == 400


def test_every_status_and_nearly_every_category_occurs(works: list[Project]) -> None:
    statuses = Counter(work.status for work in works)
    assert set(Status) <= set(statuses)
    assert statuses.most_common(1)[0][0] is Status.IMPLEMENTATION
    assert len(set(Category) & {work.category for work in works}) >= 15


def test_footprints_are_valid_two_dimensional_and_in_view(works: list[Project]) -> None:
    view = load_city().view
    for work in works:
        if work.footprint is not None:
            west, south, east, north = work.footprint.bounds
            assert work.footprint.is_valid
            assert not work.footprint.is_empty
            assert not work.footprint.has_z
            assert view.west < west <= east < view.east
            assert view.south < south <= north < view.north


def test_footprints_lie_on_the_mainland_or_at_its_shore(works: list[Project]) -> None:
    land = shapely.union_all([d.boundary for d in sample.boundaries()[1]]).buffer(0.0005)  # about 50 m
    assert all(land.covers(work.footprint) for work in works if work.footprint is not None)


def test_points_lines_polygons_and_works_in_several_parts_occur(works: list[Project]) -> None:
    forms = {work.footprint.geom_type for work in works if work.footprint is not None}
    assert forms == {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


def test_some_works_cross_three_districts(works: list[Project]) -> None:
    districts = [d.boundary for d in sample.boundaries()[1]]
    crossing = [
        work for work in works if work.footprint is not None and sum(map(work.footprint.intersects, districts)) >= 3
    ]
    assert len(crossing) >= 3


def test_every_mainland_district_has_works_and_hoang_sa_has_none(works: list[Project]) -> None:
    counts = {
        d.code: sum(work.footprint is not None and work.footprint.intersects(d.boundary) for work in works)
        for d in sample.boundaries()[1]
    }
    assert counts.pop("498") == 0
    assert min(counts.values()) >= 10


def test_some_works_are_unmapped_with_a_declared_district_or_without(works: list[Project]) -> None:
    unmapped = [work for work in works if work.footprint is None]
    assert 0.03 < len(unmapped) / len(works) < 0.12
    known = {f"{sample.SET_CODE}.{d.code}" for d in sample.boundaries()[1]}
    assert {code for work in unmapped for code in work.districts} <= known
    assert any(work.districts for work in unmapped)
    assert any(not work.districts for work in unmapped)


@pytest.mark.parametrize("today", [TODAY, date(2024, 2, 29), date(2026, 1, 1), date(2026, 3, 25)])
def test_progress_never_falls_and_is_dated_in_order_up_to_today(today: date) -> None:
    for work in sample.projects(400, 1, today):
        for before, after in pairwise(work.reports):
            assert before.as_of is not None
            assert after.as_of is not None
            assert before.as_of < after.as_of <= today
            assert (before.planned or 0) <= (after.planned or 0)
            assert (before.actual or 0) <= (after.actual or 0)
        if work.reports:
            assert work.progress == work.reports[-1]


def test_some_progress_is_exactly_nought_and_some_is_not_entered(works: list[Project]) -> None:
    assert any(work.progress.actual == 0 for work in works)
    assert any(work.status is Status.IMPLEMENTATION and work.progress.actual is None for work in works)


@pytest.mark.parametrize("today", [TODAY, date(2024, 2, 29), date(2026, 12, 31)])
def test_dates_are_in_order_and_nothing_has_happened_in_the_future(today: date) -> None:
    for work in sample.projects(400, 1, today):
        for start, end in (
            (work.original_start, work.original_end),
            (work.planned_start, work.planned_end),
            (work.actual_start, work.actual_end),
        ):
            assert start is None or end is None or start <= end
        assert all(day is None or day <= today for day in (work.actual_start, work.actual_end))


def test_completed_works_and_only_they_have_an_end(works: list[Project]) -> None:
    for work in works:
        if work.status is not None:
            assert (work.actual_end is not None) == (work.status is Status.COMPLETED)


def test_some_works_are_late_some_extended_and_some_over_budget(works: list[Project]) -> None:
    extended = [w for w in works if w.planned_end and w.original_end and w.planned_end > w.original_end]
    overdue = [w for w in works if w.status is Status.IMPLEMENTATION and w.planned_end and w.planned_end < TODAY]
    dearer = [w for w in works if w.budget and w.original_budget and w.budget.amount > w.original_budget.amount]
    assert min(len(extended), len(overdue), len(dearer)) >= 10


def test_money_is_whole_dong(works: list[Project]) -> None:
    for work in works:
        for money in (work.original_budget, work.budget, work.contract_amount):
            if money is not None:
                assert money.currency == "VND"
                assert money.amount > 0
                assert money.amount == money.amount.to_integral_value()


def test_values_that_the_policy_may_withhold_are_there(works: list[Project]) -> None:
    assert sum(work.supervisor is not None for work in works) > 100
    assert sum(work.contract_amount is not None for work in works) > 100
    assert any(work.contract_amount is not None for work in works if work.status is Status.PREPARATION)
    assert any(work.location.verified_by is not None for work in works)


def test_facts_are_missing_here_and_there(works: list[Project]) -> None:
    for fact in ("status", "category", "budget", "contractor", "address", "original_start"):
        assert any(getattr(work, fact) is None for work in works), fact


def test_late_numbers_are_small_works() -> None:
    many = list(sample.projects(8000, 1, TODAY))
    monthly, once = many[:1000], many[7000:]
    assert sum(len(w.reports) for w in once) < sum(len(w.reports) for w in monthly) / 2


@pytest.mark.slow
def test_a_hundred_thousand_works_are_all_valid() -> None:
    view = load_city().view
    frame = shapely.box(view.west, view.south, view.east, view.north)
    for work in sample.projects(100_000, 7, TODAY):
        assert work.footprint is None or (work.footprint.is_valid and frame.contains(work.footprint))
