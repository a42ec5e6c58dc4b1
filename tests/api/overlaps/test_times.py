"""Overlaps over time: earlier publications, what is withheld, marked and purged."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg

from geo.publishing.marks import State, mark
from geo.publishing.purging import purge
from tests.api.overlaps.conftest import MOVED, OTHER, WORKS, put_in
from tests.api.overlaps.test_items import HERE, ITEMS, found
from tests.builders import AGENCY, publish
from tests.disclosure.writing import fields, rule
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving


def test_an_earlier_publication_shows_the_pairs_of_then(site: Site) -> None:
    with psycopg.connect(site.database.url) as connection:
        row = connection.execute("SELECT published_at FROM published.publication WHERE number = 2").fetchone()
    assert row
    then = row[0].isoformat().replace("+00:00", "Z").replace("+", "%2B")
    body = site.json(f"{ITEMS}?as-of={then}&one=A&other=B")
    assert [(one["id"], one["properties"]["class"]) for one in body["features"]] == [("A~B", "clash")]
    assert body["features"][0]["properties"]["other_end"] == "2087-03-31"
    assert site.json(f"{ITEMS}/A~B?as-of={then}")["properties"]["class"] == "clash"
    assert site.json(f"{HERE}?as-of={then}")["extent"]["temporal"]
    assert site.json(f"{ITEMS}/A~B")["properties"]["class"] == "join"


def test_a_page_is_304_until_something_is_published(database: Database) -> None:
    put_in(database.writer_url)
    with serving(database) as site:
        tag = site.get(ITEMS).headers["etag"]
        assert site.get(ITEMS, headers={"If-None-Match": tag}).status_code == 304
        publish(database.writer_url, (MOVED,), agencies=(AGENCY, OTHER))
        answer = site.get(ITEMS, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert {one["id"]: one["properties"]["class"] for one in answer.json()["features"]}["A~B"] == "join"


def test_a_date_that_is_withheld_is_told_from_one_that_nobody_entered(database: Database) -> None:
    shown = dict.fromkeys(("footprint", "category", "status", "planned_start"), '{ disclosure = "public" }')
    hidden = fields(**shown, planned_end=rule("withheld"))
    publish(database.writer_url, [WORKS[0], replace(WORKS[1], planned_end=None)], policy=hidden)
    with serving(database, policy=hidden) as site:
        (pair,) = site.json(ITEMS)["features"]
        facts = pair["properties"]
        assert (facts["one_start"], facts["one_end"], facts["other_end"]) == ("2087-01-01", None, None)
        assert facts["withheld"] == ["one_end"]
        (row,) = csv.DictReader(io.StringIO(site.get(f"{ITEMS}?f=csv&properties=one_end,other_end").text))
        assert (row["one_end"], row["other_end"]) == ("withheld", "")


def test_what_is_purged_is_gone_from_the_pairs_of_its_time_and_from_no_other(database: Database) -> None:
    put_in(database.writer_url)
    publish(database.writer_url, (MOVED,), agencies=(AGENCY, OTHER))
    publish(database.writer_url, (replace(MOVED, address="Đường khác"),), agencies=(AGENCY, OTHER))
    with psycopg.connect(database.writer_url) as connection:
        purge(connection, {("B", 2): ["address"]}, ground="g", decided_by="d")
        assert _spans(connection) == [("A~B", 2, 3), ("A~B", 3, None), ("A~C", 2, None), ("D~E", 2, None)]
        purge(connection, {("B", 1): ["planned_start"]}, ground="g", decided_by="d")
        assert _spans(connection) == [("A~B", 3, None), ("A~C", 2, None), ("D~E", 2, None)]
        purge(connection, {("B", 2): ["footprint"]}, ground="g", decided_by="d")
        assert _spans(connection) == [("A~B", 4, None), ("A~C", 2, None), ("D~E", 2, None)]


def test_a_mark_is_the_state_of_a_pair_from_then_on_and_a_purge_leaves_it_without_its_days(database: Database) -> None:
    put_in(database.writer_url)
    with psycopg.connect(database.writer_url) as connection:
        mark(connection, "A~B", State.SEQUENCED, reason="A first", agency=OTHER.code)
    with serving(database) as site:
        assert site.json(f"{ITEMS}/A~B")["properties"]["state"] == "sequenced"
        assert found(site, "state=sequenced") == ["A~B"]
        assert found(site, "filter=state='open'") == ["A~C"]
        with psycopg.connect(database.url) as connection:
            row = connection.execute("SELECT published_at FROM published.publication WHERE number = 2").fetchone()
        assert row
        before = row[0].isoformat().replace("+", "%2B")
        assert found(site, f"state=open&as-of={before}&project=B") == ["A~B"]
    publish(database.writer_url, (replace(WORKS[1], planned_end=date(2087, 4, 1)),), agencies=(AGENCY, OTHER))
    with psycopg.connect(database.writer_url) as connection:
        purge(connection, {("B", 1): ["planned_end"]}, ground="g", decided_by="d")
        marks = connection.execute("SELECT state, basis FROM published.overlap_mark").fetchall()
    assert marks == [("sequenced", {})]


def _spans(connection: psycopg.Connection[Any]) -> list[Any]:
    """The publications of each pair, from the one that found it up to the one that no longer did."""
    return connection.execute(
        "SELECT id, since, until FROM published.overlap_past UNION ALL SELECT id, since, NULL FROM published.overlap "
        "ORDER BY id, since"
    ).fetchall()
