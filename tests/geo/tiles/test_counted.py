"""What is counted by district of an earlier publication is what was counted when it was the newest."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import psycopg
from hypothesis import HealthCheck, example, given, settings

from geo.cluster import Cluster
from geo.codes import Category, Status
from geo.projects import Selection
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from geo.tiles import count_by_district
from geo.tiles.drawing import DistrictCount
from tests.builders import ACROSS, EAST, INSIDE_WEST, WEST, project, publish_two_districts
from tests.fixtures.database import Database, copy_of
from tests.geo.tiles.editing import Publication, publications

SELECTIONS = (
    Selection(),
    Selection(statuses=frozenset({Status.COMPLETED, Status.IMPLEMENTATION}), categories=frozenset({Category.ROAD})),
    Selection(agencies=frozenset({"ban-1"}), statuses=frozenset(Status)),
    Selection(geometry_class="area"),
    Selection(districts=frozenset({"old.west"})),
    Selection(districts=frozenset({"old.west"}), categories=frozenset({Category.ROAD})),
    Selection(conditions=(lambda bind: f"v.contractor = {bind('A')}::text",)),
    Selection(area=WEST.buffer(-0.01).union(EAST.centroid.buffer(0.001))),
)
Told = tuple[str, int, tuple[tuple[str, int], ...]]


def counted(database: Database, number: int | None = None) -> list[set[Told]]:
    """What lies in the districts of every selection, as of a publication; None is now."""

    async def reading() -> list[set[Told]]:
        pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=60))
        await pool.open()
        try:
            asked = [replace(which, as_of=number) for which in SELECTIONS]
            return [set(map(told, (await count_by_district(pool, one, "old")).districts)) for one in asked]
        finally:
            await pool.close()

    return asyncio.run(reading())


def newest(database: Database) -> int:
    with psycopg.connect(database.url) as connection:
        row = connection.execute("SELECT max(number) FROM published.publication").fetchone()
    assert row is not None
    return int(row[0])


def told(count: DistrictCount) -> Told:
    return count.district_id, count.works, tuple(sorted(count.by_status.items()))


MOVED = [
    Publication(
        (project("A", footprint=INSIDE_WEST, contractor="A"), project("B", footprint=ACROSS, sample=True)),
        withdraws=False,
    ),
    Publication((project("A", footprint=EAST.centroid, status=Status.COMPLETED), project("C")), withdraws=True),
    Publication((project("C", footprint=ACROSS, category=Category.ROAD, contractor="A"),), withdraws=False),
]
"""Works that move, come, go and get a footprint."""


@example(history=MOVED)
@settings(deadline=None, max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(history=publications)
def test_counts_of_then_are_those_that_were_counted_then(
    history: list[Publication], template: str, cluster: Cluster
) -> None:
    with copy_of(template, cluster) as database:
        publish_two_districts(database.writer_url)
        said = {}
        for publication in history:
            publication.publish(database)
            said[newest(database)] = counted(database)
        for code in ("none", "other", "old"):
            if code != "none":
                publish_two_districts(database.writer_url, code)
            assert {number: counted(database, number) for number in said} == said, code
