"""One paging run sees one state, whatever is published meanwhile; and an answer's ETag is that state's."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import httpx
import psycopg
import pytest

from geo import projects
from geo.codes import Status
from geo.items import Asked, Page
from geo.project import Agency
from geo.publishing import withdraw_samples
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.builders import AGENCY, INSIDE_WEST, project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import TODAY, Site

ITEMS = "/collections/projects/items"


def _next(page: httpx.Response) -> str | None:
    return next((link["href"] for link in page.json()["links"] if link["rel"] == "next"), None)


@pytest.mark.parametrize("query", ["", "&status=implementation", "&bbox=108,16,109,17", "&sortby=-title"])
def test_a_run_shows_what_its_first_page_saw(empty_site: Site, query: str) -> None:
    url = empty_site.database.writer_url
    works = [project(f"P{n}", status=Status.IMPLEMENTATION, footprint=INSIDE_WEST, sample=n == 5) for n in range(9)]
    publish(url, works)
    before = empty_site.json(f"{ITEMS}?limit=100{query}")
    page = empty_site.get(f"{ITEMS}?limit=2{query}")
    seen = page.json()["features"]
    publish(url, [project("P4", titles={"vi": "Khác"}, status=Status.COMPLETED), project("P00"), project("P31")])
    with psycopg.connect(url) as connection:
        withdraw_samples(connection, languages=("vi",))
    while address := _next(page):
        page = httpx.get(address, timeout=30).raise_for_status()
        assert page.json()["numberMatched"] == 9
        seen += page.json()["features"]
    assert seen == before["features"]
    assert page.json()["timeStamp"] == before["timeStamp"]


def test_a_new_run_shows_what_is_there_now(empty_site: Site) -> None:
    publish(empty_site.database.writer_url, [project("P1"), project("P2")])
    stale = empty_site.get(f"{ITEMS}?limit=1")
    publish(empty_site.database.writer_url, [project("P3")])
    assert empty_site.json(f"{ITEMS}?limit=1")["numberMatched"] == 3
    assert httpx.get(_next(stale) or "").json()["numberMatched"] == 2


def test_an_unchanged_page_is_304_and_any_publication_changes_its_etag(empty_site: Site) -> None:
    publish(empty_site.database.writer_url, [project("P1")])
    first = empty_site.get(ITEMS)
    held = {"If-None-Match": first.headers["etag"]}
    assert empty_site.get(ITEMS, headers=held).status_code == 304
    for other in (f"{ITEMS}?f=csv", f"{ITEMS}?limit=5", "/collections/districts/items"):
        assert empty_site.get(other, headers=held).status_code == 200
    publish(empty_site.database.writer_url, [project("P1")])
    assert empty_site.get(ITEMS, headers=held).status_code == 304
    publish(empty_site.database.writer_url, [project("P1")], agencies=(Agency(AGENCY.code, {"vi": "Tên mới"}),))
    renamed = empty_site.get(ITEMS, headers=held)
    assert renamed.status_code == 200
    assert renamed.json()["features"][0]["properties"]["agency_name"] == "Tên mới"


def test_an_earlier_publication_can_be_asked_of_the_query_layer(database: Database) -> None:
    publish(database.writer_url, [project("P1", titles={"vi": "Một"}), project("P2", sample=True)])
    publish(database.writer_url, [project("P1", titles={"vi": "Hai"}), project("P3")])
    with psycopg.connect(database.writer_url) as connection:
        withdraw_samples(connection, languages=("vi",))
    found = asyncio.run(_as_of(database, (1, 2, 3, None)))
    assert [[json.loads(text)["id"] for text in page.features()] for page in found] == [
        ["P1", "P2"], ["P1", "P2", "P3"], ["P1", "P3"], ["P1", "P3"],
    ]  # fmt: skip
    assert [page.matched for page in found] == [2, 3, 2, 2]
    assert ["Một" in next(page.features()).decode() for page in found] == [True, False, False, False]


async def _as_of(database: Database, numbers: tuple[int | None, ...]) -> list[Page]:
    pool = ReadPool((Login(database.reader_url),), size=2, statement_timeout=timedelta(seconds=10))
    await pool.open()
    try:
        asked = Asked(limit=10, language="vi", today=TODAY)
        return [await projects.page(pool, projects.Selection(as_of=number), asked) for number in numbers]
    finally:
        await pool.close()
