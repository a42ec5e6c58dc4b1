"""A city in which every published table has rows, those of earlier states included."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import psycopg
from shapely import LineString, MultiPolygon, Point, box

from geo.background import BackgroundLine, LineKind
from geo.boundaries import BoundarySet, District
from geo.codes import Category, Status
from geo.details import Details
from geo.log import stored
from geo.log.checkpoints import make
from geo.log.keys import Algorithm, Signer
from geo.project import Agency
from geo.publishing import publish_background, publish_districts, purge
from geo.publishing.marks import State, mark
from geo.publishing.roads import publish_roads
from geo.roads import Road
from geo.values import Progress
from tests.builders import (
    ACROSS,
    AGENCY,
    EVERY_SECTION,
    INSIDE_WEST,
    WEST,
    project,
    publish,
    publish_two_districts,
    vnd,
)
from tests.disclosure.writing import fields, rule

KEY = Signer("allimi.example/log", Algorithm.LOG, bytes(range(32)))
LINE = LineString([(108.05, 16.05), (108.054, 16.05)])
DATES = {
    "status": Status.IMPLEMENTATION,
    "category": Category.ROAD,
    "budget": vnd("3000000.50"),
    "original_end": date(2026, 1, 31),
    "planned_start": date(2025, 2, 1),
    "planned_end": date(2026, 12, 31),
    "progress": Progress(Decimal("0.50"), Decimal("0.4"), date(2026, 5, 1)),
}
EARLIER = (
    Progress(Decimal("0.30"), Decimal("0.2"), date(2026, 3, 1)),
    Progress(None, Decimal("0.1"), date(2026, 1, 1)),
)


def build(url: str) -> None:
    """Publish, change, purge and mark works; publish agencies, districts, roads and lines anew; sign."""
    publish_two_districts(url)
    works = [project(f"P{n}", footprint=place, **DATES) for n, place in enumerate((ACROSS, INSIDE_WEST, WEST, None), 1)]
    pair = [
        project("K1", footprint=LINE, **DATES),
        project("K2", footprint=LINE, **DATES | {"category": Category.SEWER}, agency="ban-2"),
        project("K3", footprint=LINE, **DATES | {"category": Category.SEWER}),
    ]
    publish(url, [*works, *pair], agencies=(AGENCY, Agency("ban-2", {"vi": "Ban 2"})))
    later = Progress(Decimal("0.60"), Decimal("0.6"), date(2026, 6, 1))
    publish(url, [replace(works[0], progress=later, status=Status.COMPLETION, reports=EARLIER), works[1]])
    details = Details.model_validate(EVERY_SECTION)
    publish(url, [replace(works[2], details=details, supervisor="An", address="1 Lê Lợi")])
    publish(url, [replace(pair[0], planned_end=date(2027, 5, 31)), project("P2", status=Status.COMPLETED)])
    with psycopg.connect(url) as writer:
        mark(writer, "K1~K2", State.JOINED, reason="Cùng đào", agency="ban-2")
    _places(url)
    with psycopg.connect(url) as writer:
        purge(writer, {("P2", 1): ["budget", "original_budget"]}, ground="none", decided_by="nobody")
        size = stored.size(writer)
        stored.keep(writer, make(size, stored.root(writer, size), [KEY]), [KEY.verifier])


def _places(url: str) -> None:
    """Other boundaries, other names, roads and lines."""
    west = MultiPolygon([box(108.0, 16.0, 108.07, 16.1)])
    east = MultiPolygon([box(108.07, 16.0, 108.2, 16.1)])
    shapes = {"west": west, "east": east}
    names = [District(code=code, names={"vi": code}, boundary=shape) for code, shape in shapes.items()]
    with psycopg.connect(url) as writer:
        publish_districts(writer, BoundarySet(code="old", names={"vi": "Hai quận"}, source="x"), names)
    publish(url, [], agencies=(replace(AGENCY, names={"vi": "Ban một"}),))
    with psycopg.connect(url) as writer:
        river = BackgroundLine(kind=LineKind.RIVER, names={"vi": "Sông"}, line=ACROSS)
        publish_background(writer, "sketch", [river], sample=False)
        publish_roads(writer, "osm", [Road(name="Lê Lợi", road_class="local", line=LINE)])
    scribble = LineString([(108.15 + n % 2 / 1e5, 16.05 + n / 1e7) for n in range(400)])
    later = fields(budget=rule("delayed", "until = 2027-07-01"), status='{ disclosure = "public" }')
    publish(url, [project("F1", footprint=scribble, **DATES)])
    publish(url, [project("F2", footprint=Point(108.15, 16.05), **DATES)], policy=later)
