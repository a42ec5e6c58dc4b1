"""Builders with named defaults: a test names only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
from shapely import LineString, MultiPolygon, Point, box

from data.policy import Policy, discloser, load_policy
from geo.boundaries import BoundarySet, District
from geo.project import Agency, Project
from geo.publishing import Load, Outcome, Publisher, SentRow, publish_districts
from geo.values import Money

AGENCY = Agency("ban-1", {"vi": "Ban quản lý số 1", "en": "Board no. 1"})
WEST = box(108.0, 16.0, 108.1, 16.1)
EAST = box(108.1, 16.0, 108.2, 16.1)
ACROSS = LineString([(108.05, 16.05), (108.15, 16.05)])
INSIDE_WEST = Point(108.05, 16.05)


def project(id: str = "P1", **facts: Any) -> Project:  # noqa: A002, ANN401
    """A project with the three required facts."""
    return Project(**{"id": id, "titles": {"vi": f"Công trình {id}"}, "agency": AGENCY.code} | facts)


def vnd(amount: str | int) -> Money:
    """Vietnamese dong."""
    return Money(Decimal(amount), "VND")


def publish(
    url: str,
    projects: Iterable[Project],
    *,
    policy: Policy | None = None,
    held: Sequence[SentRow] = (),
    agencies: Sequence[Agency] = (AGENCY,),
    correct_baseline: bool = False,
    today: date = date(2026, 6, 15),
) -> Outcome:
    """Publish projects in a transaction of their own."""
    numbered = list(enumerate(projects, 1))
    with psycopg.connect(url) as connection:
        publisher = Publisher(connection, languages=("vi", "en"))
        publisher.agencies(agencies)
        disclosed = discloser(connection, policy or load_policy(), today)
        publisher.stage((number, disclosed(one)) for number, one in numbered)
        publisher.keep(SentRow(number=number, payload={"id": one.id}, project_id=one.id) for number, one in numbered)
        publisher.keep(held)
        return publisher.publish(Load(kind="test", file_name="test.csv", correct_baseline=correct_baseline))


def publish_two_districts(url: str, code: str = "old") -> None:
    """A boundary set of two neighbours, `west` and `east`, in force until 2025."""
    boundary_set = BoundarySet(code=code, names={"vi": "Hai quận"}, valid_to=date(2025, 6, 30))
    districts = [
        District(code="west", names={"vi": "Quận Tây", "en": "West"}, boundary=MultiPolygon([WEST])),
        District(code="east", names={"vi": "Quận Đông", "en": "East"}, boundary=MultiPolygon([EAST])),
    ]
    with psycopg.connect(url) as connection:
        publish_districts(connection, boundary_set, districts)
