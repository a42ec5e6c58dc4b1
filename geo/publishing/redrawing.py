"""Draw anew what the map draws of what is published, in batches: after PostGIS came to draw otherwise."""

from __future__ import annotations

from typing import NamedTuple

from psycopg import Connection

from geo.publishing import numbering
from geo.publishing.drawing import draw_anew, draw_districts
from geo.publishing.tables import make_tables
from geo.sql import query


class Batch(NamedTuple):
    """The last id of a batch, None where no work was left; and how many works are drawn otherwise now."""

    last: str | None
    changed: int


def redraw_works(connection: Connection, after: str, most: int) -> Batch:
    """Draw the next works anew, by id; the caller commits.

    Where any is drawn otherwise, they belong to a publication of their own, without versions.
    """
    numbering.lock(connection)
    make_tables(connection, few=False)
    connection.execute(query("map/redrawing"), {"after": after, "most": most})
    row = connection.execute("SELECT max(project_id) FROM redrawing").fetchone()
    changed = draw_anew(connection, "redrawing")
    connection.execute("DROP TABLE redrawing")
    return Batch(None if row is None else row[0], changed)


def redraw_districts(connection: Connection) -> int:
    """Cut all districts into their pieces and draw them anew, in a publication of their own; the caller commits.

    Gives how many boundary sets there are.
    """
    numbering.lock(connection)
    make_tables(connection, few=False)
    sets = connection.execute("SELECT code FROM published.boundary_set ORDER BY code").fetchall()
    if sets:
        number = numbering.take_number(connection, versions=0).number
        for (set_code,) in sets:
            connection.execute(query("districts/parts"), {"set": set_code})
            draw_districts(connection, set_code, number)
    return len(sets)
