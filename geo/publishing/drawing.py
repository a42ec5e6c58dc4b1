"""Keep what the map draws: in the transaction that publishes, by what leaves the map and what comes to it."""

from __future__ import annotations

from typing import Final

from psycopg import Connection

from geo.publishing import numbering
from geo.publishing.tables import clear_tables
from geo.sql import query

_DEEPEST: Final = 14
"""The deepest zoom that has cells."""
_TABLES: Final = ("map_shape", "map_cell", "map_cell_kind", "map_tile", "map_district")
_DISTRICTS: Final = (
    "INSERT INTO published.map_district (district_id, set_code, code, labels, coarse, middle, shape, label) "
)
_WORKING: Final = ("drawn", "moved", "cell_delta")


def draw_works(connection: Connection, number: int, works: str = "change") -> None:
    """Draw works as the publication of this number leaves them: those of the temporary table `change`.

    Another table or view that is named instead has the columns of a version that `map/shaped` reads.
    """
    _draw(connection, works)
    if _any_moved(connection):
        _count(connection, number)


def draw_anew(connection: Connection, works: str) -> int:
    """Draw works anew, in a publication of their own where any is drawn otherwise; gives how many are.

    Of works that are published already, so that each has a version behind its first one.
    """
    clear_tables(connection, *_WORKING)
    _draw(connection, works)
    row = connection.execute("SELECT count(*) FROM moved WHERE sign > 0").fetchone()
    if _any_moved(connection):
        _count(connection, numbering.take_number(connection, versions=0).number)
    clear_tables(connection, *_WORKING)
    return int(row[0]) if row else 0


def _draw(connection: Connection, works: str) -> None:
    """Change what is drawn of works, and note in `moved` what has gone and come."""
    run = connection.execute
    run(query("map/drawn").format(works=query("map/shaped").format(target=works)))
    run(query("map/take_down").format(works=works))
    run(query("map/put_up"))


def draw_districts(connection: Connection, set_code: str, number: int) -> None:
    """Draw the districts of one boundary set anew, as the publication of this number leaves them."""
    run, one_set = connection.execute, {"set": set_code}
    clear_tables(connection, "moved")
    run(query("map/district_boxes"), one_set)
    run("DELETE FROM published.map_district WHERE set_code = %(set)s", one_set)
    run(_DISTRICTS + query("map/districts").format(chosen="d.set_code = %(set)s"), one_set)
    run(query("map/district_boxes"), one_set)
    run(query("map/touch"), {"number": number})
    clear_tables(connection, "moved")


def redraw(connection: Connection) -> None:
    """Make everything that the map draws anew from what is published, as of the newest publication; caller commits."""
    run = connection.execute
    row = run("SELECT coalesce(max(number), 0) FROM published.publication").fetchone()
    sets = run("SELECT code FROM published.boundary_set ORDER BY code").fetchall()
    number = int(row[0]) if row else 0
    for table in _TABLES:
        run(f"DELETE FROM published.{table}")  # noqa: S608 - names of our own
    clear_tables(connection, *_WORKING)
    draw_works(connection, number, "published.project_now")
    clear_tables(connection, *_WORKING)
    for (set_code,) in sets:
        draw_districts(connection, set_code, number)


def _any_moved(connection: Connection) -> bool:
    row = connection.execute("SELECT EXISTS (SELECT FROM moved)").fetchone()
    return bool(row and row[0])


def _count(connection: Connection, number: int) -> None:
    run = connection.execute
    run(query("map/deltas"))
    for zoom in reversed(range(_DEEPEST)):
        run(query("map/halve"), {"zoom": zoom})
    for step in ("kinds", "cells", "sweep"):
        run(query(f"map/{step}"))
    for step in ("touch", "works"):
        run(query(f"map/{step}"), {"number": number})
