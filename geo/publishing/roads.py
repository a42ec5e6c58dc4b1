"""Publish the roads of a city, and compare its works anew with what they tell."""

from __future__ import annotations

from collections.abc import Iterable

import shapely
from psycopg import Connection

from geo.publishing.overlaps import Rebuilt, rebuild
from geo.roads import Road
from geo.sql import query


def publish_roads(connection: Connection, source: str, roads: Iterable[Road]) -> Rebuilt:
    """Replace the roads of a source, and compare all works anew; the caller commits."""
    connection.execute("DELETE FROM published.road WHERE source = %s", [source])
    connection.execute(query("roads/sent"))
    with connection.cursor().copy("COPY road_sent FROM STDIN") as copy:
        for road in roads:
            copy.write_row((road.name, road.road_class, shapely.to_wkb(road.line, hex=True)))
    connection.execute(query("roads/road"), {"source": source})
    connection.execute("ANALYZE published.road")
    return rebuild(connection)
