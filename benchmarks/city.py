"""A made-up city of any size, always the same: published by our own publisher, so that all derived is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, LiteralString

import psycopg
from shapely import MultiPolygon, box

from geo.boundaries import BoundarySet, District
from geo.project import Agency
from geo.publishing import Load, Publisher, publish_districts
from geo.store.migrating import migrate
from geo.values import Bbox

SQL: Final = Path(__file__).parent / "sql"
EXTENT: Final = Bbox(108.0, 15.9, 108.41, 16.2)
CORE: Final = Bbox(108.15, 15.995, 108.27, 16.115)
"""Where three of four works lie, about: 13 by 13 km."""
AGENCIES: Final = 40
DISTRICTS: Final = (2, 4)
WARDS: Final = (8, 12)
CHUNK: Final = 100_000


def read_sql(name: str) -> LiteralString:
    """A statement of this package; its text is ours, so that psycopg may run it."""
    return (SQL / f"{name}.sql").read_text("utf-8")


def project_id(number: int) -> str:
    """The id of a project by its number, which begins at 1."""
    return f"P{number:07d}"


def fill(url: str, rows: int, *, spread: float = 1) -> None:
    """Migrate the database and publish a city of so many projects in one publication; then tidy as autovacuum would.

    Its works are not compared with each other: a million of them in one city lie so close as in none that is real.
    They lie on a ground `spread` times as wide and as high as `EXTENT`, with as many districts.
    """
    migrate(url)
    with psycopg.connect(url) as connection:
        for code, name, parts in (("districts", "Districts", DISTRICTS), ("wards", "Wards", WARDS)):
            grid = _grid(*parts, _extent(spread))
            publish_districts(connection, BoundarySet(code=code, names={"en": name}), grid)
        publisher = Publisher(connection, languages=("vi", "en"), compares=False)
        publisher.agencies(Agency(f"agency-{n:02d}", {"vi": f"Ban quản lý số {n}"}) for n in range(1, AGENCIES + 1))
        for first in range(1, rows + 1, CHUNK):
            last = min(first + CHUNK - 1, rows)
            connection.execute(read_sql("city"), {"first": first, "last": last, "spread": spread})
        publisher.publish(Load(kind="benchmark", file_name=f"{rows} made-up projects"))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _extent(spread: float) -> Bbox:
    west, south = EXTENT.west - 0.21 * (spread - 1), EXTENT.south - 0.155 * (spread - 1)
    return Bbox(
        west, south, west + (EXTENT.east - EXTENT.west) * spread, south + (EXTENT.north - EXTENT.south) * spread
    )


def _grid(down: int, across: int, extent: Bbox) -> list[District]:
    width, height = (extent.east - extent.west) / across, (extent.north - extent.south) / down
    return [
        District(
            code=str(number),
            names={"vi": f"Khu vực {number}", "en": f"Area {number}"},
            boundary=MultiPolygon([box(west, south, west + width, south + height)]),
        )
        for number, (west, south) in enumerate(_corners(down, across, extent), 1)
    ]


def _corners(down: int, across: int, extent: Bbox) -> Iterator[tuple[float, float]]:
    width, height = (extent.east - extent.west) / across, (extent.north - extent.south) / down
    for row in range(down):
        for column in range(across):
            yield extent.west + column * width, extent.south + row * height
