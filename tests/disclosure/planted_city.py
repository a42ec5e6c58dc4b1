"""A city with a marker in every field that a policy can withhold, under a policy of withholding all or nothing."""

from __future__ import annotations

from pathlib import Path

import psycopg
from shapely import LineString, MultiPolygon, box

from data.cities import load_city
from data.exports import FORMATS
from data.loading import load_projects
from data.mapping import parse_mapping
from data.policy import Policy
from data.republishing import republish
from geo.boundaries import BoundarySet, District
from geo.codes import Category, Status
from geo.disclosure import WITHHOLDABLE
from geo.project import Agency
from geo.publishing import publish_districts
from tests.builders import INSIDE_WEST, project, publish, publish_two_districts
from tests.disclosure.planting import (
    LATITUDE,
    LONGITUDE,
    MAPPING,
    TITLE,
    day,
    planted_details,
    planted_facts,
    tile,
    write_file,
)
from tests.disclosure.seeking import seeker
from tests.disclosure.writing import TODAY, policy
from tests.fixtures.database import Database

SECTIONS = [name for name in WITHHOLDABLE if any(other.startswith(f"{name}.") for other in WITHHOLDABLE)]
AGENCIES = [Agency(f"ban-{n}", {"vi": f"Ban {n}"}) for n in (1, 2, 3)]
PUBLIC = "\n".join(f'"{name}".disclosure = "public"' for name in WITHHOLDABLE)
MOVED = tuple(
    f"/collections/projects/items/R1?crs=http://www.opengis.net/def/crs/EPSG/0/{code}" for code in (3857, 5899)
)
"""A feature in other systems than degrees."""
WORKS_WITH_PAGES = ("M1", "N1", "R1")
PAGES = (
    *(f"maps/projects/{one}" for one in WORKS_WITH_PAGES),
    *("maps/projects/R1/history", "feeds/projects/R1.atom", "feeds/city.atom"),
    *("collections/projects/items", "maps/districts/far.lonely"),
)
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


def everything() -> Policy:
    """Nothing is withheld."""
    return policy(f"[fields]\n{PUBLIC}")


def plant(database: Database, folder: Path, under: Policy) -> None:
    """Publish works with markers by every way in, twice, so that there is history."""
    publish_two_districts(database.writer_url)
    far = MultiPolygon([box(LONGITUDE - 0.1, LATITUDE - 0.1, LONGITUDE + 0.13, LATITUDE + 0.17)])
    lonely = District(code="lonely", names={"vi": "Xa", "en": "Far"}, boundary=far)
    with psycopg.connect(database.writer_url) as connection:
        publish_districts(connection, BoundarySet(code="far", names={"vi": "Xa", "en": "Far"}), [lonely])
    for _ in range(2):
        with psycopg.connect(database.writer_url) as connection:
            file, meaning = write_file(folder), parse_mapping(MAPPING)
            load_projects(connection, file, meaning, city=load_city(), policy=under, today=TODAY)
    works = [
        project("N1", details=planted_details()),
        project("N2", agency="ban-2", details=planted_details()),
        project("N3", agency="ban-3", footprint=INSIDE_WEST, contractor="Ai cũng biết"),
    ]
    publish(database.writer_url, works, policy=under, agencies=AGENCIES)
    publish(database.writer_url, [project("N3", agency="ban-3", address="5")], policy=under)


def publish_everything(database: Database) -> None:
    """Publish two works with a marker in everything, and two that collide; of none anything is withheld."""
    secret, facts = {"agency": "ban-3", "titles": {"vi": TITLE}}, planted_facts()
    copied = facts | dict.fromkeys(("original_start", "original_end", "original_budget"))
    for some in (copied, copied | {"details": planted_details()}, facts | {"details": planted_details()}):
        both = [project("R1", **some), project("S1", **some | secret)]
        publish(database.writer_url, both, policy=everything())
    facts = {"planned_start": day("planned_start"), "planned_end": day("planned_end"), "status": Status.PREPARATION}
    road = LineString([(LONGITUDE, LATITUDE), (LONGITUDE + 0.0004, LATITUDE)])
    pair = [project("K1", category=Category.ROAD, footprint=road, **facts)]
    pair.append(project("K2", category=Category.SEWER, footprint=road, agency="ban-2", **facts))
    publish(database.writer_url, pair, policy=everything())


def take_back(database: Database) -> None:
    """Apply the policy of today to what one of then allowed."""
    with psycopg.connect(database.writer_url) as connection:
        assert seeker().found_in(str(connection.execute(_TEXTS).fetchall()).encode())
        done = republish(connection, load_city(), rules(), today=TODAY)
    assert (done.withdrawn, done.purged) == (1, 9)


_TEXTS = "SELECT feature_text FROM published.project_version WHERE project_id IN ('R1', 'S1') ORDER BY publication"
ITEMS = "/collections/projects/items"
TELL_ALL = (
    *(f"{ITEMS}?limit=100", f"{ITEMS}?limit=100&f=csv", "/log/leaves?texts=true", "/oc4ids"),
    *(f"/downloads/projects.{suffix}" for suffix in ("gpkg", "fgb", "parquet", "geojson", "csv", "xlsx", "kml")),
)
"""What tells every field of works, if nothing is withheld."""
TELL_SOME = (
    *(f"{ITEMS}/R1", f"{ITEMS}/R1/versions", f"{ITEMS}/R1/versions/2", *MOVED),
    *("/oc4ids/projects/R1", "/dcat", "/collections", "/collections/projects"),
    *("/collections/overlaps/items", "/collections/overlaps/items?f=csv", "/vi/maps/overlaps"),
    *(f"/downloads/overlaps.{suffix}" for suffix in FORMATS if suffix != "pmtiles"),
    *(f"/downloads/progress.{suffix}" for suffix in ("csv", "xlsx", "parquet")),
    *("/downloads/projects.shp.zip", "/downloads/projects.pmtiles", "/vi/feeds/districts/far.lonely.atom"),
    *(f"{prefix}/tiles/WebMercatorQuad/14/{tile(14)[1]}/{tile(14)[0]}" for prefix in ("", "/collections/projects")),
    *(f"/{language}/{page}" for language in ("vi", "en", "ko") for page in PAGES),
)
"""What tells some, if nothing is withheld: every other kind of answer that has values of works."""
FAR = f"{LONGITUDE - 0.01},{LATITUDE - 0.01},{LONGITUDE + 0.01},{LATITUDE + 0.01}"
QUESTIONS = (
    *(f"bbox={FAR}", "district=far.lonely", "datetime=2071-01-01/2072-01-01", "status=suspended", "category=coast"),
    *(f"filter=S_INTERSECTS(footprint, BBOX({FAR}))", "filter=A_CONTAINS(districts, ('far.lonely'))"),
    *("filter=planned_end > DATE('2071-01-01')", "filter=original_start > DATE('2071-01-01')"),
    *("filter=budget > 7310000000", "filter=progress_actual > 0.82 AND progress_actual < 0.92"),
    *("filter=contractor LIKE 'Zqx%25'", "filter=status = 'suspended'", "filter=days_late = 2 OR end_shift_days = 2"),
)
"""What a curious reader would ask for, by each kind of value."""
