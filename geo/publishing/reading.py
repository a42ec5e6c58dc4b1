"""Published versions as projects again: what the public saw of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import shapely
from psycopg import Connection
from psycopg.rows import DictRow, dict_row

from geo.codes import Category, Status
from geo.details import details
from geo.project import Accuracy, LocationTrust, Project
from geo.sql import query
from geo.values import Money, Progress

CHUNK: Final = 2_000
_PLAIN: Final = (
    *("agency", "contractor", "supervisor", "address", "original_start", "original_end", "planned_start"),
    *("planned_end", "actual_start", "actual_end", "sample"),
)


@dataclass(frozen=True, slots=True)
class Version:
    """A version; publications from `publication` on show it, before `until` where there is one."""

    number: int
    project: Project
    publication: int
    until: int | None
    withheld: frozenset[str]
    blocked: frozenset[str]
    generalised: frozenset[str]


def versions(connection: Connection, *, now: bool) -> Iterator[list[Version]]:
    """All versions that the public sees now, or all that it does not (closed ones and withdrawals), in chunks.

    Other statements may run between two chunks.
    """
    name = "republish_versions_now" if now else "republish_versions_past"
    with connection.cursor(name, row_factory=dict_row) as cursor:
        cursor.execute(query("republish/versions"), {"now": now})
        while rows := cursor.fetchmany(CHUNK):
            yield [_version(row) for row in rows]


def _version(row: DictRow) -> Version:
    return Version(
        number=row["version"],
        project=_project(row),
        publication=row["publication"],
        until=row["until"],
        withheld=frozenset(row["withheld"]),
        blocked=frozenset(row["blocked"]),
        generalised=frozenset(row["generalised"]),
    )


def _project(row: DictRow) -> Project:
    plain: dict[str, Any] = {name: row[name] for name in _PLAIN}
    exact = json.loads(json.dumps(row["details"], default=str), parse_float=Decimal) if row["details"] else {}
    return Project(
        id=row["project_id"],
        titles=row["titles"],
        descriptions=row["descriptions"],
        status=None if row["status"] is None else Status(row["status"]),
        category=None if row["category"] is None else Category(row["category"]),
        progress=Progress(row["progress_planned"], row["progress_actual"], row["progress_as_of"]),
        original_budget=_money(row, "original_budget", "original_budget_currency"),
        budget=_money(row, "budget", "budget_currency"),
        contract_amount=_money(row, "contract_amount", "contract_currency"),
        footprint=None if row["footprint"] is None else shapely.from_wkb(row["footprint"]),
        location=_trust(row),
        districts=tuple(row["declared_districts"]),
        reports=tuple(_report(**one) for one in row["reports"] or ()),
        details=details(exact),
        **plain,
    )


def _money(row: DictRow, amount: str, currency: str) -> Money | None:
    return None if row[amount] is None or row[currency] is None else Money(row[amount], row[currency])


def _report(as_of: str, planned: str | None, actual: str | None) -> Progress:
    exact = [None if value is None else Decimal(value) for value in (planned, actual)]
    return Progress(exact[0], exact[1], date.fromisoformat(as_of))


def _trust(row: DictRow) -> LocationTrust:
    accuracy = row["location_accuracy"]
    return LocationTrust(
        source=row["location_source"],
        method=row["location_method"],
        accuracy=None if accuracy is None else Accuracy(accuracy),
        verified_by=row["location_verified_by"],
        verified_on=row["location_verified_on"],
    )
