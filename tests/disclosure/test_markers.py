"""What is withheld is in no public output: a marker in every field, and everything that a site offers asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from shapely import MultiPolygon, box

from data.cities import load_city
from data.loading import load_projects
from data.mapping import parse_mapping
from data.policy import Policy
from geo.boundaries import BoundarySet, District
from geo.disclosure import WITHHOLDABLE
from geo.project import Agency
from geo.publishing import publish_districts
from tests.builders import INSIDE_WEST, project, publish, publish_two_districts
from tests.disclosure.crawling import Answered, Crawl
from tests.disclosure.plans import plant_plan
from tests.disclosure.planting import LATITUDE, LONGITUDE, MAPPING, markers, planted_details, tile, write_file
from tests.disclosure.writing import TODAY, policy
from tests.fixtures.database import Database
from tests.fixtures.logging import Log
from tests.fixtures.site import Site, serving
from tests.mvt import read_tile

SECTIONS = [name for name in WITHHOLDABLE if any(other.startswith(f"{name}.") for other in WITHHOLDABLE)]
AGENCIES = [Agency(f"ban-{n}", {"vi": f"Ban {n}"}) for n in (1, 2, 3)]


def rules() -> Policy:
    """Everything is withheld; of one agency sections are public but no field of them; of another all is public."""
    bare = "\n".join(f'{name}.disclosure = "public"' for name in SECTIONS)
    everything = "\n".join(f'"{name}".disclosure = "public"' for name in WITHHOLDABLE)
    return policy(f"""
    [fields]
    [[agencies]]
    agencies = ["ban-2"]
    [agencies.fields]
    {bare}
    [[agencies]]
    agencies = ["ban-3"]
    [agencies.fields]
    {everything}
    [plans]
    share = ["place", "window", "contact"]
    """)


@pytest.fixture
def city(database: Database, tmp_path: Path, log: Log) -> Database:
    """A city with markers by every way in: a file, and sections; published twice, so that there is history."""
    log.configure("debug")
    publish_two_districts(database.writer_url)
    far = MultiPolygon([box(LONGITUDE - 0.1, LATITUDE - 0.1, LONGITUDE + 0.13, LATITUDE + 0.17)])
    lonely = District(code="lonely", names={"vi": "Xa", "en": "Far"}, boundary=far)
    with psycopg.connect(database.writer_url) as connection:
        publish_districts(connection, BoundarySet(code="far", names={"vi": "Xa", "en": "Far"}), [lonely])
    for _ in range(2):
        with psycopg.connect(database.writer_url) as connection:
            file, meaning = write_file(tmp_path), parse_mapping(MAPPING)
            load_projects(connection, file, meaning, city=load_city(), policy=rules(), today=TODAY)
    works = [
        project("N1", details=planted_details()),
        project("N2", agency="ban-2", details=planted_details()),
        project("N3", agency="ban-3", footprint=INSIDE_WEST, contractor="Ai cũng biết"),
    ]
    publish(database.writer_url, works, policy=rules(), agencies=AGENCIES)
    publish(database.writer_url, [project("N3", agency="ban-3", address="5")], policy=rules())
    plant_plan(database, rules())
    return database


@pytest.fixture
def site(city: Database, tmp_path: Path) -> Iterator[Site]:
    with serving(city, policy=rules(), data_dir=tmp_path / "site") as running:
        yield running


def test_every_field_is_planted_and_withheld(city: Database) -> None:
    with psycopg.connect(city.url) as connection:
        withheld = {
            name for (names,) in connection.execute("SELECT withheld FROM published.project_version") for name in names
        }
        payload = str(connection.execute("SELECT payload FROM intake.submission").fetchall())
        plan = str(connection.execute("SELECT project_id, office FROM intake.plan").fetchall())
    assert withheld == set(WITHHOLDABLE)
    assert markers().found_in(plan.encode())
    assert markers().found_in(payload.encode())


def test_no_table_that_readers_see_holds_a_marker(city: Database) -> None:
    with psycopg.connect(city.reader_url) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'published' ORDER BY 1"
        ).fetchall()
        for (name,) in tables:
            district = name.startswith(("district", "map_district", "boundary_set"))  # the far one is public
            text = sql.SQL("SELECT to_jsonb(t) FROM published.{} AS t").format(sql.Identifier(name))
            rows = [] if district else connection.execute(text).fetchall()
            assert markers().found_in(str(rows).encode()) == [], name
            if name == "project_version":
                hidden = [row for (row,) in rows if row["project_id"] == "M1"]
                assert [(row["status"], row["category"], row["location_accuracy"]) for row in hidden] == [(None,) * 3]
        lonely = "SELECT count(*) FROM published.district_share WHERE district_id LIKE 'far.%'"
        assert connection.execute(lonely).fetchone() == (0,)


def test_nothing_that_a_site_offers_holds_a_marker(site: Site, log: Log) -> None:
    ids = ("M1", "N1", "N2", "N3", "far.lonely")
    answers = Crawl(site, ids).run("/", "/vi", "/robots.txt", "/sitemap.xml", *asked(), *tiles())
    kinds = {one.address.partition("?")[0] for one in answers if one.status == 200}
    items = "/collections/projects/items"
    assert {items, f"{items}/M1", "/vi/maps/projects/M1", "/downloads/projects.gpkg", "/vi/maps", "/api"} <= kinds
    found = {one.address: marks for one in answers for part in one.parts() if (marks := markers().found_in(part))}
    assert found == {}
    assert not [one.address for one in answers if one.status >= 500]
    assert markers().found_in(log.text.encode()) == []
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
    yield "/vi/search?q=a"


def tiles() -> Iterator[str]:
    for zoom in (0, 6, 9, 12, 14):
        x, y = tile(zoom)
        yield f"/tiles/WebMercatorQuad/{zoom}/{y}/{x}"
        yield f"/collections/projects/tiles/WebMercatorQuad/{zoom}/{y}/{x}"


def assert_nobody_is_there(one: Answered) -> None:
    """No work in a tile of the far place: what a low zoom shows lies in its other half."""
    place = re.search(r"WebMercatorQuad/(\d+)/(\d+)/(\d+)", one.address)
    if place is None or not one.body or one.body[:1] in {b"{", b"<"}:
        return
    layers = read_tile(one.body)
    if int(place[1]) >= 9:
        assert [name for name in layers if not name.startswith("district")] == [], one.address


def test_questions_about_what_is_withheld_find_nothing(site: Site) -> None:
    first, second, third, *_ = list(asked())
    for path in (first, second, third):
        assert site.json(path)["numberMatched"] == 0, path
    assert site.get("/collections/projects/items?filter=supervisor IS NULL").status_code in {200, 400}


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
