"""A place that a filter demands features to touch is found by its own way, not by the filter."""

from __future__ import annotations

import pytest
from shapely import Polygon

from geo.filters import parse, without_area, without_box
from geo.values import Bbox

BOX = Bbox(1, 2, 3, 4)
TRIANGLE = Polygon([(0, 0), (2, 0), (0, 2)])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("S_INTERSECTS(footprint, BBOX(1, 2, 3, 4))", None),
        ("S_INTERSECTS(BBOX(1, 2, 3, 4), footprint)", None),
        ("status = 'x' AND S_INTERSECTS(footprint, BBOX(1, 2, 3, 4))", "status = 'x'"),
        ("a = 1 AND S_INTERSECTS(footprint, BBOX(1, 2, 3, 4)) AND b = 2", "a = 1 AND b = 2"),
        (
            "S_INTERSECTS(footprint, BBOX(1, 2, 3, 4)) AND S_INTERSECTS(footprint, BBOX(5, 6, 7, 8))",
            "S_INTERSECTS(footprint, BBOX(5, 6, 7, 8))",
        ),
    ],
)
def test_a_box_that_is_demanded_is_taken_out_of_the_filter(text: str, rest: str | None) -> None:
    assert without_box(parse(text), "footprint") == (BOX, None if rest is None else parse(rest))


@pytest.mark.parametrize(
    "text",
    [
        "status = 'x'",
        "NOT S_INTERSECTS(footprint, BBOX(1, 2, 3, 4))",
        "a = 1 OR S_INTERSECTS(footprint, BBOX(1, 2, 3, 4))",
        "S_WITHIN(footprint, BBOX(1, 2, 3, 4))",
        "S_INTERSECTS(boundary, BBOX(1, 2, 3, 4))",
        "S_INTERSECTS(footprint, POINT(1 2))",
        "S_INTERSECTS(footprint, BBOX(179, 2, -179, 4))",
        "S_INTERSECTS(footprint, BBOX(1, 2, 3, 400))",
        "S_INTERSECTS(footprint, BBOX(1, 4, 3, 2))",
    ],
)
def test_what_is_no_plain_demand_stays_in_the_filter(text: str) -> None:
    asked = parse(text)
    assert without_box(asked, "footprint") == (None, asked)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("S_INTERSECTS(footprint, POLYGON((0 0, 2 0, 0 2, 0 0)))", None),
        ("a = 1 AND S_INTERSECTS(POLYGON((0 0, 2 0, 0 2, 0 0)), footprint)", "a = 1"),
    ],
)
def test_an_area_that_is_demanded_is_taken_out_of_the_filter(text: str, rest: str | None) -> None:
    assert without_area(parse(text), "footprint") == (TRIANGLE, None if rest is None else parse(rest))


@pytest.mark.parametrize(
    "text",
    [
        "NOT S_INTERSECTS(footprint, POLYGON((0 0, 2 0, 0 2, 0 0)))",
        "S_WITHIN(footprint, POLYGON((0 0, 2 0, 0 2, 0 0)))",
        "S_INTERSECTS(boundary, POLYGON((0 0, 2 0, 0 2, 0 0)))",
        "S_INTERSECTS(footprint, LINESTRING(0 0, 2 0))",
        "S_INTERSECTS(footprint, GEOMETRYCOLLECTION(POLYGON((0 0, 2 0, 0 2, 0 0)), POINT(5 5)))",
        "S_INTERSECTS(footprint, POLYGON((177 65, 183 65, 183 70, 177 70, 177 65)))",
        "S_INTERSECTS(MULTIPOLYGON(((0 0, 1 0, 0 1, 0 0)), ((0 80, 1 80, 0 91, 0 80))), footprint)",
    ],
)
def test_what_demands_no_area_stays_in_the_filter(text: str) -> None:
    asked = parse(text)
    assert without_area(asked, "footprint") == (None, asked)
