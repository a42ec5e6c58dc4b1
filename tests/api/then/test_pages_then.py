"""Pages, maps, files and refusals of a past instant."""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import httpx
import psycopg
import pytest

from geo.codes import Status
from geo.errors import BadRequest
from geo.moments import parse_instant
from geo.project import Agency
from geo.values import Progress
from tests.api.then.test_items_then import move_border, now
from tests.builders import ACROSS, AGENCY, INSIDE_WEST, project, publish, publish_two_districts
from tests.fixtures.site import Site

ITEMS = "/collections/projects/items"
PAGES = (
    "/en/",
    "/vi/maps",
    "/en/maps?status=implementation&measure=delay",
    "/en/maps/districts/old.west",
    "/en/maps/projects/P1",
    "/en/maps/unmapped",
    "/en/collections",
    "/en/collections/projects",
    "/en/collections/projects/items?sortby=-id",
    "/en/collections/agencies/items",
    "/en/collections/agencies/items/ban-1",
    "/en/collections/progress/items",
    "/en/collections/districts/items",
    "/en/downloads",
)
FEEDS = (
    "/en/maps/city.js",
    "/en/maps/districts.json",
    "/en/maps/outlines.json?set=old",
    "/en/maps/districts/old.west/map.js",
    "/en/maps/projects/P1/map.js",
)


def at(path: str, instant: str) -> str:
    """An address of an instant."""
    return f"{path}{'&' if '?' in path else '?'}as-of={quote(instant)}"


def plain(text: str, instant: str | None = None) -> str:
    """A page without what tells its moment: the banner, the form in the footer, and the instant in its links."""
    text = re.sub(
        r'<p class="then-banner".*?</p>|<form class="then".*?</form>|<meta name="robots".*?>', "", text, flags=re.S
    )
    text = re.sub(r"\?v=\w+|&amp;v=\w+", "", text)
    text = re.sub(r'<input type="hidden" name="as-of" value="[^"]*">', "", text)
    if instant is not None:
        for written in (quote(instant, safe=""), instant):
            text = re.sub(
                rf"(\?|&amp;|&|\\u0026)as-of={re.escape(written)}(&amp;|&)?", lambda m: m[1] if m[2] else "", text
            )
            text = re.sub(rf'"as-of":\s*"{re.escape(written)}",?\s*', "", text)
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def city(empty_site: Site) -> Site:
    """A site with two districts, a work in them and one without a place."""
    url = empty_site.database.writer_url
    publish_two_districts(url)
    works = [
        project("P1", footprint=ACROSS, status=Status.IMPLEMENTATION, original_end=date(2026, 1, 1),
                reports=(Progress(planned=None, actual=None, as_of=date(2026, 1, 31)),)),
        project("P2", status=Status.IMPLEMENTATION),
    ]  # fmt: skip
    publish(url, works)
    return empty_site


def everything_changes(url: str) -> None:
    """Publish other facts, names and borders."""
    renamed = (Agency(AGENCY.code, {"vi": "Tên khác", "en": "Another name"}),)
    publish(url, [project("P1", titles={"en": "Other"}, footprint=INSIDE_WEST), project("P3")], agencies=renamed)
    move_border(url, 108.14, "Tây mới")


def test_every_page_says_again_what_it_said_and_how_to_come_back(city: Site) -> None:
    before = {path: plain(city.get(path).raise_for_status().text) for path in (*PAGES, *FEEDS)}
    instant = now()
    everything_changes(city.database.writer_url)
    for path in (*PAGES, *FEEDS):
        answer = city.get(at(path, instant)).raise_for_status()
        assert plain(answer.text, instant) == before[path], path
        if path in PAGES:
            assert f'<a href="{path.replace("&", "&amp;")}">' in answer.text, path
            assert 'class="then-banner"' in answer.text
            links = re.findall(r'href="(/(?:en|vi)/[^"]*)"', answer.text.partition("<main")[2].partition("</main")[0])
            undated = re.compile(
                r"/\w\w/(api|conformance|route|maps/overlaps/check|feeds/|collections/\w+/(queryables|sortables|schema)|maps/projects/[^/]+/history)"
            )
            assert all("as-of=" in link for link in links if not undated.match(link)), path


def test_a_page_that_offers_another_day_takes_one(city: Site) -> None:
    for path in (
        *PAGES,
        "/en/maps/projects/P1/history",
        "/en/operator",
        "/en/log",
        "/en/disclosure",
        "/en/api",
        "/en/x",
    ):
        offered = '<form class="then"' in city.get(path, headers={"Accept": "text/html"}).text
        taken = city.get(at(path, now()), headers={"Accept": "text/html"}).status_code == 200
        assert offered == taken, path


def test_a_district_that_was_not_there_is_not_found_then(city: Site) -> None:
    early = now()
    publish_two_districts(city.database.writer_url, code="new")
    assert city.get("/en/maps/districts/new.west").status_code == 200
    assert city.get(at("/en/maps/districts/new.west", early)).status_code == 404
    assert city.get(at("/collections/districts/items/new.west", early)).status_code == 404


def test_before_the_first_publication_nothing_is_there(city: Site) -> None:
    early = "2020-01-01T00:00:00Z"
    assert city.json(at(ITEMS, early))["numberMatched"] == 0
    assert city.json(at("/collections/districts/items", early))["features"] == []
    assert city.get(at(f"{ITEMS}/P1", early)).status_code == 404
    assert city.get(at("/tiles/WebMercatorQuad/0/0/0", early)).content == b""
    assert city.get(at("/downloads/projects.csv", early)).status_code == 404
    for path in ("/en/", "/en/maps", "/en/maps/unmapped", "/en/collections/projects/items"):
        assert city.get(at(path, early)).status_code == 200


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30", "2026-01-01T00:00:00", "9999-12-31", "2026-01-01/.."])
def test_what_is_no_past_instant_is_a_bad_request(city: Site, text: str) -> None:
    for path in (ITEMS, f"{ITEMS}/P1", "/tiles/WebMercatorQuad/0/0/0", "/downloads/projects.csv", "/en/maps", "/"):
        assert city.get(at(path, text)).status_code == 400, path
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    answer = city.get(at(ITEMS, tomorrow))
    assert (answer.status_code, answer.json()["parameter"]) == (400, "as-of")


def test_a_date_is_the_end_of_that_day_in_the_city() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert parse_instant("2026-01-31", zone) == datetime(2026, 1, 31, 16, 59, 59, 999999, UTC)
    assert parse_instant("2026-01-31t09:00:60.1234567z", zone) == datetime(2026, 1, 31, 9, 1, 0, 123456, UTC)
    with pytest.raises(BadRequest):
        parse_instant("0001-01-01T00:00:00+14:00", zone)


def test_days_late_are_counted_to_the_day_asked(city: Site) -> None:
    with psycopg.connect(city.database.url) as owner:
        owner.execute("ALTER TABLE published.project_version DISABLE TRIGGER guard")
        owner.execute("UPDATE published.publication SET published_at = published_at - interval '300 days'")
        owner.execute(
            "UPDATE published.project_version SET published = tstzrange(lower(published) - interval '300 days', NULL)"
        )
    late = {day: city.json(at(f"{ITEMS}/P1", day))["properties"]["days_late"] for day in ("2026-03-01", "2026-03-11")}
    assert late == {"2026-03-01": 59, "2026-03-11": 69}
    assert city.json(at(f"{ITEMS}?filter=days_late=59", "2026-03-01"))["numberMatched"] == 1


def test_an_etag_of_a_past_answer_lasts_until_what_it_says_is_changed(city: Site) -> None:
    instant = now()
    everything_changes(city.database.writer_url)
    paths = [at(path, instant) for path in (ITEMS, f"{ITEMS}/P1", "/tiles/WebMercatorQuad/9/232/409", "/en/maps")]
    held = {path: city.get(path).headers["etag"] for path in paths}
    publish(city.database.writer_url, [project("P9")])
    for path, tag in held.items():
        assert city.get(path, headers={"If-None-Match": tag}).status_code == 304, path


def built(city: Site, path: str) -> httpx.Response:
    """The file at a path, once it is built: on a busy machine that takes longer than a request waits."""
    for _ in range(300):
        answer = city.get(path, follow_redirects=True)
        if answer.status_code != 202:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{path} is never built")


def test_a_file_of_a_past_instant_is_that_of_its_publication(city: Site) -> None:
    instant, number = now(), 2
    before = built(city, f"/downloads/{number}/projects.geojson").json()
    everything_changes(city.database.writer_url)
    then = built(city, at("/downloads/projects.geojson", instant))
    assert then.headers["content-location"] == f"/downloads/{number}/projects.geojson"
    assert then.json() == before
    chosen = built(city, at("/downloads/districts.csv?boundary_set=old", instant)).text
    assert "Quận Tây" in chosen
    assert "Tây mới" not in chosen
    selected = built(city, at("/downloads/projects.geojson?status=implementation", instant)).json()
    assert [one["id"] for one in selected["features"]] == ["P1", "P2"]
    assert city.get(at(f"/downloads/{number}/projects.geojson", instant)).status_code == 400


def test_the_definition_names_the_parameter_wherever_it_is_taken(city: Site) -> None:
    paths: dict[str, Any] = city.json("/api")["paths"]
    named = {path for path, one in paths.items() if any(p["name"] == "as-of" for p in one["get"]["parameters"])}
    described = {path for path in paths if path.endswith(("/queryables", "/sortables", "/schema"))}
    timeless = described | {"/api", "/conformance", "/tileMatrixSets", "/tileMatrixSets/{tileMatrixSetId}"}
    timeless.add("/styles/glyphs/{fontStack}/{range}.pbf")
    timeless |= {path for path, one in paths.items() if one["get"]["tags"][0] not in {"data", "tiles", "files"}}
    timeless -= {"/overlaps/report", "/overlaps/rules"}
    timeless -= {"/dcat", "/oc4ids", "/oc4ids/projects/{projectId}"}  # but not what only leads to frames
    assert paths.keys() - named == timeless


def test_tile_sets_and_style_keep_the_instant(city: Site) -> None:
    instant = now()
    style = city.json(at("/styles/works.json", instant))
    assert quote(instant, safe="") in style["sources"]["allimi"]["url"]
    told = city.json(at("/tiles/WebMercatorQuad?f=tilejson", instant))
    assert quote(instant, safe="") in told["tiles"][0]
