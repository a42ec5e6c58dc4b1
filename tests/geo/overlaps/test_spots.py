"""A point, or a line too short for a corridor, on the ground of another work."""

from __future__ import annotations

from typing import Any

from geo.codes import Category, Firmness, Ground
from geo.overlaps.classes import Class
from geo.overlaps.judging import judge
from geo.overlaps.measures import Relation
from tests.geo.overlaps.test_judging import TWO_YEARS_LATER
from tests.geo.overlaps.works import Q1, Q3, RULES, lying, road, water

SPOT: dict[str, Any] = {"relation": Relation.SPOT, "shared_length": 0, "bearing_gap": None}


def test_a_pit_in_a_new_surface_is_a_re_dig_and_in_a_street_that_is_opened_a_clash() -> None:
    found = judge(road(firmness=Firmness.DONE), water(window=TWO_YEARS_LATER, length=0), lying(**SPOT), RULES)
    assert found is not None
    assert (found.kind, found.also) == (Class.RE_DIG, ())
    assert found.score > 0
    clash, join = (judge(road(), water(window=days, length=0), lying(**SPOT), RULES) for days in (Q1, Q3))
    assert clash is not None
    assert join is not None
    assert (clash.kind, join.kind) == (Class.CLASH, Class.JOIN)


def test_a_building_at_a_street_that_is_opened_is_its_neighbour() -> None:
    school = water(category=Category.EDUCATION, ground=frozenset({Ground.BUILDS_OVER}), length=0)
    found = judge(road(), school, lying(**SPOT), RULES)
    assert found is not None
    assert (found.kind, found.also) == (Class.TRAFFIC, ())
