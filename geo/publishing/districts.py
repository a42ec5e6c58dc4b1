"""Publish boundary sets and the lines under the map."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from psycopg import Connection
from psycopg.types.json import Jsonb
from shapely.geometry.base import BaseGeometry

from geo.background import BackgroundLine
from geo.boundaries import BoundarySet, District
from geo.errors import BadInput, Conflict
from geo.publishing import numbering
from geo.publishing.briefs import place_briefs
from geo.publishing.drawing import draw_districts
from geo.sql import query
from geo.sql.choosing import shares


def publish_districts(connection: Connection, boundary_set: BoundarySet, districts: Sequence[District]) -> int:
    """Publish a boundary set with its districts, place every published project in it; gives the publication number.

    A set that is known is replaced. Raises Conflict when a published district is missing from it, since a public id
    is never taken back, and BadInput when a code comes twice. The caller commits.
    """
    codes = [district.code for district in districts]
    if len(set(codes)) != len(codes) or not codes:
        raise BadInput("A boundary set needs districts, each with a code of its own.")
    numbering.lock(connection)
    _refuse_missing(connection, boundary_set.code, codes)
    connection.execute(query("districts/set"), _set_values(boundary_set))
    with connection.cursor() as cursor:
        cursor.executemany(query("districts/district"), [_values(boundary_set.code, d) for d in districts])
    _place(connection, boundary_set.code)
    number = numbering.take_number(connection, versions=0).number
    draw_districts(connection, boundary_set.code, number)
    return number


def publish_background(connection: Connection, source: str, lines: Sequence[BackgroundLine], *, sample: bool) -> None:
    """Replace the background lines of one source, in a publication; the caller commits."""
    numbering.own_number(connection)
    connection.execute("DELETE FROM published.background_line WHERE source = %s", [source])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO published.background_line (source, kind, names, sample, line) "
            "VALUES (%s, %s, %s, %s, ST_GeomFromWKB(%s, 4326))",
            [(source, str(line.kind), Jsonb(dict(line.names)), sample, shapely.to_wkb(line.line)) for line in lines],
        )


def _refuse_missing(connection: Connection, set_code: str, codes: list[str]) -> None:
    missing = connection.execute(
        "SELECT code FROM published.district WHERE set_code = %s AND code <> ALL (%s) ORDER BY code", [set_code, codes]
    ).fetchall()
    if missing:
        names = ", ".join(str(row[0]) for row in missing)
        raise Conflict(
            f"The boundary set {set_code!r} already has districts that are missing here: {names}. "
            "A public id is never taken back: load the new division under a set code of its own."
        )


def _place(connection: Connection, set_code: str) -> None:
    run = connection.execute
    run(query("districts/parts"), {"set": set_code})
    run(query("districts/unplace"), {"set": set_code})
    of_set = "AND d.set_code = %(set)s"
    run(shares("published.project_version", only=of_set), {"set": set_code})
    place_briefs(connection)


def _set_values(boundary_set: BoundarySet) -> dict[str, object]:
    return {
        "code": boundary_set.code,
        "names": Jsonb(dict(boundary_set.names)),
        "valid_from": boundary_set.valid_from,
        "valid_to": boundary_set.valid_to,
        "source": boundary_set.source,
        "licence": boundary_set.licence,
        "sketch": boundary_set.sketch,
        "sample": boundary_set.sample,
    }


def _values(set_code: str, district: District) -> dict[str, object]:
    label: BaseGeometry = (
        shapely.Point(district.label_point)
        if district.label_point
        else shapely.point_on_surface(max(district.boundary.geoms, key=lambda part: part.area))
    )
    return {
        "id": f"{set_code}.{district.code}",
        "set": set_code,
        "code": district.code,
        "parent": district.parent,
        "level": district.level,
        "names": Jsonb(dict(district.names)),
        "valid_from": district.valid_from,
        "valid_to": district.valid_to,
        "boundary": shapely.to_wkb(district.boundary),
        "label_point": shapely.to_wkb(label),
    }
