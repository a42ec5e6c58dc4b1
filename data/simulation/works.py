"""Sample works as an agency's system knows them: the bodies of pushes, before anything went wrong."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import shapely

from geo.project import Project
from geo.values import Money

_PLACES: Final = "https://example.org/mau"
"""Addresses that are reserved for examples: nothing is there."""
_DATES: Final = ("original_start", "original_end", "planned_start", "planned_end")


def work(project: Project, number: int, today: date, *, begun: bool) -> dict[str, Any]:
    """The whole project as it is pushed first: on time, and marked as sample.

    `begun` works are under way, others in preparation, without a progress.
    """
    start = (project.original_start or today - timedelta(days=200)) if begun else today + timedelta(days=90)
    start = min(start, today - timedelta(days=200)) if begun else start
    end = start + timedelta(days=300 + number % 400)
    facts: dict[str, Any] = {
        "sample": True,
        "titles": dict(project.titles),
        "descriptions": dict(project.descriptions),
        "status": "implementation" if begun else "preparation",
        "category": None if project.category is None else str(project.category),
        "address": project.address,
        "supervisor": project.supervisor,
        **dict(zip(_DATES, (start, end, start, end), strict=True)),
        "budget": money(project.budget or Money(Decimal(5_000_000_000), "VND")),
        "geometry": _geometry(project),
        **_sections(number, start),
    }
    if begun:
        facts |= {"actual_start": start, "contractor": contractor(number)}
    return {name: value for name, value in facts.items() if value is not None}


def contractor(number: int) -> str:
    """One of forty contractors, none of which exists."""
    return f"Nhà thầu mẫu {number % 40 + 1:02d}"


def money(value: Money, share: Decimal = Decimal(1)) -> dict[str, Any]:
    """A share of an amount, without fractions."""
    return {"amount": (value.amount * share).quantize(Decimal(1)), "currency": value.currency}


def contract(identifier: str, number: int, value: Money, start: date) -> dict[str, Any]:
    """A contract with one supplier; every second one has a subcontract."""
    made: dict[str, Any] = {
        "id": identifier,
        "title": f"Gói thầu mẫu {identifier}",
        "suppliers": [{"name": contractor(number)}],
        "amount": money(value, Decimal("0.9")),
        "signed": start,
        "status": "active",
    }
    if number % 2:
        supplier = {"name": f"Nhà thầu phụ mẫu {number % 30 + 1:02d}"}
        made["subcontracts"] = [{"id": "1", "supplier": supplier, "amount": money(value, Decimal("0.2"))}]
    return made


def _geometry(project: Project) -> dict[str, Any] | None:
    found: dict[str, Any] | None = None
    if project.footprint is not None:
        found = shapely.geometry.mapping(shapely.set_precision(project.footprint, 1e-6))
    return found


def _sections(number: int, start: date) -> dict[str, Any]:
    return {
        "scale": [{"name": "Chiều dài", "value": 100 + number % 900, "unit": "m"}],
        "participants": [{"id": "1", "name": contractor(number), "roles": ["supplier"]}],
        "contacts": [{"role": "Phụ trách công trình", "office": f"Phòng mẫu {number % 9 + 1}", "mobile": "0000000000"}],
        "documents": [_document(number, start)],
        "photos": [{"id": "1", "url": f"{_PLACES}/{number}.jpg", "taken_on": start, "direction": number * 15 % 360}],
        "briefs": [{"id": "1", "date": start, "text": "Ý kiến giám sát mẫu.", "state": "answered"}],
        "penalties": [{"id": "1", "date": start, "contractor": contractor(number), "points": 1}]
        if not number % 9
        else [],
        **({"coordination": [_coordination(number, start)]} if number % 3 else {}),
    }


def _coordination(number: int, start: date) -> dict[str, Any]:
    """What its agency would accept besides the planned days: a start some weeks earlier, or one some months later."""
    return {
        "id": "1",
        "ground": ["cuts", "paves"] if number % 2 else ["cuts"],
        "early_start": start - timedelta(weeks=number % 6),
        "late_start": start + timedelta(weeks=number % 20),
    }


def _document(number: int, start: date) -> dict[str, Any]:
    made = f"approval {number}".encode()
    return {
        "id": "QD-1",
        "type": "projectPlan",
        "title": f"Quyết định phê duyệt mẫu {number}",
        "url": f"{_PLACES}/{number}.pdf",
        "published": start,
        "sha256": hashlib.sha256(made).hexdigest(),
        "bytes": len(made),
    }
