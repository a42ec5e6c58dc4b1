"""What is purged is gone from every past answer, and its ETag says so."""

from __future__ import annotations

import re

import psycopg
import pytest

from geo.codes import Category, Status
from geo.details import details
from geo.publishing.purging import purge
from geo.tiles import drawing
from tests.api.then.test_items_then import ITEMS, move_border, now, said
from tests.api.then.test_pages_then import at
from tests.builders import ACROSS, INSIDE_WEST, project, publish, publish_two_districts
from tests.fixtures.site import Site
from tests.mvt import read_tile

WITHIN = f"{ITEMS}?bbox=108,16,108.2,16.1"
IN_DISTRICT = f"{ITEMS}?district=old.west"
TILE = "/collections/projects/tiles/WebMercatorQuad/9/232/409"


def test_a_purged_place_is_in_no_past_answer_whatever_was_kept_of_it(empty_site: Site) -> None:
    url = empty_site.database.writer_url
    publish_two_districts(url)
    publish(url, [project("P1", footprint=ACROSS, contractor="Công ty A"), project("P2", footprint=ACROSS)])
    instant = now()
    move_border(url, 108.14, "Tây mới")  # the shares of then are kept apart
    publish(url, [project("P1")])
    paths = [at(path, instant) for path in (WITHIN, IN_DISTRICT, TILE, f"{ITEMS}/P1", ITEMS)]
    held = {path: empty_site.get(path).headers["etag"] for path in paths}
    assert [one["id"] for one in said(empty_site, WITHIN, instant)[0]["features"]] == ["P1", "P2"]
    with psycopg.connect(url) as connection:
        purge(connection, {("P1", 1): ["footprint"]}, ground="A law", decided_by="Somebody")
    assert [one["id"] for one in said(empty_site, WITHIN, instant)[0]["features"]] == ["P2"]
    assert [one["id"] for one in said(empty_site, IN_DISTRICT, instant)[0]["features"]] == ["P2"]
    feature = empty_site.json(at(f"{ITEMS}/P1", instant))
    assert feature["geometry"] is None
    assert feature["properties"]["districts"] == []
    for path, tag in held.items():
        assert empty_site.get(path, headers={"If-None-Match": tag}).status_code == 200, path
    with psycopg.connect(empty_site.database.url) as connection:
        for table in ("district_share", "district_share_past", "project_box", "project_box_past"):
            rows = connection.execute(f"SELECT FROM published.{table} WHERE project_id = 'P1'").fetchall()
            assert rows == [], table
        brief = "SELECT north, geometry_class, districts FROM published.project_brief_past WHERE project_id = 'P1'"
        assert connection.execute(brief).fetchall() == [(None, None, [])]


def test_a_page_of_then_says_what_was_purged_and_not_that_nobody_entered_it(empty_site: Site) -> None:
    url = empty_site.database.writer_url
    told = details(
        {"scale": [{"name": "Length", "value": 5}], "contacts": [{"role": "Head", "phone": "0236 382 0000"}]}
    )
    publish(url, [project("P1", contractor="Công ty A", details=told)])
    instant = now()
    publish(url, [project("P1")])
    with psycopg.connect(url) as connection:
        purge(connection, {("P1", 1): ["contractor", "scale"]}, ground="A law", decided_by="Somebody")
    page = re.sub(r"\s+", " ", empty_site.get(at("/en/maps/projects/P1", instant)).text)
    tombstone = r"<span class=\"fact-withheld\">purged</span>\s*<span class=\"ground\">A law</span>"
    assert re.search(rf"<dt>Contractor</dt> <dd> ?{tombstone}", page)
    assert re.search(rf"<dt>Scale</dt> <dd>{tombstone}", page)
    assert "0236 382 0000" in page


LOW = "/collections/projects/tiles/WebMercatorQuad/8/116/204?boundary_set=old"


def test_low_tiles_lists_and_maps_of_then_count_nothing_by_what_was_purged(
    empty_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MOST_SHAPES", 0)
    site, url = empty_site, empty_site.database.writer_url
    publish_two_districts(url)
    facts = {"footprint": INSIDE_WEST, "status": Status.IMPLEMENTATION, "category": Category.ROAD}
    publish(url, [project(f"P{number}", **facts) for number in range(1, 5)])
    instant = now()
    publish(url, [project("P1"), project("P2", footprint=INSIDE_WEST), project("P3", footprint=ACROSS)])
    assert counted(site, instant) == {"": 4, "&status=implementation": 4, "&agency=ban-1": 4, "&category=road": 4}
    taken = {("P1", 1): ["footprint"], ("P2", 1): ["status"], ("P3", 1): ["category"]}
    with psycopg.connect(url) as connection:
        purge(connection, taken, ground="A law", decided_by="Somebody")
    assert counted(site, instant) == {"": 3, "&status=implementation": 2, "&agency=ban-1": 3, "&category=road": 2}
    asked = {"status=implementation": ["P1", "P3", "P4"], "category=road": ["P1", "P2", "P4"], "mapped=false": ["P1"]}
    for query, ids in asked.items():
        answer = said(site, f"{ITEMS}?{query}", instant)[0]
        assert ([one["id"] for one in answer["features"]], answer["numberMatched"]) == (ids, len(ids)), query
    page = site.get(at("/en/maps/districts/old.west?status=implementation", instant)).text
    assert [one for one in ("P1", "P2", "P3", "P4") if f"/maps/projects/{one}?" in page] == ["P3", "P4"]


def counted(site: Site, instant: str) -> dict[str, int]:
    """How many works of the western district a low tile of then counts, by what is asked of it."""
    found = {}
    for query in ("", "&status=implementation", "&agency=ban-1", "&category=road"):
        answer = site.get(at(f"{LOW}{query}", instant))
        layers = read_tile(answer.content)
        assert set(layers) == {"project_counts"}, answer.text[:200]
        west = [one.properties for one in layers["project_counts"] if one.properties["code"] == "west"]
        found[query] = sum(int(one["works"]) for one in west)
    return found
