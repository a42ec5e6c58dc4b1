"""A box that a filter demands features to touch is found by its own way, not by the filter."""

from __future__ import annotations

import pytest

from geo.filters import parse, without_box
from geo.values import Bbox

BOX = Bbox(1, 2, 3, 4)


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
