"""Nothing that is withheld, or was purged, is in an output of history: markers in every field, and in a geometry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from shapely import Point

from data.policy import Policy
from data.policy.rules import Public
from geo.details import details
from geo.disclosure import WITHHOLDABLE
from geo.project import Accuracy, LocationTrust, Project
from geo.publishing import purge
from geo.values import Progress
from tests.builders import EVERY_SECTION, project, publish, publish_two_districts, vnd
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

OPEN = Policy(title="Open", fields={name: Public(disclosure="public") for name in WITHHOLDABLE})
SHUT = Policy(title="Shut", fields={})
STORED = ("MARKER", "1987-07-17", "777012345", "108.0712345", "16.0712345", "0.424217", "0905 123 456")
MARKERS = (*STORED, ", 1987", "42.4%", "42,4%", "777,012,345", "777.012.345")
LANGUAGES = ("vi", "en")


def marked(id: str) -> Project:  # noqa: A002
    """A project with a marker in every field that may be withheld."""
    day = date(1987, 7, 17)
    return project(
        id, descriptions={"vi": "MARKER"}, contractor="MARKER", supervisor="MARKER", address="MARKER",
        status="suspended", category="waste",
        original_start=day, original_end=day, planned_start=day, planned_end=day, actual_start=day, actual_end=day,
        progress=Progress(Decimal("0.424217"), Decimal("0.424217"), day), original_budget=vnd("777012345"),
        budget=vnd("777012345"), contract_amount=vnd("777012345"), footprint=Point(108.0712345, 16.0712345),
        location=LocationTrust(
            source="MARKER", method="MARKER", accuracy=Accuracy.DESIGN, verified_by="MARKER", verified_on=day
        ),
        districts=("old.west",), details=details(_marked(EVERY_SECTION)),
    )  # fmt: skip


def _marked(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        return {
            name: "MARKER" if name in {"name", "title", "reason", "text"} else _marked(one)
            for name, one in value.items()
        }
    return [_marked(one) for one in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    """P1 was public, is withheld and purged; P2 was never public."""
    url = module_database.writer_url
    publish_two_districts(url)
    publish(url, [marked("P1")], policy=OPEN)
    with psycopg.connect(module_database.url) as connection:
        told = connection.execute("SELECT feature_text FROM published.project_version").fetchall()
    assert [marker for marker in STORED if marker not in str(told)] == []
    publish(url, [marked("P1"), marked("P2")], policy=SHUT)
    with psycopg.connect(url) as connection:
        purge(connection, {("P1", 1): WITHHOLDABLE}, ground="A ground.", decided_by="MARKER")
    publish(url, [project("P2", titles={"vi": "Tên mới"})], policy=SHUT)
    with serving(module_database) as running:
        yield running


def addresses() -> Iterator[str]:
    yield from ("/changes", "/changes?district=old.west", "/changes?agency=ban-1")
    for project_id in ("P1", "P2"):
        here = f"/collections/projects/items/{project_id}"
        yield from (f"{here}/versions", f"{here}/versions/1", f"{here}/versions/2", f"{here}/timemap", here)
        for language in LANGUAGES:
            page = f"/{language}/maps/projects/{project_id}"
            yield from (page, f"{page}/history", f"/{language}/feeds/projects/{project_id}.atom")
    for language in LANGUAGES:
        yield from (f"/{language}/feeds/city.atom", f"/{language}/feeds/districts/old.west.atom")


@pytest.mark.parametrize("address", [*addresses()])
def test_no_output_of_history_holds_a_marker(site: Site, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 200
    said = answer.text + str(answer.headers)
    assert [marker for marker in MARKERS if marker in said] == []


def test_whose_place_is_withheld_is_in_no_feed_of_a_district(site: Site) -> None:
    assert site.get("/changes?district=old.west").text == ""
    assert "<entry>" not in site.get("/en/feeds/districts/old.west.atom").text
