"""What stands in the place of a title that was purged: null in data, words in the reader's language on pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import psycopg
import pytest

from data.cities import load_city
from geo.publishing import purge
from tests.builders import project, publish, vnd
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving


@pytest.fixture(scope="module")
def then(module_database: Database) -> str:
    """A work whose first version has no title any more; gives the instant when that was the newest."""
    url = module_database.writer_url
    for works in ([project("P1"), project("P2")], [project("P1", budget=vnd(1))]):
        publish(url, works)
    with psycopg.connect(url) as connection:
        purge(connection, {("P1", 1): ["titles"]}, ground="A ground", decided_by="The board")
        row = connection.execute("SELECT published_at FROM published.publication WHERE number = 1").fetchone()
    assert row is not None
    return quote(row[0].isoformat())


@pytest.fixture(scope="module")
def site(module_database: Database, then: str) -> Iterator[Site]:
    assert then
    with serving(module_database, city=replace(load_city(), languages=("vi", "en", "ko"))) as running:
        yield running


WORDS = {"vi": "Tên không còn được công khai", "en": "Title no longer public", "ko": "더 이상 공개되지 않는 공사명"}


def test_the_text_has_null_and_says_that_it_was_purged(site: Site) -> None:
    facts = json.loads(site.get("/collections/projects/items/P1/versions/1").text)["properties"]
    assert (facts["title"], facts["titles"], facts["purged"]) == (None, {}, ["titles"])
    (newer, _) = site.json("/collections/projects/items/P1/versions")["versions"]
    told = {one["field"]: (one["before"], one["after"]) for one in newer["changes"]}
    assert told["title"] == told["titles"] == ("purged", "entered")


@pytest.mark.parametrize("language", WORDS)
def test_pages_say_so_in_their_language(site: Site, then: str, language: str) -> None:
    for path in ("/maps/projects/P1", "/maps/unmapped", "/collections/projects/items"):
        answer = site.get(f"/{language}{path}?as-of={then}", follow_redirects=True)
        assert WORDS[language] in answer.text, path
    assert WORDS[language] in site.get(f"/{language}/feeds/projects/P1.atom").text
    assert WORDS[language] not in site.get(f"/{language}/maps/projects/P1").text


def test_lists_and_tables_of_then_have_an_empty_cell(site: Site, then: str) -> None:
    items = f"/collections/projects/items?as-of={then}"
    assert [one["properties"]["title"] for one in site.json(items)["features"]] == [None, "Công trình P2"]
    assert site.json(f"{items}&sortby=title")["numberMatched"] == 2
    rows = site.get(f"{items}&f=csv").text.splitlines()
    assert rows[1].startswith("P1,,")
