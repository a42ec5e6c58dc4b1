"""Works that collide, and what was shown at a past instant: asked for their plans, over a copy that has a history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlencode

import psycopg

from benchmarks.asking import ask
from benchmarks.cases.case import Case, Floors
from benchmarks.cases.features import ITEMS, box, item
from benchmarks.cases.filters import cases as filters
from benchmarks.cases.tiles import EVERYTHING, LOW_ZOOMS, at
from benchmarks.city import CORE
from geo.cluster import Cluster
from geo.publishing import Load, Publisher
from geo.publishing.rows import COLUMNS

PAIRS: Final = "/collections/overlaps/items"
COMPARED: Final = 100
"""One work in so many is compared with all others; the whole of the made-up city would have a million pairs."""
CHANGED: Final = 5
"""One work in so many is published anew behind the instant that is asked for."""
_COPY: Final = "bench_then"
_OTHER: Final = {
    "row_number": "row_number() OVER ()",
    "progress_actual": "least(1, coalesce(progress_actual, 0) + 0.01)",
    "reports": "'[]'::jsonb",
    "delayed": "'{}'::text[]",
    "corrected": "'{}'::text[]",
}
"""Columns of a staged project that are not those of what is published."""


@contextmanager
def history(cluster: Cluster, city: str = "allimi", compared: int = COMPARED) -> Iterator[tuple[str, str]]:
    """A copy of a database with pairs and earlier versions: its name, and the instant before most of them.

    Nobody may be connected to the one that is copied.
    """
    cluster.create_database(_COPY, template=city)
    try:
        writer = cluster.url(_COPY, user="allimi_writer")
        publish_anew(writer, part=compared, compares=True)
        with psycopg.connect(cluster.url(_COPY)) as connection:
            row = connection.execute("SELECT clock_timestamp()").fetchone()
        publish_anew(writer, part=CHANGED, compares=False)
        with psycopg.connect(cluster.url(_COPY), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        yield _COPY, row[0].isoformat() if row else ""
    finally:
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {_COPY} WITH (FORCE)".encode())


def publish_anew(url: str, *, part: int, which: int = 0, compares: bool = True) -> int:
    """Publish one work in so many again, which of them from 0, a little further than it was; gives how many."""
    chosen = ", ".join(_OTHER.get(name, name) for name in (name.strip() for name in COLUMNS.split(",")))
    with psycopg.connect(url) as connection:
        publisher = Publisher(connection, languages=("vi", "en"), compares=compares)
        connection.execute(
            f"INSERT INTO stage ({COLUMNS}) SELECT {chosen} FROM published.project_now "  # noqa: S608 - of our own
            f"WHERE mod(abs(hashtext(project_id)::bigint), {part}) = {which}".encode()
        )
        return publisher.publish(Load(kind="benchmark", file_name="changes")).versions


def cases(base: str, rows: int, instant: str) -> Iterator[Case]:
    """Pairs in every way that a page or a map asks for them, and hot requests of then."""
    lon, lat = (CORE.west + CORE.east) / 2, (CORE.south + CORE.north) / 2
    first = ask(base, f"{PAIRS}?limit=1").json()["features"][0]
    overlaps: dict[str, Sequence[str]] = {
        "overlaps, page of 100 by score with count": [f"{PAIRS}?limit=100"],
        "overlaps of a class and an agency, page of 100": [f"{PAIRS}?class=clash,join&agency=agency-01&limit=100"],
        "overlaps of a district, page of 100": [f"{PAIRS}?district=districts.1&limit=100"],
        "overlaps in a box of 2 km, page of 100": [one.replace(ITEMS, PAIRS) for one in box().paths],
        "overlaps of a work": [f"{PAIRS}?project={first['properties']['one']}"],
        "one overlap": [f"{PAIRS}/{first['id']}"],
        "tile of overlaps at zoom 12": [at(12, lon, lat).path("/collections/overlaps/tiles/WebMercatorQuad")],
    }
    for name, paths in overlaps.items():
        yield Case(name=name, paths=paths, floors=Floors())
    low = [at(zoom, lon, lat).path(EVERYTHING) for zoom in LOW_ZOOMS]
    for name, paths in (
        ("one feature", item(rows).paths),
        ("box of 2 km, page of 100 with count", box().paths),
        ("status and category, page of 100 with count", [f"{ITEMS}?status=implementation&category=road&limit=100"]),
        ("CQL2 triangle, status, date and budget", filters(rows)[0].paths),
        ("whole city in one tile", low),
        ("whole city in one tile, of an agency", [f"{path}?agency=agency-01" for path in low]),
        ("tile of zoom 16", [at(16, lon, lat).path(EVERYTHING)]),
        ("progress reports, page of 100", ["/collections/progress/items?limit=100"]),
        ("overlaps, page of 100 by score with count", [f"{PAIRS}?limit=100"]),
    ):
        yield Case(
            name=f"{name}, as of an earlier instant", paths=[_of(path, instant) for path in paths], floors=Floors()
        )


def _of(path: str, instant: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'as-of': instant})}"
