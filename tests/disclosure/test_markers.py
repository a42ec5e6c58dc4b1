"""What is withheld is in no public output: a marker in every field, and everything that a site offers asked for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from shapely import MultiPolygon, box

from api.downloads import running
from data.cities import load_city
from data.exports import FORMATS, Job
from data.exports.building import build
from data.loading import load_projects
from data.mapping import parse_mapping
from data.policy import Policy
from data.republishing import republish
from geo.boundaries import BoundarySet, District
from geo.disclosure import FACTS, WITHHOLDABLE
from geo.project import Agency
from geo.publishing import publish_districts
from tests.builders import INSIDE_WEST, project, publish, publish_two_districts
from tests.disclosure.crawling import Answered, Crawl
from tests.disclosure.plans import plant_plan
from tests.disclosure.planting import (
    LATITUDE,
    LONGITUDE,
    MAPPING,
    TITLE,
    markers,
    planted_details,
    planted_facts,
    tile,
    write_file,
)
from tests.disclosure.writing import TODAY, policy
from tests.fixtures.database import Database
from tests.fixtures.logging import Log, caught
from tests.fixtures.site import Site, serving
from tests.mvt import read_tile

SECTIONS = [name for name in WITHHOLDABLE if any(other.startswith(f"{name}.") for other in WITHHOLDABLE)]
AGENCIES = [Agency(f"ban-{n}", {"vi": f"Ban {n}"}) for n in (1, 2, 3)]


PUBLIC = "\n".join(f'"{name}".disclosure = "public"' for name in WITHHOLDABLE)
ONCE_PUBLIC = ("R1", "S1")
"""A work of which everything was published and everything is withheld now; and one that is not published any more."""


def rules() -> Policy:
    """Everything is withheld; of one agency sections are public but no field of them; of another all is public.

    One work of that agency is of a class of which nothing is published.
    """
    bare = "\n".join(f'{name}.disclosure = "public"' for name in SECTIONS)
    return policy(f"""
    [fields]
    [[agencies]]
    agencies = ["ban-2"]
    [agencies.fields]
    {bare}
    [[agencies]]
    agencies = ["ban-3"]
    [agencies.fields]
    {PUBLIC}
    [plans]
    share = ["place", "window", "contact"]
    [[classes]]
    name = "secret"
    when = {{ projects = ["S1"] }}
    publish = false
    ground = "Secret"
    decided_by = "The board"
    review = 2027-12-31
    """)


@pytest.fixture(scope="module")
def log() -> Iterator[Log]:
    with caught() as lines:
        lines.configure("debug")
        yield lines


@pytest.fixture(scope="module")
def city(module_database: Database, tmp_path_factory: pytest.TempPathFactory, log: Log) -> Database:
    """A city with markers by every way in, published twice, so that there is history; and two that were public."""
    database, folder = module_database, tmp_path_factory.mktemp("city")
    assert not log.events()
    publish_two_districts(database.writer_url)
    far = MultiPolygon([box(LONGITUDE - 0.1, LATITUDE - 0.1, LONGITUDE + 0.13, LATITUDE + 0.17)])
    lonely = District(code="lonely", names={"vi": "Xa", "en": "Far"}, boundary=far)
    with psycopg.connect(database.writer_url) as connection:
        publish_districts(connection, BoundarySet(code="far", names={"vi": "Xa", "en": "Far"}), [lonely])
    for _ in range(2):
        with psycopg.connect(database.writer_url) as connection:
            file, meaning = write_file(folder), parse_mapping(MAPPING)
            load_projects(connection, file, meaning, city=load_city(), policy=rules(), today=TODAY)
    works = [
        project("N1", details=planted_details()),
        project("N2", agency="ban-2", details=planted_details()),
        project("N3", agency="ban-3", footprint=INSIDE_WEST, contractor="Ai cũng biết"),
    ]
    publish(database.writer_url, works, policy=rules(), agencies=AGENCIES)
    publish(database.writer_url, [project("N3", agency="ban-3", address="5")], policy=rules())
    publish_once(database)
    plant_plan(database, rules())
    return database


def publish_once(database: Database) -> None:
    """Publish what must not be public any more, as a policy of then allowed it, and apply that of today."""
    secret, facts = {"agency": "ban-3", "titles": {"vi": TITLE}}, planted_facts()
    copied = facts | dict.fromkeys(("original_start", "original_end", "original_budget"))
    for some in (copied, copied | {"details": planted_details()}, facts | {"details": planted_details()}):
        both = [project("R1", **some), project("S1", **some | secret)]
        publish(database.writer_url, both, policy=policy(f"[fields]\n{PUBLIC}"))
    with psycopg.connect(database.writer_url) as connection:
        assert markers().found_in(str(connection.execute(TEXTS).fetchall()).encode())
        done = republish(connection, load_city(), rules(), today=TODAY)
    assert (done.withdrawn, done.purged) == (1, 7)


TEXTS = "SELECT feature_text FROM published.project_version WHERE project_id IN ('R1', 'S1') ORDER BY publication"


@pytest.fixture
def site(city: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    async def here(job: Job, progressed: Callable[[int, int], None]) -> None:
        await asyncio.to_thread(build, job, progressed)

    monkeypatch.setattr(running, "run", here)  # without a new process, whose start takes longer than the file
    with serving(city, policy=rules(), data_dir=tmp_path / "site") as running_site:
        yield running_site


@pytest.mark.parametrize("told", ["2026-11-26T17:18:15.654809+00:00", "as-of=2026-11-26T17%3A18%3A15.654809%2B00"])
def test_the_seconds_of_an_instant_are_no_place(told: str) -> None:
    assert markers().found_in(told.encode()) == []
    assert markers().found_in(f'{told} "lat":15.6543, "x":12:15.654'.encode()) == ["15.654"]


def test_every_field_is_planted_and_withheld(city: Database) -> None:
    with psycopg.connect(city.url) as connection:
        told = connection.execute("SELECT withheld, purged FROM published.project_version").fetchall()
        withheld, purged = ({name for row in told for name in row[n]} for n in (0, 1))
        payload = str(connection.execute("SELECT payload FROM intake.submission").fetchall())
        plan = str(connection.execute("SELECT project_id, office FROM intake.plan").fetchall())
    assert withheld == set(WITHHOLDABLE)
    assert {"titles", *FACTS, *SECTIONS} <= purged
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
    ids = ("M1", "N1", "N2", "N3", "far.lonely", *ONCE_PUBLIC)
    numbers, then = once_public(site.database)
    crawl = Crawl(site, ids)
    first = ("/", "/vi", "/robots.txt", "/sitemap.xml")
    files = [f"/downloads/{numbers[0]}/projects.{suffix}" for suffix in FORMATS]
    answers = crawl.run(*first, *files, *asked(), *tiles(), *(address for one in then for address in asked_then(one)))
    kinds = {one.address.partition("?")[0] for one in answers if one.status == 200}
    items = "/collections/projects/items"
    once = {f"{items}/{one}/versions/2" for one in ONCE_PUBLIC} | {*files}
    assert {items, f"{items}/M1", "/vi/maps/projects/M1", "/downloads/projects.gpkg", "/vi/maps", "/api"} <= kinds
    assert {*once, "/changes", "/vi/feeds/projects/S1.atom", f"{items}/S1/timemap"} <= kinds
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
