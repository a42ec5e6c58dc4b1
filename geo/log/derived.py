"""Verify what follows from versions and boundaries: pieces of districts, shares of works in them, pairs of works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from psycopg import Connection

from geo.sql import query
from geo.sql.choosing import shares_of

_SHARES: Final = "SELECT project_id, version, district_id, measure, amount, share FROM published."
_PASTS: Final = "SELECT DISTINCT set_code, until FROM published.district_past ORDER BY until, set_code"
_OF_PAST: Final = f"{_SHARES}district_share_past WHERE set_code = %(set)s AND until = %(until)s"
_BEFORE: Final = "(SELECT * FROM published.project_version WHERE publication <= %(until)s)"
_SAID: Final = {
    "kept/parts": "District {0} of district_part is not cut into the pieces that its boundary gives. Where PostGIS was "
    "upgraded since, `allimi redraw` cuts all anew.",
    "kept/generations": "Tile {0} of map_tile has a generation older than what is drawn on it, or of no publication.",
}
_PAIRS: Final = "The pair {0} (since publication {1}) does not say what the versions of its works give."


class Differing(NamedTuple):
    """A record that is not as it should be: its table and key, and both (None where there is none)."""

    table: str
    key: str
    kept: Mapping[str, Any] | None
    made: Mapping[str, Any] | None


def shares(connection: Connection) -> Iterator[Differing]:
    """The first share of a district that is not what footprints and boundaries give, of now and of each time before."""
    yield from _shares(connection, "district_share", f"{_SHARES}district_share", shares_of("published.project_version"))
    made = shares_of(_BEFORE, parts=query("kept/past_parts"), districts=query("kept/past_districts"))
    for set_code, until in connection.execute(_PASTS).fetchall():
        values = {"set": set_code, "until": until}
        yield from _shares(connection, "district_share_past", _OF_PAST, made, values)


def _shares(
    connection: Connection, table: str, kept: str, made: str, values: Mapping[str, object] | None = None
) -> Iterator[Differing]:
    statement = query("kept/shares").format(kept=kept, made=made)
    row = connection.execute(statement, values).fetchone()
    if row is not None:
        yield Differing(table, *row)


def findings(connection: Connection) -> Iterator[str]:
    """What else does not follow, in sentences: the first of each kind."""
    for name, said in _SAID.items():
        yield from _said(connection, query(name), said)
    then = query("then/district_share").replace("{number}", "f.since")
    yield from _said(connection, query("kept/pairs").format(then=then), _PAIRS)


def _said(connection: Connection, statement: str, said: str) -> Iterator[str]:
    row = connection.execute(statement).fetchone()
    if row is not None:
        yield said.format(*row)
