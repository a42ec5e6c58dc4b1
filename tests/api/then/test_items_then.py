"""What the site said at a past instant it says again when it is asked for that instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, box

from geo.boundaries import BoundarySet, District
from geo.cluster import Cluster
from geo.project import Agency
from geo.publishing import publish_districts
from tests.builders import AGENCY, project, publish, publish_two_districts
from tests.fixtures.database import copy_of
from tests.fixtures.site import Site, serving
from tests.geo.histories import Publication, publications
from tests.mvt import read_tile

ITEMS = "/collections/projects/items"
ASKED = (
    f"{ITEMS}?limit=1000",
    f"{ITEMS}?limit=2&sortby=-planned_end,days_late",
    f"{ITEMS}?bbox=108,16,108.12,16.1",
    f"{ITEMS}?bbox=107,15,109,17&sortby=-progress_actual&limit=2",
    f"{ITEMS}?district=old.west,old.east&status=implementation",
    f"{ITEMS}?mapped=false",
    f"{ITEMS}?filter=days_late>0 OR districts IS NULL OR A_CONTAINS(districts,('old.east'))",
    f"{ITEMS}?datetime=2026-03-01/..&agency=ban-1",
    f"{ITEMS}?f=csv",
    "/collections/project-lines/items",
    "/collections/project-areas/items?crs=http://www.opengis.net/def/crs/EPSG/0/3857",
    "/collections/districts/items?sortby=-name",
    "/collections/agencies/items",
    "/collections/progress/items?limit=3",
    "/collections/progress/items?filter=actual>0.5",
    *(f"{ITEMS}/P{number}" for number in (0, 1, 4)),
    "/collections/districts/items/old.west",
    "/collections/agencies/items/ban-1",
    "/collections/progress/items/P1:2026-01-31",
    "/collections/projects",
    "/collections/districts",
    "/collections/progress",
    "/tiles/WebMercatorQuad?f=tilejson",
)
TILES = "/collections/projects/tiles/WebMercatorQuad"
DRAWN = (
    "/tiles/WebMercatorQuad/0/0/0",
    "/tiles/WebMercatorQuad/9/232/409",
    "/collections/districts/tiles/WebMercatorQuad/12/1860/3277",
    f"{TILES}/9/232/409?status=implementation",
    f"{TILES}/9/232/409?district=old.east",
    f"{TILES}/9/232/409?filter=days_late>0",
    f"{TILES}/16/29776/52437",
)


@dataclass
class Then:
    """What a site answered at an instant."""

    instant: str
    answers: dict[str, Any] = field(default_factory=dict)


def said(site: Site, path: str, instant: str | None = None) -> Any:  # noqa: ANN401
    """What an address says, apart from links; of a page all that follow too."""
    more = "" if instant is None else f"{'&' if '?' in path else '?'}as-of={instant}"
    answer = site.get(path + more)
    if path in DRAWN:
        return drawn(answer)
    if answer.status_code != 200 or "f=csv" in path:
        return answer.status_code, answer.text if answer.status_code == 200 else None
    body = answer.json()
    if "tilejson" in body:
        return {name: value for name, value in body.items() if name != "tiles"}
    found = [{name: value for name, value in body.items() if name != "links"}]
    while following := [one["href"] for one in body["links"] if one["rel"] == "next"]:
        body = httpx.get(following[0], timeout=30).raise_for_status().json()
        found.append({name: value for name, value in body.items() if name != "links"})
    return found


def drawn(answer: httpx.Response) -> Any:  # noqa: ANN401
    """The features of a tile, whose order is free."""
    layers = read_tile(answer.raise_for_status().content)
    return {
        name: sorted((sorted(one.properties.items()), one.geometry.wkt) for one in features)
        for name, features in layers.items()
    }


def now() -> str:
    """This instant."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def move_border(url: str, at: float, name: str) -> None:
    """Publish the two districts with their border elsewhere, and another name."""
    districts = [
        District(code="west", names={"vi": name}, boundary=MultiPolygon([box(108.0, 16.0, at, 16.1)])),
        District(code="east", names={"vi": "Đông"}, boundary=MultiPolygon([box(at, 16.0, 108.2, 16.1)])),
    ]
    with psycopg.connect(url) as connection:
        publish_districts(connection, BoundarySet(code="old", names={"vi": name}), districts)


def check(site: Site, thens: list[Then]) -> None:
    """Everything that was said is said again."""
    for then in thens:
        for path, answer in then.answers.items():
            assert said(site, path, then.instant) == answer, (path, then.instant)


def record(site: Site) -> Then:
    """All that the site says now."""
    answers = {path: said(site, path) for path in (*ASKED, *DRAWN)}
    return Then(now(), answers)


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=publications, border=st.sampled_from([None, 108.07, 108.12]))
def test_after_any_publications_every_earlier_instant_is_answered_as_it_was(
    cluster: Cluster, template: str, history: list[Publication], border: float | None
) -> None:
    with copy_of(template, cluster) as database, serving(database) as running:
        thens = [record(running)]
        publish_two_districts(database.writer_url)
        for number, one in enumerate(history):
            one.publish(database.writer_url)
            thens.append(record(running))
            if border and number == 0:
                move_border(database.writer_url, border, "Tây mới")
                thens.append(record(running))
        renamed = (Agency(AGENCY.code, {"vi": "Tên khác"}),)
        publish(database.writer_url, [project("P1", titles={"vi": "Sau cùng"})], agencies=renamed)
        check(running, thens)
