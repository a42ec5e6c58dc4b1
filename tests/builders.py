"""Builders with named defaults: a test names only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

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
EVERY_SECTION: Final[Mapping[str, Any]] = {
    "scale": [{"name": "Chiều dài", "value": Decimal("4.50"), "unit": "km"}],
    "participants": [
        {"id": "o-2", "name": "Công ty 2", "roles": ["supplier"], "identifier": {"scheme": "VN-ENT", "id": "0400"}},
        {"id": "o-1", "name": "Sở Xây dựng", "roles": ["buyer", "funder"]},
    ],
    "contacts": [
        {
            "role": "Giám đốc dự án", "office": "Phòng 2", "organisation": "Ban quản lý số 1", "phone": "0236 382 0000",
            "email": "phong2@example.org", "name": "Trần Văn B", "mobile": "0905 123 456",
        }
    ],
    "contracts": [
        {
            "id": "c-1", "title": "Gói thầu 1", "suppliers": [{"name": "Công ty 2"}],
            "amount": {"amount": Decimal("1234567890123.45"), "currency": "VND"},
            "signed": "2024-03-01", "start": "2024-03-15", "end": "2026-03-31", "status": "active",
            "subcontracts": [{"id": "s-1", "title": "Chiếu sáng", "supplier": {"name": "Công ty 3"}}],
            "payments": [
                {"id": "p-1", "date": "2024-04-01", "amount": {"amount": 5, "currency": "VND"}, "kind": "advance"}
            ],
        }
    ],
    "changes": [
        {
            "id": "g-2", "type": "scope", "date": "2025-02-01", "reason": "Thêm vỉa hè", "description": "Hai bên đường",
            "old_amount": {"amount": 5, "currency": "VND"}, "new_amount": {"amount": 6, "currency": "VND"},
        },
        {"id": "g-1", "type": "duration", "date": "2025-01-01", "old_end": "2025-12-31", "new_end": "2026-03-31"},
        {"id": "g-3", "type": "duration", "date": "2026-01-01", "old_end": "2026-03-31", "new_end": "2027-01-15"},
    ],
    "documents": [
        {
            "id": "d-1", "type": "projectPlan", "title": "Quyết định 1", "url": "https://example.org/1.pdf",
            "published": "2024-01-05", "sha256": "0" * 64, "bytes": 1234, "language": "vi",
        }
    ],
    "photos": [
        {"id": "f-1", "url": "https://example.org/1.jpg", "title": "Cầu", "taken_on": "2025-05-01", "direction": 270}
    ],
    "briefs": [{"id": "b-1", "date": "2025-06-01", "text": "Đúng tiến độ.", "state": "open"}],
    "penalties": [
        {"id": "n-1", "date": "2025-07-01", "contractor": "Công ty 2", "points": Decimal("0.5"), "reason": "Chậm"}
    ],
    "coordination": [
        {
            "id": "1", "firmness": "under-contract", "exception": "safety", "ground": ["cuts", "paves"],
            "early_start": "2024-01-01", "early_end": "2025-12-31",
            "late_start": "2024-06-01", "late_end": "2027-06-30",
        }
    ],
}  # fmt: skip
"""Details with something in each section, as JSON that is read with exact numbers."""


def project(id: str = "P1", **facts: Any) -> Project:  # noqa: A002, ANN401
    """A project with the three required facts."""
    return Project(**{"id": id, "titles": {"vi": f"Công trình {id}"}, "agency": AGENCY.code} | facts)


def vnd(amount: str | int) -> Money:
    """Vietnamese dong."""
    return Money(Decimal(amount), "VND")


_usual_policy = cache(load_policy)


def publish(
    url: str,
    projects: Iterable[Project],
    *,
    policy: Policy | None = None,
    held: Sequence[SentRow] = (),
    agencies: Sequence[Agency] = (AGENCY,),
    correct_baseline: bool = False,
    ground: str | None = None,
    today: date = date(2026, 6, 15),
    compares: bool = True,
) -> Outcome:
    """Publish projects in a transaction of their own."""
    numbered = list(enumerate(projects, 1))
    with psycopg.connect(url) as connection:
        publisher = Publisher(connection, languages=("vi", "en"), compares=compares)
        publisher.agencies(agencies)
        disclosed = discloser(connection, policy or _usual_policy(), today)
        publisher.stage((number, replace(disclosed(one), ground=ground)) for number, one in numbered)
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
