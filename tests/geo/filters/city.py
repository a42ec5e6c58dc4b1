"""A published set of varied projects, and the means to ask it with a filter."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
from shapely import GeometryCollection, LineString, MultiPoint, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.codes import Category, Status
from geo.filters import PROJECTS, Filter, condition
from geo.items import Where
from geo.project import Accuracy, Agency, LocationTrust, Project
from geo.values import Money, Progress
from tests.builders import AGENCY, project, publish, publish_two_districts
from tests.fixtures.database import Database

TODAY = date(2026, 11, 22)
OTHER = Agency("sở-xd", {"vi": "Sở Xây dựng"})

TITLES = (
    "Cầu Rồng",
    "cầu rồng",
    "CẦU RỒNG (giai đoạn 2)",
    "Cau Rong",
    "Đường Trần Hưng Đạo",
    "duong tran hung dao",
    "100% hoàn thành",
    "100 hoàn thành",
    "a_b",
    "aXb",
    r"C:\works\1",
    "O'Brien's bridge",
    "'; DROP TABLE published.project_version; --",
    "$$quoted$$ $1 ${x}",
    'He said "yes"',
    "Straße der Arbeit",
    "STRASSE DER ARBEIT",
    "ΟΔΟΣ",
    "οδός",
    "",
    "％ full width",
    "tab\tand\nline",
)
CONTRACTORS = (None, "Công ty A", "công ty a", "Cty B", "cầu")
SHAPES: tuple[BaseGeometry | None, ...] = (
    None,
    Point(108.05, 16.05),
    Point(108.1, 16.05),
    LineString([(108.05, 16.05), (108.15, 16.05)]),
    LineString([(108.02, 16.02), (108.04, 16.04)]),
    box(108.0, 16.0, 108.1, 16.1),
    box(108.1, 16.0, 108.2, 16.1),
    box(108.05, 16.05, 108.15, 16.15),
    box(108.02, 16.02, 108.04, 16.04),
    Polygon([(108.0, 16.0), (108.23, 16.0), (108.0, 16.17)]),
    MultiPoint([(108.05, 16.05), (108.15, 16.05)]),
    GeometryCollection([box(108.01, 16.01, 108.03, 16.03), Point(108.15, 16.05)]),
    Point(179.9, 0.5),
    Point(-179.9, 0.5),
)
BUDGETS = (None, "0", "1500000000", "0.1", "123456789012345678.90", "0.000001")


def varied(number: int) -> Project:
    """One of the projects: its facts turn at different speeds, so that they meet in many combinations."""
    budget = BUDGETS[number % len(BUDGETS)]
    progress = (None, Decimal("0"), Decimal("0.25"), Decimal("1"))[number % 4]
    start = None if number % 5 == 0 else date(2025, 1, 1) + timedelta(days=31 * (number % 12))
    end = None if number % 7 == 0 or start is None else start + timedelta(days=30 * (number % 4))
    return project(
        f"P{number:02}",
        titles={"vi": TITLES[number % len(TITLES)] or f"Công trình {number}"},
        agency=(AGENCY.code, OTHER.code)[number % 3 == 0],
        status=(None, *Status)[number % 8],
        category=(None, *Category)[number % 18],
        contractor=CONTRACTORS[number % len(CONTRACTORS)],
        supervisor="Nguyễn Văn A" if number % 2 else None,
        planned_start=start,
        planned_end=end,
        actual_start=start if number % 2 else None,
        actual_end=end if number % 6 == 1 else None,
        progress=Progress(actual=progress),
        budget=None if budget is None else Money(Decimal(budget), "VND"),
        contract_amount=Money(Decimal(number), "USD"),
        footprint=SHAPES[number % len(SHAPES)],
        location=LocationTrust(accuracy=(None, *Accuracy)[number % 6]),
        sample=number % 2 == 0,
    )


VARIED = tuple(varied(number) for number in range(60))


@dataclass
class Asking:
    """A connection of the reader, and what it was asked."""

    connection: asyncpg.Connection
    loop: asyncio.AbstractEventLoop
    statements: list[str] = field(default_factory=list, repr=False)

    def rows(self, statement: str, *values: Any) -> list[asyncpg.Record]:  # noqa: ANN401
        self.statements.append(statement)
        found: list[asyncpg.Record] = self.loop.run_until_complete(self.connection.fetch(statement, *values))
        return found

    def ids(self, asked: Filter, **more: Any) -> list[str]:  # noqa: ANN401
        """The ids of the projects that a filter finds."""
        clause = Where([])
        clause.add(condition(asked, PROJECTS, clause.bind, **({"today": TODAY} | more)))
        statement = f"SELECT v.project_id FROM published.project_now AS v{clause.text} ORDER BY 1"
        return [row["project_id"] for row in self.rows(statement, *clause.values)]


@contextmanager
def asking(url: str) -> Iterator[Asking]:
    """A connection as the serving pool makes them."""
    settings = {"search_path": "published, public", "timezone": "UTC", "jit": "off"}
    loop = asyncio.new_event_loop()
    connection = loop.run_until_complete(asyncpg.connect(url, server_settings=settings))
    try:
        yield Asking(connection, loop)
    finally:
        loop.run_until_complete(connection.close())
        loop.close()


def publish_varied(database: Database) -> None:
    """Two districts and the varied projects."""
    publish_two_districts(database.writer_url)
    publish(database.writer_url, VARIED, agencies=(AGENCY, OTHER))
