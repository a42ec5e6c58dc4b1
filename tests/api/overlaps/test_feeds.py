"""Feeds of works that collide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from shapely import Point

from api.translations import FOLDER
from data.cities import load_city
from geo.overlaps import happenings
from geo.overlaps.happenings import statement
from tests.api.overlaps.conftest import MOVED, OTHER, WORKS, put_in
from tests.api.pages.test_feeds import ATOM, documents, feed, ids, links
from tests.builders import AGENCY, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving


@pytest.fixture(scope="module")
def told(module_database: Database) -> Iterator[Site]:
    """A site where a pair was found, became another, and another went away; one work is public no longer."""
    url = module_database.writer_url
    put_in(url)
    publish(url, (MOVED,), agencies=(AGENCY, OTHER))
    publish(url, (replace(WORKS[2], footprint=Point(108.0, 16.0)),), agencies=(AGENCY, OTHER))
    with serving(module_database, city=replace(load_city(), languages=("vi", "en", "ko"))) as running:
        yield running


def titles(site: Site, path: str) -> list[str]:
    return [one.findtext(f"{ATOM}title") for one in feed(site, path).findall(f"{ATOM}entry")]


def test_a_feed_tells_what_was_found_what_changed_and_what_is_gone(told: Site) -> None:
    assert titles(told, "/en/feeds/overlaps/agencies/ban-1.atom") == [
        "Công trình A / Công trình C: No longer found: Crossing.",
        "Công trình A / <img src=x onerror=alert(1)> =1+1 ${x}: Found otherwise: Could be joined, before: Clash.",
        "Công trình D / Công trình E: Newly found: Clash.",
        "Công trình A / Công trình C: Newly found: Crossing.",
        "Công trình A / <img src=x onerror=alert(1)> =1+1 ${x}: Newly found: Clash.",
    ]
    assert len(titles(told, "/en/feeds/overlaps/agencies/ban-2.atom")) == 3
    assert len(titles(told, "/en/feeds/overlaps/districts/old.east.atom")) == 5
    assert titles(told, "/en/feeds/overlaps/districts/old.west.atom") == []


def test_an_entry_says_in_sentences_what_is_at_stake_and_leads_to_the_pair(told: Site) -> None:
    for language, sentence in (
        ("en", "They share 2,"),
        ("vi", "Hai công trình có chung 2."),
        ("ko", "공유 면적: 2,"),
    ):
        entries = feed(told, f"/{language}/feeds/overlaps/districts/old.east.atom").findall(f"{ATOM}entry")
        (entry,) = (one for one in entries if "Công trình D" in one.findtext(f"{ATOM}title"))
        assert sentence in entry.findtext(f"{ATOM}content")
        for address in (*links(entry, "alternate"), *links(entry, "related")):
            assert told.get(address.removeprefix(told.url)).status_code == 200
    assert (FOLDER / "ko.po").exists()


def test_a_feed_is_304_until_something_is_published_and_its_archives_hold_everything_once(
    told: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/vi/feeds/overlaps/agencies/ban-1.atom"
    tag = told.get(path).headers["etag"]
    assert told.get(path, headers={"If-None-Match": tag}).status_code == 304
    whole = ids([feed(told, path)])
    monkeypatch.setattr(happenings, "LEAST", 2)
    monkeypatch.setattr(happenings, "is_end", lambda spot: spot.id in {"A~B", "D~E"})
    found = documents(told, path)
    assert [len(ids([one])) for one in found] == [2, 1, 2]
    assert ids(found) == whole
    publish(told.database.writer_url, (replace(WORKS[3], address="x"),), agencies=(AGENCY, OTHER))
    assert told.get(path, headers={"If-None-Match": tag}).status_code == 200
    assert ids(documents(told, path)) == whole


@pytest.mark.parametrize("path", ["agencies/none", "districts/no.where"])
def test_a_feed_of_nothing_is_not_found(told: Site, path: str) -> None:
    assert told.get(f"/en/feeds/overlaps/{path}.atom").status_code == 404
    assert told.get("/en/feeds/overlaps/agencies/ban-1.atom?before=x").status_code == 400


def test_what_became_of_pairs_is_read_along_indexes(module_database: Database) -> None:
    values = (None, None, 10**6, 9, "A~B", 200)
    with psycopg.connect(module_database.url) as connection:
        connection.execute("SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off")
        text = re.sub(r"\$(\d)", r"%(v\1)s", statement())
        bound = {f"v{number}": value for number, value in enumerate(values, 1)}
        plan = "\n".join(row[0] for row in connection.execute(f"EXPLAIN {text}", bound))
    for index in ("overlap_since_idx", "overlap_past_since_idx", "overlap_past_gone_idx"):
        assert f"Index Scan Backward using {index}" in plan
