"""What a rule of each kind leaves of a field."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from data.policy import disclose
from data.policy.coarser import Box, Digits, FirstSentence, GridPoint, LastParts, Multiple, Period
from geo.codes import Status
from geo.project import Accuracy, LocationTrust
from geo.values import Money, Progress
from tests.builders import ACROSS, project, vnd
from tests.disclosure.showing import names, shown
from tests.disclosure.writing import TODAY, fields, generalised, rule

PUBLIC = '{ disclosure = "public" }'
WITHHELD = rule("withheld")


@pytest.mark.parametrize(
    ("name", "how", "entered", "told"),
    [
        ("budget", 'to = "digits", digits = 2', vnd("12345678901.55"), vnd("12000000000")),
        ("budget", 'to = "multiple", of = 1000000000', vnd("400000000"), vnd("1000000000")),
        ("contract_amount", 'to = "multiple", of = "0.5"', vnd("1.30"), vnd("1.5")),
        ("budget", 'to = "digits", digits = 1', vnd(0), vnd(0)),
        ("planned_start", 'to = "month"', date(2026, 2, 17), date(2026, 2, 1)),
        ("planned_end", 'to = "month"', date(2028, 2, 3), date(2028, 2, 29)),
        ("planned_end", 'to = "quarter"', date(2026, 5, 5), date(2026, 6, 30)),
        ("actual_end", 'to = "year"', date(2026, 5, 5), date(2026, 12, 31)),
        ("address", 'to = "last parts", parts = 2', "5 Lê Lợi, P. Hải Châu 1, Đà Nẵng", "…, P. Hải Châu 1, Đà Nẵng"),
        ("address", 'to = "last parts", parts = 2', "K12/5 Lê Lợi, Q. Hải Châu", "…, Q. Hải Châu"),
        ("descriptions", 'to = "first sentence"', {"en": "A road. Mr A lives at 5."}, {"en": "A road. …"}),
        ("descriptions", 'to = "first sentence"', {"en": 'A "new road." Mr A is at 5.'}, {"en": 'A "new road." …'}),
        ("descriptions", 'to = "first sentence"', {"ko": "도로。홍길동의 집。"}, {"ko": "도로。 …"}),
    ],
)  # fmt: skip
def test_a_generalised_field_is_told_coarsely_and_named(name: str, how: str, entered: Any, told: Any) -> None:  # noqa: ANN401
    disclosed = shown(project(**{name: entered}), **{name: generalised(how)})
    assert getattr(disclosed.project, name) == told
    assert names(disclosed) == ({name}, set())


@pytest.mark.parametrize(
    ("name", "how", "entered"),
    [
        ("address", 'to = "last parts", parts = 3', "K12/5 Lê Lợi"),
        ("descriptions", 'to = "first sentence"', {"vi": "không có dấu chấm"}),
        ("footprint", 'to = "districts"', ACROSS),
    ],
)
def test_where_nothing_coarse_remains_the_field_is_withheld(name: str, how: str, entered: Any) -> None:  # noqa: ANN401
    disclosed = shown(project(**{name: entered}), **{name: generalised(how)})
    assert not getattr(disclosed.project, name)
    assert names(disclosed) == (set(), {name})


def test_a_generalised_field_that_was_not_entered_is_not_named() -> None:
    assert shown(project(), budget=generalised('to = "digits", digits = 1')).generalised == frozenset()


def test_a_footprint_told_as_districts_leaves_only_their_ids() -> None:
    rules = fields(footprint=generalised('to = "districts"'), declared_districts=PUBLIC)
    work = project(footprint=ACROSS, districts=("new.1",))
    disclosed = disclose(work, rules, TODAY, lambda _, sets: ("old.east", "old.west") if not sets else ())
    assert disclosed.project == project(districts=("new.1", "old.east", "old.west"))
    assert names(disclosed) == ({"footprint"}, set())


def test_districts_that_are_withheld_do_not_come_back_with_a_footprint() -> None:
    rules = fields(footprint=generalised('to = "districts"'))
    disclosed = disclose(project(footprint=ACROSS, districts=("new.1",)), rules, TODAY, lambda *_: ("old.east",))
    assert (disclosed.project, set(disclosed.withheld)) == (project(), {"footprint", "declared_districts"})


def test_a_coarse_footprint_is_approximate_however_exact_the_true_one_is() -> None:
    rules = {"location_accuracy": PUBLIC, "footprint": generalised('to = "box", degrees = 0.01')}
    work = project(footprint=Point(108.2034, 16.0567), location=LocationTrust(accuracy=Accuracy.SURVEYED))
    disclosed = shown(work, **rules)
    assert disclosed.project.footprint is not None
    assert disclosed.project.footprint.equals(box(108.2, 16.05, 108.21, 16.06))
    assert disclosed.project.location.accuracy is Accuracy.APPROXIMATE
    assert disclosed.generalised == {"footprint", "location_accuracy"}


def test_progress_told_coarsely_is_coarse_in_every_report() -> None:
    reports = (
        Progress(Decimal("0.31"), Decimal("0.999"), date(2026, 1, 5)),
        Progress(None, Decimal("0.01"), date(2026, 1, 31)),
    )
    disclosed = shown(
        project(progress=reports[0], reports=reports),
        progress_planned=PUBLIC,
        progress_actual=generalised('to = "multiple", of = "0.1"'),
        progress_as_of=generalised('to = "month"'),
    )
    assert disclosed.project.progress == Progress(Decimal("0.31"), Decimal("0.9"), date(2026, 1, 1))
    assert disclosed.project.reports == (Progress(None, Decimal("0.1"), date(2026, 1, 1)),)  # the last word of a month
    assert disclosed.generalised == {"progress_actual", "progress_as_of"}


shares = st.decimals(0, 1, places=4)
steps = st.sampled_from([Decimal("0.5"), Decimal("0.25"), Decimal("0.1"), Decimal("0.05"), Decimal("0.01")])
shapes = st.builds(
    lambda x, y, w, h: box(x, y, x + w, y + h),
    st.floats(-170, 170), st.floats(-80, 80), st.floats(1e-5, 0.5), st.floats(1e-5, 0.5),
)  # fmt: skip
degrees = st.sampled_from([0.001, 0.01, 0.025, 0.1, 1.0])


@given(shares, steps)
def test_a_coarse_share_says_done_or_not_begun_only_where_it_is_so(share: Decimal, step: Decimal) -> None:
    told = Multiple(to="multiple", of=step).share(share)
    assert (told == 0, told == 1) == (share == 0, share == 1)
    assert abs(told - share) <= step
    assert told % step == 0


@given(st.decimals("1e-6", "1e17", places=6), st.integers(1, 9))
def test_an_amount_of_so_many_digits_is_near_and_has_no_more_of_them(amount: Decimal, digits: int) -> None:
    told = Digits(to="digits", digits=digits).number(amount)
    assert abs(told - amount) <= amount * Decimal(5) / 10**digits
    assert len(str(told).replace(".", "").strip("0")) <= digits


@given(shapes, degrees)
def test_a_box_on_the_grid_holds_the_footprint_and_says_no_finer_place(shape: BaseGeometry, size: float) -> None:
    told = Box(to="box", degrees=size).place(shape)
    assert told.buffer(1e-6).covers(shape)
    assert all(abs(edge / size - round(edge / size)) < 1e-3 for edge in told.bounds)
    assert Box(to="box", degrees=size).place(told).equals(told)


@given(shapes, degrees)
def test_a_point_of_the_grid_is_the_same_for_all_that_lie_in_its_cell(shape: BaseGeometry, size: float) -> None:
    how = GridPoint(to="point", degrees=size)
    told = how.place(shape)
    assert abs(told.centroid.x - shape.centroid.x) <= size / 2 + 1e-5
    assert abs(told.centroid.y - shape.centroid.y) <= size / 2 + 1e-5
    assert how.place(told).equals(told)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.sampled_from(["month", "quarter", "year"]), st.booleans())
def test_a_period_holds_its_date_and_its_edge_stays(day: date, to: Any, last: bool) -> None:  # noqa: ANN401
    how = Period(to=to)
    first, end = how.day(day, last=False), how.day(day, last=True)
    assert first <= day <= end
    assert (end + timedelta(1)).day == first.day == 1
    edge = how.day(day, last=last)
    assert how.day(edge, last=last) == edge


@given(st.text(alphabet="ab ,;.!…", max_size=40), st.integers(1, 3))
def test_a_text_told_coarsely_twice_is_what_it_is_once(text: str, parts: int) -> None:
    for how in (LastParts(to="last parts", parts=parts), FirstSentence(to="first sentence")):
        once = how.text(text)
        assert once is None or how.text(once) == once


@pytest.mark.parametrize(
    ("until", "facts", "is_public"),
    [
        ("2026-06-15", {}, True),
        ("2026-06-16", {}, False),
        ('{ status = ["completion", "completed"] }', {"status": Status.COMPLETED}, True),
        ('{ status = ["completion", "completed"] }', {"status": Status.IMPLEMENTATION}, False),
        ('{ status = ["completed"] }', {}, False),
        ('{ days = 30, after = "actual_end" }', {"actual_end": date(2026, 5, 16)}, True),
        ('{ days = 30, after = "actual_end" }', {"actual_end": date(2026, 5, 17)}, False),
        ('{ days = 0, after = "progress_as_of" }', {"progress": Progress(as_of=TODAY)}, True),
        ('{ days = 0, after = "actual_end" }', {}, False),
    ],
)
def test_a_delayed_field_is_withheld_until_its_day_and_public_from_then_on(
    until: str, facts: dict[str, Any], is_public: bool
) -> None:
    disclosed = shown(project(budget=vnd(7), **facts), budget=rule("delayed", f"until = {until}"), status=PUBLIC)
    assert disclosed.project.budget == (vnd(7) if is_public else None)
    assert (
        set(disclosed.delayed)
        == set(disclosed.withheld) - {*facts, "progress_as_of"}
        == (set() if is_public else {"budget"})
    )


def test_a_wait_ends_by_facts_that_are_withheld_themselves() -> None:
    disclosed = shown(
        project(budget=vnd(7), actual_end=date(2026, 1, 1)),
        budget=rule("delayed", 'until = { days = 1, after = "actual_end" }'),
    )
    assert (disclosed.project.budget, disclosed.project.actual_end) == (vnd(7), None)


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "budget": st.builds(Money, st.decimals(0, 10**12, places=2), st.just("VND")),
        "address": st.sampled_from(["a", "a, b, c"]),
        "planned_end": st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        "footprint": st.sampled_from([ACROSS, LineString([(108, 16), (108.4, 16.2)])]),
        "status": st.sampled_from(Status),
    },
)
RULES = st.fixed_dictionaries(
    {},
    optional={
        "budget": st.sampled_from([PUBLIC, WITHHELD, generalised('to = "digits", digits = 1')]),
        "address": st.sampled_from([PUBLIC, WITHHELD, generalised('to = "last parts", parts = 1')]),
        "planned_end": st.sampled_from([PUBLIC, WITHHELD, generalised('to = "quarter"')]),
        "footprint": st.sampled_from([PUBLIC, WITHHELD, generalised('to = "point", degrees = 0.1')]),
        "status": st.sampled_from([PUBLIC, WITHHELD, rule("delayed", 'until = { status = ["completed"] }')]),
    },
)


@given(FACTS, RULES)
def test_what_is_disclosed_is_as_coarse_as_it_gets(facts: dict[str, Any], rules: dict[str, str]) -> None:
    """What readers see changes no more when the same policy meets it, and each field is public, coarse or named."""
    work = project(**facts)
    once = shown(work, **rules)
    again = shown(once.project, **rules)
    assert again.project == once.project
    for name, value in facts.items():
        same = getattr(once.project, name) == value
        assert same or name in once.withheld | once.generalised
        assert name not in once.withheld or getattr(once.project, name) is None
    assert not once.withheld & once.generalised
    assert once.project.footprint is None or shapely.is_valid(once.project.footprint)
