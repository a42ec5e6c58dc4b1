"""Whatever happens to works, the pairs that are kept are those that a rebuild finds."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import psycopg
import pytest
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from data.policy import DEFAULT_POLICY, Policy
from geo.boundaries import BoundarySet, District
from geo.codes import Category, Exemption, Firmness, Status
from geo.details import details
from geo.project import Project
from geo.publishing import Load, Publisher, numbering, publish_districts
from geo.publishing.marks import State, mark
from geo.publishing.overlaps import rebuild_overlaps
from geo.publishing.roads import publish_roads
from geo.roads import Road
from tests.builders import AGENCY, project, publish, vnd
from tests.disclosure.writing import generalised
from tests.fixtures.database import Database
from tests.geo.overlaps.test_measuring import area, line
from tests.geo.overlaps.test_pairs import OTHER, pairs


def coarse(how: str) -> Policy:
    """A policy that tells coarsely where works of culture are."""
    told = generalised(how)
    return Policy.model_validate(tomllib.loads(DEFAULT_POLICY.read_text("utf-8") + f"""
[[classes]]
name = "coarse"
when = {{ category = ["culture"] }}
fields = {{ footprint = {told} }}
ground = "A ground"
decided_by = "The board"
review = 2027-12-31
"""))  # fmt: skip


COARSE: Final = coarse('to = "box", degrees = 0.001')


@pytest.mark.parametrize("few", [500, 0], ids=["few", "in blocks"])
def test_random_histories_leave_the_pairs_that_a_rebuild_finds(
    database: Database, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("geo.publishing.overlaps._FEW", few)
    monkeypatch.setattr("geo.publishing.comparing.BLOCK", 7)
    source, works = random.Random(5), dict[str, Project]()
    _publish_districts(database)
    for step in _steps():
        step(source, database, works)
    kept = pairs(database.url)
    assert len({pair["since"] for pair in kept}) > 2
    assert len({pair["kind"] for pair in kept}) > 3
    assert {len(pair["districts"]) for pair in kept} == {1, 2}
    assert {pair["relation"] for pair in kept} >= {"street", "corridor", "spot", "near"}
    marked = _marks(database)
    assert len(marked) > 2
    with psycopg.connect(database.writer_url) as connection:
        numbering.lock(connection)
        rebuild_overlaps(connection, 99)
    assert [_without_place(pair) for pair in pairs(database.url)] == [_without_place(pair) for pair in kept]
    assert _marks(database) == marked
    assert _from_nothing(database) == [_without_place(pair) | {"since": 100} for pair in kept]
    assert not {one for pair in kept for one in (pair["one_id"], pair["other_id"])} & {
        one.id for one in works.values() if one.category is Category.CULTURE or one.status is Status.CANCELLED
    }


def _publish_districts(database: Database) -> None:
    """Two districts, the border of which goes through the works."""
    boundaries = {"west": area(-900, -900, 350, 900), "east": area(350, -900, 1900, 900)}
    districts = [
        District(code=code, names={"vi": code}, boundary=MultiPolygon([shape])) for code, shape in boundaries.items()
    ]
    with psycopg.connect(database.writer_url) as connection:
        publish_districts(connection, BoundarySet(code="two", names={"vi": "Hai"}), districts)


def _from_nothing(database: Database) -> list[dict[str, Any]]:
    """The pairs that are found where none was."""
    with psycopg.connect(database.url) as connection:
        connection.execute("TRUNCATE published.overlap")
    with psycopg.connect(database.writer_url) as connection:
        numbering.lock(connection)
        rebuild_overlaps(connection, 100)
    return [_without_place(pair) for pair in pairs(database.url)]


Step = Callable[[random.Random, Database, dict[str, Project]], None]


def _steps() -> Iterator[Step]:
    yield from (_edit, _edit, _load_roads, _edit, _mark, _edit, _withdraw, _edit, _mark, _edit)


def _edit(source: random.Random, database: Database, works: dict[str, Project]) -> None:
    """Works that are new or moved, at other times, as firm otherwise, told coarsely now or finely again."""
    edits = {one.id: one for one in (_edited(source, f"P{source.randint(1, 60):02}", works) for _ in range(20))}
    works.update(edits)
    publish(database.writer_url, list(edits.values()), agencies=(AGENCY, OTHER), policy=COARSE)


def _load_roads(_: random.Random, database: Database, __: dict[str, Project]) -> None:
    roads = [
        Road(name="Lê Lợi", road_class="primary", line=line((-50, 5), (700, 5))),
        Road(name="Hùng Vương", road_class=None, line=line((-50, 45), (700, 45))),
        Road(name=None, road_class="lane", line=line((150, -90), (150, 130))),
    ]
    with psycopg.connect(database.writer_url) as connection:
        publish_roads(connection, "test", roads)


def _mark(source: random.Random, database: Database, _: dict[str, Project]) -> None:
    for pair in source.sample(pairs(database.url), 6):
        with psycopg.connect(database.writer_url) as connection:
            mark(connection, pair["id"], source.choice(list(State)), reason="Agreed", agency=pair["agencies"][0])


def _withdraw(source: random.Random, database: Database, works: dict[str, Project]) -> None:
    names = source.sample(sorted(works), 8)
    with psycopg.connect(database.writer_url) as connection:
        publisher = Publisher(connection, languages=("vi", "en"))
        publisher.withdraw(names)
        publisher.publish(Load(kind="test", file_name="withdrawals"))
    for name in names:
        del works[name]


def _marks(database: Database) -> list[Any]:
    with psycopg.connect(database.url) as connection:
        return connection.execute("SELECT one_id, other_id, publication, state FROM published.overlap_mark").fetchall()


def _without_place(pair: dict[str, Any]) -> dict[str, Any]:
    """All but where it lies in a list; lengths within a centimetre."""
    return {name: round(value, 2) if isinstance(value, float) else value for name, value in pair.items()}


def _edited(source: random.Random, name: str, works: dict[str, Project]) -> Project:
    if name in works and source.random() < 0.5:
        return replace(works[name], **_times(source))
    x, y = source.uniform(0, 500), source.choice([0, 5, 10, 40])
    shape: BaseGeometry = source.choice([
        line((x, y), (x + source.uniform(30, 300), y + source.uniform(-5, 5))), line((x, -80), (x + 5, 120)),
        area(x, y - 20, x + 60, y + 40), area(x, y - 5, x + 200, y + 5), line((x, y), (x, y + 1)).centroid,
    ])  # fmt: skip
    kind = source.choice([Category.ROAD, Category.WATER, Category.ENERGY, Category.PARK, Category.CULTURE])
    agency = source.choice([AGENCY, OTHER]).code
    return project(name, footprint=shape, category=kind, agency=agency, **_times(source))


def _times(source: random.Random) -> dict[str, Any]:
    day = date(2025, 1, 1) + timedelta(days=source.randint(0, 700))
    said: dict[str, Any] = {"id": "plan", "firmness": source.choice(list(Firmness)[:4])}
    if source.random() < 0.4:
        said |= {"early_start": str(day - timedelta(days=90)), "late_end": str(day + timedelta(days=400))}
    if source.random() < 0.2:
        said["exception"] = source.choice([*map(str, Exemption)])
    return {
        "planned_start": source.choice([day, day, None]),
        "planned_end": day + timedelta(days=source.randint(10, 200)),
        "status": source.choice([Status.PREPARATION, Status.IMPLEMENTATION, Status.COMPLETED, Status.CANCELLED]),
        "budget": vnd(source.randint(1, 9) * 10**9),
        "details": details({"coordination": [said]}),
    }
