"""What is withheld is in no public output: a marker in every field, and everything that a site offers asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from data.exports import FORMATS
from geo.disclosure import FACTS, WITHHOLDABLE
from tests.builders import project, publish
from tests.disclosure.crawling import Crawl, build_here
from tests.disclosure.plans import plant_plan
from tests.disclosure.planted_city import (
    ITEMS,
    ONCE_PUBLIC,
    QUESTIONS,
    SECTIONS,
    TELL_ALL,
    TELL_SOME,
    plant,
    publish_everything,
    rules,
    take_back,
)
from tests.disclosure.planting import LATITUDE, LONGITUDE, planted_details, tile
from tests.disclosure.seeking import seeker
from tests.disclosure.unpacking import Answered
from tests.fixtures.database import Database
from tests.fixtures.logging import Log, caught
from tests.fixtures.site import Site, serving
from tests.mvt import read_tile


@pytest.fixture(scope="module")
def log() -> Iterator[Log]:
    with caught() as lines:
        lines.configure("debug")
        yield lines


@pytest.fixture(scope="module")
def city(module_database: Database, tmp_path_factory: pytest.TempPathFactory, log: Log) -> Database:
    """A city with markers by every way in, published twice, so that there is history; and two that were public."""
    assert not log.events()
    plant(module_database, tmp_path_factory.mktemp("city"), rules())
    publish_everything(module_database)
    take_back(module_database)
    plant_plan(module_database, rules())
    return module_database


@pytest.fixture
def site(city: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    build_here(monkeypatch)
    with serving(city, policy=rules(), data_dir=tmp_path / "site") as running_site:
        yield running_site


@pytest.mark.parametrize("told", ["2026-11-26T17:18:15.654809+00:00", "as-of=2026-11-26T17%3A18%3A15.654809%2B00"])
def test_the_seconds_of_an_instant_are_no_place(told: str) -> None:
    assert seeker().found_in(told.encode()) == []
    (form,) = seeker().found_in(f'{told} "lat":15.6543, "x":12:15.654'.encode())
    assert form.told == b"15.654"


def test_every_field_is_planted_and_withheld(city: Database) -> None:
    with psycopg.connect(city.url) as connection:
        told = connection.execute("SELECT withheld, purged FROM published.project_version").fetchall()
        withheld, purged = ({name for row in told for name in row[n]} for n in (0, 1))
        payload = str(connection.execute("SELECT payload FROM intake.submission").fetchall())
        plan = str(connection.execute("SELECT project_id, office FROM intake.plan").fetchall())
    assert withheld == set(WITHHOLDABLE)
    assert {"titles", *FACTS, *SECTIONS} <= purged
    assert seeker().found_in(plan.encode())
    assert seeker().found_in(payload.encode())


def test_no_table_that_readers_see_holds_a_marker(city: Database) -> None:
    with psycopg.connect(city.reader_url) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'published' ORDER BY 1"
        ).fetchall()
        for (name,) in tables:
            district = name.startswith(("district", "map_district", "boundary_set"))  # the far one is public
            text = sql.SQL("SELECT to_jsonb(t) FROM published.{} AS t").format(sql.Identifier(name))
            rows = [] if district else connection.execute(text).fetchall()
            assert seeker().found_in(str(rows).encode()) == [], name
            if name == "project_version":
                hidden = [row for (row,) in rows if row["project_id"] == "M1"]
                assert [(row["status"], row["category"], row["location_accuracy"]) for row in hidden] == [(None,) * 3]
        lonely = "SELECT count(*) FROM published.district_share WHERE district_id LIKE 'far.%'"
        assert connection.execute(lonely).fetchone() == (0,)


def test_nothing_that_a_site_offers_holds_a_marker(site: Site, log: Log) -> None:
    ids = ("M1", "N1", "N2", "N3", "far.lonely", *ONCE_PUBLIC)
    numbers, then = once_public(site.database)
    crawl = Crawl(site, ids)
    first = ("/", "/vi", "/robots.txt", "/sitemap.xml", *TELL_ALL, *TELL_SOME)
    files = [f"/downloads/{numbers[0]}/projects.{suffix}" for suffix in FORMATS]
    answers = crawl.run(*first, *files, *asked(), *tiles(), *(address for one in then for address in asked_then(one)))
    kinds = {one.address.partition("?")[0] for one in answers if one.status == 200}
    once = {f"{ITEMS}/{one}/versions/2" for one in ONCE_PUBLIC} | {*files}
    assert {ITEMS, f"{ITEMS}/M1", "/vi/maps/projects/M1", "/downloads/projects.gpkg", "/vi/maps", "/api"} <= kinds
    assert {*once, "/changes", "/vi/feeds/projects/S1.atom", f"{ITEMS}/S1/timemap"} <= kinds
    found = {one.address: marks for one in answers if (marks := seeker().found(one))}
    assert found == {}
    assert not [one.address for one in answers if one.status >= 500]
    assert seeker().found_in(log.text.encode()) == []
    for one in answers:
        if one.status == 200 and "WebMercatorQuad" in one.address and not one.address.endswith("json"):
            assert_nobody_is_there(one)


def asked() -> Iterator[str]:
    """Questions that a curious reader would ask."""
    items = "/collections/projects/items"
    west, east, south, north = LONGITUDE - 0.01, LONGITUDE + 0.01, LATITUDE - 0.01, LATITUDE + 0.01
    yield f"{items}?bbox={west},{south},{east},{north}"
    yield f"{items}?district=far.lonely"
    yield f"{items}?datetime=2071-01-01/2072-01-01"
    yield f"{items}?sortby=-id&limit=1"
    yield f"{items}?f=csv"
    yield f"{items}?crs=http://www.opengis.net/def/crs/EPSG/0/3857"
    yield f"{items}?filter=budget > 1000"
    yield f"{items}?filter=nonsense = 1"
    yield f"{items}/M2"


def once_public(database: Database) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The publications that showed what must not be public any more, and instants of theirs."""
    asked = "SELECT number, published_at FROM published.publication AS p JOIN published.project_version AS v "
    with psycopg.connect(database.url) as connection:
        rows = connection.execute(f"{asked} ON v.publication = p.number WHERE project_id = 'S1' ORDER BY 1").fetchall()
    return tuple(row[0] for row in rows[1:2]), tuple(quote(row[1].isoformat()) for row in rows[1:3])


def asked_then(instant: str) -> Iterator[str]:
    """The same questions, and more, of an instant when it was public."""
    for address in (*asked(), *tiles(), "/vi", "/vi/maps", "/collections/projects", "/oc4ids", "/vi/disclosure"):
        yield f"{address}{'&' if '?' in address else '?'}as-of={instant}"
    for one in ONCE_PUBLIC:
        yield f"/collections/projects/items/{one}?as-of={instant}"
        yield f"/vi/maps/projects/{one}?as-of={instant}"


def tiles() -> Iterator[str]:
    for zoom in (0, 6, 9, 12, 14):
        x, y = tile(zoom)
        yield f"/tiles/WebMercatorQuad/{zoom}/{y}/{x}"
        yield f"/collections/projects/tiles/WebMercatorQuad/{zoom}/{y}/{x}"


def assert_nobody_is_there(one: Answered) -> None:
    """On no tile is a work but the one that is public, which lies elsewhere; a tile of the far place shows none."""
    place = re.search(r"WebMercatorQuad/(\d+)/(\d+)/(\d+)", one.address)
    if place is None or not one.body or one.body[:1] in {b"{", b"<"}:
        return
    drawn = {name: works for name, works in read_tile(one.body).items() if not name.startswith("district")}
    seen = {each.properties.get("id") for works in drawn.values() for each in works}
    assert seen <= ({"N3"} if int(place[1]) < 9 else set()), one.address


def test_questions_about_what_is_withheld_find_nothing(site: Site) -> None:
    _, then = once_public(site.database)
    instants = ["", *(f"&as-of={one}" for one in then)]
    found = {query: [site.json(f"{ITEMS}?{query}{one}")["numberMatched"] for one in instants] for query in QUESTIONS}
    assert found == {query: [0] * len(instants) for query in QUESTIONS}
    assert site.get(f"{ITEMS}?filter=supervisor IS NULL").status_code in {200, 400}


def test_a_plan_at_the_place_of_what_is_withheld_collides_with_nothing(site: Site) -> None:
    here = {"type": "LineString", "coordinates": [[LONGITUDE, LATITUDE], [LONGITUDE + 0.001, LATITUDE]]}
    plan = {"geometry": here, "start": "2071-01-01", "end": "2072-12-31", "category": "sewer"}
    answer = httpx.post(f"{site.url}/overlaps/check", json=plan, timeout=30)
    assert (answer.status_code, answer.json()["numberReturned"]) == (200, 0), answer.text


def test_a_value_that_is_withheld_moves_no_version_and_no_etag(city: Database, site: Site) -> None:
    before = site.get("/collections/projects/items/N1")
    other = project("N1", details=planted_details(), supervisor="anybody", budget=None)
    publish(city.writer_url, [other], policy=rules())
    named = site.get("/collections/projects/items/N1")  # that a supervisor was entered is told
    assert named.headers["etag"] != before.headers["etag"]
    publish(city.writer_url, [project("N1", details=planted_details(), supervisor="somebody else")], policy=rules())
    assert site.get("/collections/projects/items/N1").headers["etag"] == named.headers["etag"]


def test_the_reader_has_no_right_to_anything_that_was_sent(city: Database) -> None:
    with psycopg.connect(city.url) as owner:
        listed = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'intake'"
        tables = owner.execute(listed).fetchall()
        rights = owner.execute(
            "SELECT has_schema_privilege('allimi_reader', 'intake', 'USAGE'), bool_or(has_table_privilege("
            "'allimi_reader', format('intake.%I', table_name), 'SELECT, INSERT, UPDATE, DELETE')) "
            "FROM information_schema.tables WHERE table_schema = 'intake'"
        ).fetchone()
    assert ("submission",) in tables
    assert rights == (False, False)
    for (name,) in tables:
        with psycopg.connect(city.reader_url) as reader, pytest.raises(InsufficientPrivilege):
            reader.execute(sql.SQL("SELECT FROM intake.{}").format(sql.Identifier(name)))
