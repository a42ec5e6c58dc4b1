"""Pages of features: every feature once, cursors that nobody made up, limits."""

from __future__ import annotations

import base64
import hmac
import json

import httpx
import pytest

from tests.api.ogc.asking import ITEMS, ids, walk
from tests.fixtures.site import Site


@pytest.mark.parametrize("query", ["limit=7", "limit=150&status=implementation", "limit=50&bbox=108.1,16,108.3,16.2"])
def test_following_next_visits_every_project_once(sample_site: Site, query: str) -> None:
    pages = walk(sample_site, f"{ITEMS}?{query}")
    seen = [one for page in pages for one in ids(page)]
    assert len(seen) == len(set(seen)) == pages[0]["numberMatched"] > 0
    assert {page["numberMatched"] for page in pages} == {pages[0]["numberMatched"]}
    assert all(page["numberReturned"] == len(page["features"]) for page in pages)


def test_next_keeps_every_parameter(sample_site: Site) -> None:
    query = "limit=2&bbox=108.1,16,108.3,16.2&datetime=2025-01-01/..&status=implementation,completed&f=geojson"
    links = sample_site.json(f"{ITEMS}?{query}")["links"]
    following = httpx.URL(next(link["href"] for link in links if link["rel"] == "next"))
    kept = {name: value for name, value in following.params.items() if name != "cursor"}
    assert kept == dict(httpx.QueryParams(query))


def test_the_last_page_has_no_next(sample_site: Site) -> None:
    total = sample_site.json(f"{ITEMS}?limit=1")["numberMatched"]
    rels = {link["rel"] for link in sample_site.json(f"{ITEMS}?limit={total}")["links"]}
    assert "next" not in rels
    assert {"self", "alternate", "collection", "license"} <= rels


def test_a_cursor_that_is_forged_or_of_another_selection_is_refused(sample_site: Site) -> None:
    links = sample_site.json(f"{ITEMS}?limit=2&status=implementation")["links"]
    cursor = httpx.URL(next(link["href"] for link in links if link["rel"] == "next")).params["cursor"]
    assert sample_site.get(f"{ITEMS}?limit=3&status=implementation&cursor={cursor}").status_code == 200
    for query in (f"cursor={cursor}", f"status=completed&cursor={cursor}", "cursor=AAAA", f"cursor={cursor[:-2]}AA"):
        answer = sample_site.get(f"{ITEMS}?{query}")
        assert (answer.status_code, answer.json()["parameter"]) == (400, "cursor")


@pytest.mark.parametrize(("place", "other"), [(0, ["DN-MAU-0009"]), (1, 9), (3, 0)])
def test_a_cursor_that_says_something_else_than_was_signed_is_refused(
    sample_site: Site, place: int, other: object
) -> None:
    """Another position, count or publication, under the old signature or one with a secret of somebody's own."""
    links = sample_site.json(f"{ITEMS}?limit=2")["links"]
    cursor = httpx.URL(next(link["href"] for link in links if link["rel"] == "next")).params["cursor"]
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    said = json.loads(raw[16:])
    said[place] = other
    own = json.dumps(said).encode()
    signed = [raw[:16], hmac.digest(b"guessed", own, "sha256")[:16]]
    made = [base64.urlsafe_b64encode(mac + own).decode().rstrip("=") for mac in signed]
    answers = [sample_site.get(f"{ITEMS}?limit=2&cursor={one}") for one in made]
    assert [(answer.status_code, answer.json()["parameter"]) for answer in answers] == [(400, "cursor")] * 2


def test_a_cursor_of_another_collection_is_refused(sample_site: Site) -> None:
    links = sample_site.json(f"{ITEMS}?limit=2")["links"]
    cursor = httpx.URL(next(link["href"] for link in links if link["rel"] == "next")).params["cursor"]
    assert sample_site.get(f"/collections/districts/items?cursor={cursor}").status_code == 400


@pytest.mark.parametrize("limit", ["0", "-1", "unlimited", "1.5", "", "١٠", "1_0", "9" * 10, "9" * 30, "0x10", " 5"])
def test_a_limit_that_is_no_limit_is_a_bad_request(sample_site: Site, limit: str) -> None:
    assert sample_site.get(ITEMS, params={"limit": limit}).status_code == 400


@pytest.mark.parametrize("limit", ["10001", "999999999"])
def test_a_limit_above_the_most_is_the_most(sample_site: Site, limit: str) -> None:
    assert sample_site.json(ITEMS, params={"limit": limit})["numberReturned"] == 400
