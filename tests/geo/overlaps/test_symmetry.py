"""Which of two works is named first changes nothing, whatever they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from geo.codes import Category, Exemption, Firmness, Ground, Status
from geo.overlaps.classes import Class
from geo.overlaps.judging import judge
from geo.overlaps.measures import Measured, Relation
from geo.overlaps.sites import Site
from geo.overlaps.streets import Street
from geo.overlaps.windows import Period, Window
from geo.values import Money
from tests.geo.overlaps.works import RULES, water

_DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@st.composite
def _windows(draw: st.DrawFn) -> Window:
    start, days = draw(st.none() | _DAYS), draw(st.none() | st.integers(0, 900))
    if start is None:
        return Window(None, draw(st.none() | _DAYS))
    return Window(start, None if days is None else start + timedelta(days))


_SITES = st.builds(
    lambda **facts: replace(water(), **facts),
    agency=st.sampled_from(["a", "b"]),
    title=st.sampled_from(["Cống Lê Lợi", "CONG LE LOI", "Cống Lê Lợi 2", "Trường Hoa Sen", ""]),
    category=st.none() | st.sampled_from(Category),
    status=st.none() | st.sampled_from(Status),
    ground=st.frozensets(st.sampled_from(Ground)),
    window=_windows(),
    early=st.none() | _windows(),
    late=st.none() | _windows(),
    firmness=st.sampled_from(Firmness),
    exception=st.none() | st.sampled_from([one.value for one in Exemption]),
    budget=st.none() | st.builds(Money, st.integers(0, 10**12).map(Decimal), st.sampled_from(["USD", "VND"])),
    length=st.floats(0, 30_000),
    area=st.sampled_from([0.0, 400.0, 1e6]),
    seen=st.none() | _DAYS,
    streets=st.frozensets(
        st.builds(Street, st.sampled_from([None, "Lê Lợi", "Trần Phú"]), st.sampled_from([None, "trunk", "lane"]))
    ),
)
_MEASURES = st.builds(
    Measured,
    relation=st.sampled_from(Relation),
    distance=st.floats(0, 60),
    shared_length=st.floats(0, 5_000),
    shared_area=st.floats(0, 1e6),
    bearing_gap=st.none() | st.floats(0, 90),
    same_place=st.sampled_from([0.0, 0.5, 0.9, 1.0]),
    title_likeness=st.floats(0, 1),
)


@given(_SITES, _SITES, _MEASURES)
def test_a_finding_is_the_same_from_both_sides_and_holds_together(one: Site, other: Site, measured: Measured) -> None:
    one, other = replace(one, id="one"), replace(other, id="other")
    found = judge(one, other, measured, RULES)
    assert found == judge(other, one, measured, RULES)
    if found is None:
        return
    order = list(Class)
    places = [order.index(kind) for kind in (found.kind, *found.also)]
    assert places == sorted(set(places))
    assert (found.joint is None) or {Class.CLASH, Class.JOIN} & {found.kind, *found.also}
    assert found.lead in {None, "one", "other"}
    assert (found.lead is None) is (found.lead_reason is None)
    assert 0 <= found.likelihood <= 1
    money = sum((term.value for term in found.terms if term.unit_cost is not None), Decimal(0))
    factors = prod((term.value for term in found.terms if term.unit == "1"), start=Decimal(1))
    assert found.score == (money * factors).quantize(Decimal("0.01"))


@given(_SITES, _SITES)
def test_a_joint_period_is_the_days_that_both_have_or_lies_in_what_one_of_them_accepts(one: Site, other: Site) -> None:
    corridor = Measured(
        relation=Relation.CORRIDOR, distance=0, shared_length=120, shared_area=0, bearing_gap=0, same_place=0.1,
        title_likeness=0,
    )  # fmt: skip
    found = judge(replace(one, id="one"), replace(other, id="other"), corridor, RULES)
    if found is None or found.joint is None:
        return
    joint = found.joint
    assert isinstance(joint, Period)
    accepted = [site.acceptable(RULES.open_months) for site in (one, other)]
    common = accepted[0].shared(accepted[1]) if accepted[0] and accepted[1] else None
    assert any(place and place.shared(joint) == joint for place in ([common] if common else accepted))
