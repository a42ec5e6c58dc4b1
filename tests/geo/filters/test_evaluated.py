"""Random filters, sent as text and as JSON, find what the same filter finds in Python."""

from __future__ import annotations

import json
from operator import itemgetter
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from shapely import box
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.codes import Status
from geo.filters import Limits, parse
from tests.geo.filters.city import BUDGETS, CONTRACTORS, SHAPES, TITLES, VARIED, Asking
from tests.geo.filters.evaluating import holds, public
from tests.geo.filters.writing import as_text

PUBLIC = [public(project) for project in VARIED]
ROOMY = Limits(length=100_000, nodes=2_000, wildcards=100)
Json = SearchStrategy[Any]


def encoded(shape: BaseGeometry) -> Any:  # noqa: ANN401
    """A geometry as GeoJSON, with lists for tuples."""
    return json.loads(json.dumps(mapping(shape)))


def op(name: str, *args: Json) -> Json:
    return st.tuples(*args).map(lambda found: {"op": name, "args": list(found)})


def any_of(names: list[str], *args: Json) -> Json:
    return st.sampled_from(names).flatmap(lambda name: op(name, *args))


def prop(*names: str) -> Json:
    return st.sampled_from(names).map(lambda name: {"property": name})


letters = st.text(alphabet="aAđĐầẦợßςΣ' %_\\$;\"-x", max_size=4).map(lambda text: text.rstrip("\\"))
texts = st.one_of(
    st.sampled_from([*filter(None, (*TITLES, *CONTRACTORS)), *Status, "ban-1", "P10", "P33"]).map(str), letters
)
text_props = prop("title", "status", "category", "agency", "id", "contractor", "supervisor", "location_accuracy")
text_values = st.recursive(
    st.one_of(text_props, texts), lambda inner: st.one_of(op("casei", inner), op("accenti", inner)), max_leaves=3
)
numbers = st.one_of(
    st.integers(-5, 60), st.sampled_from([0.1, 0.25, 1e-6, 1.5e9, *(float(b) for b in BUDGETS if b and "." in b)])
)
number_props = prop("budget", "contract_amount", "progress_actual", "version")
number_values = st.recursive(
    st.one_of(number_props, numbers), lambda inner: any_of(["+", "-", "*"], inner, inner), max_leaves=4
)
days = st.dates(min_value=VARIED[1].planned_start, max_value=VARIED[11].planned_start).map(  # type: ignore[arg-type]
    lambda day: {"date": day.replace(day=1).isoformat()}
)
date_props = prop("planned_start", "planned_end", "actual_start", "actual_end")
dates = st.one_of(date_props, days)
ends = st.one_of(date_props, days, st.just(".."))
intervals = st.tuples(ends, ends).map(lambda pair: {"interval": list(pair)}).filter(
    lambda one: not all("date" in end for end in one["interval"])
    or one["interval"][0]["date"] <= one["interval"][1]["date"]
)  # fmt: skip
arrays = st.one_of(
    prop("districts", "withheld"),
    st.lists(st.sampled_from(["old.west", "old.east", "supervisor", "contract_amount", "x"]), max_size=3),
)
places = st.integers(0, 4).map(lambda step: round(108 + step * 0.05, 2))
heights = st.integers(0, 4).map(lambda step: round(16 + step * 0.05, 2))
corners = st.tuples(
    st.sampled_from([107.987, 108.043, 108.091, 108.157, 108.213]),
    st.sampled_from([15.991, 16.037, 16.083, 16.139, 16.211]),
)
"""Of slanting lines, from west to east, so that none crosses itself: they pass by what is stored by more than a hair.

Where a corner lies on such a line but for the last bit of a float, GEOS before 3.13 may say that it touches.
"""
level = st.tuples(places, places, heights).map(lambda c: [[c[0], c[2]], [c[1], c[2]]])
upright = st.tuples(places, heights, heights).map(lambda c: [[c[0], c[1]], [c[0], c[2]]])
slanting = st.lists(corners, min_size=2, max_size=4, unique_by=itemgetter(0)).map(lambda c: [*map(list, sorted(c))])
lines = slanting | st.one_of(level, upright).filter(lambda ends: ends[0] != ends[1])
rectangles = st.tuples(places, heights, places, heights).filter(lambda c: c[0] < c[2] and c[1] < c[3])
shapes = st.one_of(
    prop("footprint"),
    st.sampled_from([shape for shape in SHAPES if shape is not None]).map(encoded),
    rectangles.map(lambda c: {"bbox": list(c)}),
    rectangles.map(lambda c: encoded(box(*c))),
    st.tuples(places, heights).map(lambda c: {"type": "Point", "coordinates": list(c)}),
    lines.map(lambda c: {"type": "LineString", "coordinates": c}),
)  # fmt: skip

compared = ["=", "<>", "<", ">", "<=", ">="]
predicates = st.one_of(
    any_of(compared, text_values, text_values),
    any_of(compared, number_values, number_values),
    any_of(compared, dates, dates),
    any_of(["=", "<>"], prop("sample"), st.booleans()),
    op("between", number_values, number_values, number_values),
    op("between", text_values, text_values, text_values),
    op("in", text_values, st.lists(text_values, min_size=1, max_size=4)),
    op("in", number_values, st.lists(number_values, min_size=1, max_size=4)),
    op("in", dates, st.lists(dates, min_size=1, max_size=4)),
    op("isNull", st.one_of(text_values, number_values, date_props, prop("footprint", "withheld"))),
    any_of(["a_contains", "a_containedBy", "a_equals", "a_overlaps"], arrays, arrays),
    any_of(["s_intersects", "s_disjoint", "s_equals", "s_touches"], shapes, shapes),
    any_of(["s_within", "s_contains", "s_overlaps", "s_crosses"], shapes, shapes),
    any_of(["t_after", "t_before", "t_disjoint", "t_equals", "t_intersects"], *[st.one_of(dates, intervals)] * 2),
    any_of(["t_contains", "t_during", "t_finishedBy", "t_finishes", "t_meets", "t_metBy"], intervals, intervals),
    any_of(["t_overlappedBy", "t_overlaps", "t_startedBy", "t_starts"], intervals, intervals),
    st.booleans(),
)
patterns = st.text(alphabet="aAcầuCR%_đ", max_size=6).map(lambda text: text.replace("_%", r"\_").strip("\\"))
likes = st.one_of(
    op("like", text_values, patterns),
    op("like", op("casei", text_values), op("casei", patterns)),
    op("like", op("accenti", text_values), op("accenti", patterns)),
)
filters = st.recursive(
    st.one_of(predicates, likes),
    lambda inner: st.one_of(
        op("and", inner, inner), op("or", inner, inner), op("not", inner), op("and", inner, inner, inner)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=filters)
@example(asked={"op": "not", "args": [{"op": "=", "args": [{"property": "status"}, "completed"]}]})
def test_a_random_filter_finds_what_python_finds(varied_city: Asking, asked: Any) -> None:  # noqa: ANN401
    by_json = parse(json.dumps(asked), lang="cql2-json", limits=ROOMY)
    by_text = parse(as_text(asked), limits=ROOMY)
    assert by_json == by_text
    expected = [facts["id"] for facts in PUBLIC if holds(by_json.root, facts)]
    assert varied_city.ids(by_json) == expected
