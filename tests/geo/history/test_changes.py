"""The feed of changes: complete, in order, resumable anywhere, and the same as what the versions say."""

from __future__ import annotations

import base64
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.cluster import Cluster
from geo.errors import BadRequest
from geo.history import Place, State, versions
from geo.project import Agency
from geo.publishing import purge
from geo.store.connecting import ReadPool
from tests.builders import ACROSS, AGENCY, WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database, copy_of
from tests.geo.histories import Publication, policy, publications
from tests.geo.history.reading import BASE, ask, lines

ODD = 'Ä / "1"'


async def in_steps(pool: ReadPool, step: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    place = Place()
    while more := await lines(pool, after=place, limit=step):
        found += more
        place = Place.read(more[-1]["cursor"])
    return found


async def compared_names(pool: ReadPool, project_id: str) -> dict[int, set[str]]:
    read, _ = await versions(pool, project_id, limit=1000)
    return {one.number: {change.name for change in one.changes} for one in read}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(publications, st.integers(1, 7), st.integers(1, 9))
def test_the_feed_is_every_version_in_its_order_however_it_is_read(
    cluster: Cluster, template: str, history: list[Publication], step: int, looked_at: int
) -> None:
    with copy_of(template, cluster) as database, pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.history.following.LOOKED_AT", looked_at)
        publish_two_districts(database.writer_url)
        for publication in history:
            publication.publish(database.writer_url)
        told = ask(database, lines)
        assert ask(database, partial(in_steps, step=step)) == told
        with psycopg.connect(database.url) as connection:
            stored = connection.execute(
                "SELECT publication, project_id, version FROM published.project_version ORDER BY 1, 2, 3"
            ).fetchall()
        assert [(one["publication"], one["id"], one["version"]) for one in told] == stored
        for project_id in {one["id"] for one in told}:
            names = ask(database, partial(compared_names, project_id=project_id))
            for one in told:
                if one["id"] == project_id:
                    assert set(one["fields"]) - {"withdrawn"} == names[one["version"]]


def test_a_line_says_what_when_and_where_to_read_it(database: Database) -> None:
    publish(database.writer_url, [project(ODD, planned_end=date(2026, 3, 31))])
    publish(database.writer_url, [project(ODD, planned_end=date(2027, 1, 15), contractor="A")])
    first, second = ask(database, lines)
    assert (first["kind"], first["fields"], first["version"]) == ("created", [], 1)
    assert (second["kind"], second["fields"], second["agency"]) == ("changed", ["contractor", "planned_end"], "ban-1")
    assert second["published"].endswith("Z")
    assert second["href"].isascii()
    assert unquote(second["href"]) == f"{BASE}{ODD}/versions/2"
    assert second["href"].count("/") == BASE.count("/") + 2


@pytest.mark.parametrize("by", ["agencies", "districts"])
def test_whoever_follows_what_a_project_leaves_is_told_that_it_leaves(database: Database, by: str) -> None:
    other = Agency("ban-2", {"en": "Board no. 2"})
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project("P1", footprint=WEST.centroid)], agencies=[AGENCY, other])
    publish(database.writer_url, [project("P1", agency="ban-2", footprint=ACROSS.interpolate(0.9, normalized=True))])
    publish(database.writer_url, [project("P1", agency="ban-2", footprint=ACROSS.interpolate(1.0, normalized=True))])
    left, entered = {"agencies": ("ban-1", "ban-2"), "districts": ("old.west", "old.east")}[by]

    async def numbers(pool: ReadPool, code: str) -> list[int]:
        return [one["version"] for one in await lines(pool, **{by: frozenset({code})})]

    assert ask(database, partial(numbers, code=left)) == [1, 2]
    assert ask(database, partial(numbers, code=entered)) == [2, 3]


def test_what_is_withheld_from_now_on_is_named_and_its_value_is_not_told(database: Database) -> None:
    work = project("P1", planned_end=date(2026, 3, 31))
    publish(database.writer_url, [work])
    publish(database.writer_url, [work], policy=policy("planned_end"))
    told = ask(database, lines)
    assert told[1]["fields"] == ["planned_end"]


def test_a_purge_is_a_line_of_its_own_and_shows_no_value(database: Database) -> None:
    work = project("P1", contractor="A. Secret", planned_end=date(2026, 3, 31))
    publish(database.writer_url, [work])
    publish(database.writer_url, [work], policy=policy("contractor"))
    with psycopg.connect(database.writer_url) as connection:
        purge(connection, {("P1", 1): {"contractor"}}, ground="Personal data.", decided_by="Board")
    told = ask(database, lines)
    assert [(one["publication"], one["version"], one["kind"]) for one in told] == [
        (1, 1, "created"),
        (2, 2, "changed"),
        (3, 1, "purged"),
    ]
    assert [one["fields"] for one in told] == [[], ["contractor"], ["contractor"]]
    assert [one.get("ground") for one in told] == [None, None, "Personal data."]
    assert ask(database, partial(in_steps, step=1)) == told
    read, _ = ask(database, lambda pool: versions(pool, "P1", limit=9))
    assert [change.before for change in read[0].changes if change.name == "contractor"] == [State.PURGED]
    assert [(one.publication, one.fields, one.ground) for one in read[1].purges] == [
        (3, ("contractor",), "Personal data.")
    ]
    assert "Secret" not in repr((told, read))


def test_a_number_is_a_place_behind_a_whole_publication(database: Database) -> None:
    for day in (1, 2, 3):
        publish(database.writer_url, [project("P1", planned_end=date(2026, 1, day)), project("P2")])

    async def behind(pool: ReadPool) -> list[tuple[int, str]]:
        return [(one["publication"], one["id"]) for one in await lines(pool, after=Place.read("1"))]

    assert ask(database, behind) == [(2, "P1"), (3, "P1")]


@pytest.mark.parametrize("text", ["", "-1", "x", "1" * 19, "MTI", "MToyOg", base64.b64encode(b"1:2:\0").decode()])
def test_a_place_that_no_line_gave_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        Place.read(text)
