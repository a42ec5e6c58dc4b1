"""CQL2: a filter over space and attributes, beside the same SQL written by hand."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from benchmarks.cases.case import Case, Floors, Limit, bare
from benchmarks.cases.features import ITEMS, core_boxes

_FEWER: Final = 8
"""Connections over more than 100,000 works: of 16 some would wait longer than ALLIMI_MAX_WAIT, and be turned away."""


def cases(rows: int) -> list[Case]:
    """The first page of 100 of works under way in a triangle that end after a date, with the count of all."""
    boxes = core_boxes(width=0.04, height=0.04)
    rings = [
        f"{one.west:.6f} {one.south:.6f},{one.east:.6f} {one.south:.6f},{one.east:.6f} {one.north:.6f},"
        f"{one.west:.6f} {one.south:.6f}"
        for one in boxes
    ]
    filters = [
        f"S_INTERSECTS(footprint, POLYGON(({ring}))) AND status = 'implementation' "
        "AND planned_end >= DATE('2024-06-01') AND budget > 1000000000"
        for ring in rings
    ]
    return [
        Case(
            name="CQL2 triangle, status, date and budget, page of 100 with count",
            paths=[f"{ITEMS}?{urlencode({'filter': one, 'limit': 100})}" for one in filters],
            limit=Limit.SQL,
            statement=bare("cql2_first_page"),
            values={
                "west": [one.west for one in boxes],
                "south": [one.south for one in boxes],
                "east": [one.east for one in boxes],
                "north": [one.north for one in boxes],
            },
            floors=Floors(limit=0.7),
            connections=16 if rows <= 100_000 else _FEWER,
        )
    ]
