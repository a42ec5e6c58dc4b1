"""A queryable as a parameter: its text is read strictly, by its kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from geo.errors import BadRequest
from geo.filters import PROJECTS, equals
from geo.items import Where
from geo.project import Project
from tests.geo.filters.city import TODAY, VARIED, Asking


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("title", "O'Brien's bridge", lambda p: p.titles["vi"] == "O'Brien's bridge"),
        ("title", "100% hoàn thành", lambda p: p.titles["vi"] == "100% hoàn thành"),
        ("title", "Cầu Rồng", lambda p: p.titles["vi"] == "Cầu Rồng"),
        ("status", "completed", lambda p: p.status == "completed"),
        ("budget", "1.5e9", lambda p: p.budget and p.budget.amount == 1_500_000_000),
        ("budget", "123456789012345678.9", lambda p: p.budget and p.budget.amount == Decimal("123456789012345678.9")),
        ("planned_start", "2025-02-01", lambda p: p.planned_start == date(2025, 2, 1)),
        ("sample", "true", lambda p: p.sample),
        ("sample", "false", lambda p: not p.sample),
        ("version", "1", lambda p: True),
        ("published", "2020-01-01T00:00:00Z", lambda p: False),
        ("withheld", "supervisor", lambda p: p.supervisor),
        ("districts", "old.nowhere", lambda p: False),
        ("supervisor", "Nguyễn Văn A", lambda p: False),
    ],
)
def test_a_parameter_finds_its_value(
    varied_city: Asking, name: str, text: str, meant: Callable[[Project], object]
) -> None:
    clause = Where([])
    clause.add(equals(PROJECTS[name], text, clause.bind, today=TODAY))
    statement = f"SELECT v.project_id FROM published.project_now AS v{clause.text} ORDER BY 1"
    assert [row[0] for row in varied_city.rows(statement, *clause.values)] == [p.id for p in VARIED if meant(p)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("budget", "much"),
        ("budget", "NaN"),
        ("budget", "Infinity"),
        ("budget", "1_000"),
        ("budget", "١٢"),
        ("budget", "0x10"),
        ("budget", " 1"),
        ("budget", "1e999"),
        ("budget", "1" * 50),
        ("planned_start", "2025-02-30"),
        ("planned_start", "today"),
        ("planned_start", "infinity"),
        ("published", "2025-01-01"),
        ("sample", "1"),
        ("sample", "TRUE"),
        ("status", "finished"),
        ("status", ""),
        ("title", "\0"),
        ("title", "\ud800"),
        ("title", "x" * 9000),
        ("footprint", "POINT(1 2)"),
    ],
)
def test_a_text_that_is_no_value_names_its_parameter(name: str, text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        equals(PROJECTS[name], text, lambda _: "$1", today=TODAY)
    assert refused.value.parameter == name
    assert name in str(refused.value) or str(refused.value).startswith(("Known codes are ", "A value has at most "))
