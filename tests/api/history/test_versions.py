"""The versions of a project, the stored text of each, and the feed of changes, as a client has them."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import psycopg
import pytest

from geo.codes import Status
from geo.values import Progress
from tests.builders import INSIDE_WEST, project, publish, vnd
from tests.fixtures.site import Site
from tests.geo.histories import policy

ITEMS = "/collections/projects/items"


@pytest.fixture
def site(empty_site: Site) -> Site:
    """A project of three versions: its end moves, its budget has many digits and is withheld later."""
    url = empty_site.database.writer_url
    first = {"planned_end": date(2026, 3, 31), "budget": vnd("12345678901234567890.10"), "footprint": INSIDE_WEST}
    publish(url, [project("P1", **first), project("P2")])
    later = first | {"planned_end": date(2027, 1, 15), "progress": Progress(actual=Decimal(0))}
    publish(url, [project("P1", **later)])
    publish(url, [project("P1", **later | {"status": Status.SUSPENDED})], policy=policy("budget"))
    return empty_site


def of_fields(version: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {change["field"]: change for change in version["changes"]}


def test_what_each_version_changed_is_told_fact_by_fact(site: Site) -> None:
    third, second, first = site.json(f"{ITEMS}/P1/versions")["versions"]
    assert (first["version"], first["changes"], first["publication"]) == (1, [], 1)
    end = of_fields(second)["planned_end"]
    assert (end["old"], end["new"], end["before"], end["after"]) == ("2026-03-31", "2027-01-15", "entered", "entered")
    actual = of_fields(second)["progress_actual"]
    assert (actual["before"], actual["after"], actual["new"]) == ("not entered", "entered", 0)
    budget = of_fields(third)["budget"]
    assert (budget["before"], budget["after"], budget["new"]) == ("entered", "withheld", None)


def test_amounts_keep_every_digit(site: Site) -> None:
    assert (
        '"field":"budget","before":"entered","after":"withheld","generalised":false,"old":12345678901234567890.10,'
        in (site.get(f"{ITEMS}/P1/versions").text)
    )


def test_the_list_goes_on_where_a_page_of_it_ends(site: Site) -> None:
    seen, address = [], f"{site.url}{ITEMS}/P1/versions?limit=1"
    while address:
        body = httpx.get(address, timeout=30).raise_for_status().json()
        seen += body["versions"]
        address = next((link["href"] for link in body["links"] if link["rel"] == "next"), "")
    assert seen == site.json(f"{ITEMS}/P1/versions")["versions"]


def test_a_stored_text_is_served_byte_for_byte_and_kept(site: Site) -> None:
    with psycopg.connect(site.database.url) as connection:
        rows = connection.execute(
            "SELECT version, feature_text FROM published.project_version WHERE project_id = 'P1'"
        ).fetchall()
    for number, text in rows:
        address = f"{ITEMS}/P1/versions/{number}"
        answer = site.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.content == text.encode()
        assert "content-encoding" not in answer.headers
        assert answer.headers["etag"] == f'"{hashlib.sha256(text.encode()).hexdigest()}"'
        assert "immutable" in answer.headers["cache-control"]
        assert site.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/P1/versions/9", "/NO/versions", "/NO/versions/1"])
def test_what_never_was_is_not_found(site: Site, path: str) -> None:
    assert site.get(ITEMS + path).status_code == 404


@pytest.mark.parametrize("path", ["/P1/versions/0", "/P1/versions/x", "/P1/versions?limit=0", "/P1/versions?a=1"])
def test_what_cannot_be_understood_is_a_bad_request(site: Site, path: str) -> None:
    answer = site.get(ITEMS + path)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_the_feed_is_lines_of_json_and_unchanged_until_something_is_published(site: Site) -> None:
    answer = site.get("/changes")
    assert answer.headers["content-type"] == "application/x-ndjson"
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [(one["id"], one["kind"]) for one in told] == [
        ("P1", "created"),
        ("P2", "created"),
        ("P1", "changed"),
        ("P1", "changed"),
    ]
    assert site.get(told[2]["href"].removeprefix(site.url)).status_code == 200
    known = {"If-None-Match": answer.headers["etag"]}
    assert site.get("/changes", headers=known).status_code == 304
    publish(site.database.writer_url, [project("P2", planned_end=date(2026, 1, 1))])
    assert site.get("/changes", headers=known).status_code == 200
    rest = site.get("/changes", params={"since": told[-1]["cursor"]}).text.splitlines()
    assert [json.loads(line)["fields"] for line in rest] == [["original_end", "planned_end"]]


def test_a_feed_that_was_left_for_long_is_taken_up_while_works_are_published(site: Site) -> None:
    url, published = site.database.writer_url, 12

    def go_on() -> None:
        for day in range(1, published + 1):
            publish(url, [project(f"Q{n}", planned_end=date(2026, 1, day)) for n in range(20)])

    writer = threading.Thread(target=go_on)
    writer.start()
    seen: list[tuple[int, str, int]] = []
    cursor = "0"
    deadline = time.monotonic() + 60
    while writer.is_alive() or len(seen) < 4 + 20 * published:
        assert time.monotonic() < deadline, seen[-1:]
        text = site.get("/changes", params={"since": cursor, "limit": 7}).text
        for line in map(json.loads, text.splitlines()):
            seen.append((line["publication"], line["id"], line["version"]))
            cursor = line["cursor"]
    writer.join()
    assert seen == sorted(seen)
    assert len(set(seen)) == len(seen) == 4 + 20 * published


@pytest.mark.parametrize("query", ["since=x", "limit=0", "district=", "status=completed", "since=1&since=2"])
def test_a_feed_that_cannot_be_understood_is_a_bad_request(site: Site, query: str) -> None:
    assert site.get(f"/changes?{query}").status_code == 400
