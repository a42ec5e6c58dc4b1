"""The plan of a filter: the indexes of the published versions serve it."""

from __future__ import annotations

import pytest

from geo.filters import PROJECTS, condition, parse
from geo.items import Where
from tests.geo.filters.city import TODAY, Asking

BOX = "BBOX(108.01, 16.01, 108.02, 16.02)"


def plan(city: Asking, text: str) -> str:
    clause = Where([])
    clause.add(condition(parse(text), PROJECTS, clause.bind, today=TODAY))
    city.rows("SET enable_seqscan = off")
    statement = f"EXPLAIN (COSTS off) SELECT v.project_id FROM published.project_now AS v{clause.text}"
    return "\n".join(row[0] for row in city.rows(statement, *clause.values))


@pytest.mark.parametrize(
    ("text", "index"),
    [
        (f"S_INTERSECTS(footprint, {BOX})", "footprint_idx"),
        (f"S_INTERSECTS({BOX}, footprint)", "footprint_idx"),
        ("S_INTERSECTS(footprint, POLYGON((108 16, 108.01 16, 108 16.02, 108 16)))", "footprint_idx"),
        (f"S_WITHIN(footprint, {BOX})", "footprint_idx"),
        (f"S_CONTAINS(footprint, {BOX}) AND budget > 5", "footprint_idx"),
        ("S_EQUALS(footprint, POINT(1 2))", "footprint_idx"),
        ("S_TOUCHES(footprint, POINT(1 2))", "footprint_idx"),
        ("S_INTERSECTS(footprint, BBOX(179, 0, -179, 1))", "footprint_idx"),
        ("status = 'completed'", "status_"),
        ("status IN ('completed', 'cancelled')", "status_"),
        ("category = 'road' AND CASEI(title) LIKE CASEI('%cầu%')", "category_idx"),
        ("agency = 'ban-1'", "agency_idx"),
        ("id = 'P01'", "now_key"),
        ("id > 'P50'", ""),
        ("id IN ('P01', 'P02')", "now_key"),
    ],
)
def test_an_index_serves_the_filter(varied_city: Asking, text: str, index: str) -> None:
    found = plan(varied_city, text)
    scans = [line for line in found.splitlines() if "Index Cond" in line]
    assert f"project_version_{index}" in found
    assert scans, found


def test_a_district_is_found_by_the_index_of_the_shares(varied_city: Asking) -> None:
    for text in ("A_OVERLAPS(districts, ('old.west'))", "A_CONTAINS(districts, ('old.west'))"):
        assert "district_share" in plan(varied_city, text)
        assert "SubPlan" not in plan(varied_city, text)
