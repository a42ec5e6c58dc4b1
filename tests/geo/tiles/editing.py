"""Random publications: works of every shape that appear, move, change, lose their footprint and are withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, box
from shapely.geometry.base import BaseGeometry

from geo.codes import Category, Status
from geo.project import Project
from geo.publishing import withdraw_samples
from geo.values import Progress
from tests.builders import project, publish
from tests.fixtures.database import Database

CENTRE = (108.2, 16.05)


@dataclass(frozen=True)
class Publication:
    """Works that are published together, and whether the samples are withdrawn after that."""

    works: tuple[Project, ...]
    withdraws: bool

    def publish(self, database: Database) -> None:
        """Publish it."""
        publish(database.writer_url, self.works)
        if self.withdraws:
            with psycopg.connect(database.writer_url) as connection:
                withdraw_samples(connection, languages=("vi",))


def _shape(x: float, y: float, size: float, kind: str) -> BaseGeometry:
    shapes: dict[str, BaseGeometry] = {
        "point": Point(x, y),
        "line": LineString([(x, y), (x + size, y + size / 3), (x + size, y - size)]),
        "area": box(x, y, x + size, y + size),
        "collection": GeometryCollection([Point(x, y), LineString([(x, y), (x + size, y)])]),
        "points": MultiPoint([(x, y), (x + size, y)]),
        "areas": MultiPolygon([box(x, y, x + size, y + size), box(x + 2 * size, y, x + 3 * size, y + size)]),
        "pole": box(x, 84, x + size, 88),
        "beyond": Point(x, 88),
        "antimeridian": MultiPolygon([box(179, y, 180, y + size), box(-180, y, -179, y + size)]),
    }
    return shapes[kind]


shapes = st.builds(
    _shape,
    st.floats(CENTRE[0], CENTRE[0] + 0.05).map(lambda v: round(v, 6)),
    st.floats(CENTRE[1], CENTRE[1] + 0.05).map(lambda v: round(v, 6)),
    st.sampled_from([0.00002, 0.001, 0.02, 3.0]),
    st.sampled_from(["point", "line", "area", "collection", "points", "areas", "pole", "beyond", "antimeridian"]),
)


def _work(number: int, **facts: Any) -> Project:  # noqa: ANN401
    facts["progress"] = Progress(actual=facts["progress"])
    return project(f"P{number}", sample=number >= 6, **facts)


works = st.builds(
    _work,
    st.integers(0, 8),
    footprint=st.none() | shapes,
    status=st.none() | st.sampled_from(Status),
    category=st.none() | st.sampled_from([Category.ROAD, Category.WATER]),
    progress=st.none() | st.decimals(0, 1, places=6).map(Decimal),
    address=st.none() | st.sampled_from(["A", "B"]),
)
publications = st.lists(
    st.builds(
        Publication,
        st.lists(works, min_size=1, max_size=5, unique_by=lambda work: work.id).map(tuple),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)
