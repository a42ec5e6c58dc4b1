"""Agencies that push plans which wait, and planners that ask with a key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shapely.geometry import mapping

from data.policy import DEFAULT_POLICY
from geo.intake.keys import Scope
from tests.api.intake.pushing import Agency, agency, pushed_to
from tests.builders import AGENCY, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site
from tests.geo.overlaps.test_measuring import line
from tests.geo.overlaps.test_pairs import OTHER, STREET, work

WINTER, AUTUMN = ("2087-01-01", "2087-03-31"), ("2087-10-01", "2087-12-31")
ASKED: dict[str, Any] = {"geometry": mapping(STREET), "start": WINTER[0], "end": WINTER[1], "category": "water"}
EVERYTHING = 'share = ["place", "window", "contact"]'
WAITING = '\n[approval]\nwait = ["project"]\n'
SECRET = """
[[classes]]
name = "defence"
when = { words = ["barracks"] }
publish = false
ground = "Defence"
decided_by = "Test"
review = 2027-12-31
"""


@contextmanager
def planning(
    database: Database, folder: Path, *, more: str = WAITING + SECRET, share: str | None = None
) -> Iterator[Site]:
    """A site where pushes of projects wait, over one published work of each of two agencies that could be joined."""
    policy = folder / "policy.toml"
    text = DEFAULT_POLICY.read_text() + more
    policy.write_text(
        text if share is None else text.replace('share = ["place", "window", "contact"]', f"share = {share}")
    )
    publish(
        database.writer_url,
        [work("A", STREET, *WINTER), work("B", STREET, *AUTUMN, agency=OTHER.code)],
        agencies=(AGENCY, OTHER),
    )
    with pushed_to(database, policy=policy) as site:
        yield site


def planner(site: Site, code: str) -> Agency:
    """Somebody with a key of the scope plan, and no other."""
    return agency(site, code, (Scope.PLAN,))


def plan(**facts: Any) -> dict[str, Any]:  # noqa: ANN401
    """A project as an agency pushes it, along the street in spring."""
    usual: dict[str, Any] = {
        "titles": {"en": "Sewer of the harbour"},
        "geometry": mapping(line((0, 5), (400, 5))),
        "planned_start": "2087-02-01",
        "planned_end": "2087-04-30",
        "category": "energy",
        "status": "preparation",
        "budget": {"amount": 7654321, "currency": "USD"},
        "contacts": [{"role": "manager", "office": "Harbour office", "name": "Somebody", "phone": "0236 1"}],
    }
    return usual | facts
