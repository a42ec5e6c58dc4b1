"""Keep what published projects are chosen, sorted and counted by: in the transaction that publishes."""

from __future__ import annotations

from typing import Final

from psycopg import Connection

from geo.publishing.tables import clear_tables
from geo.sql import query
from geo.sql.choosing import briefs, closed_briefs

_CLOSED: Final = "INSERT INTO published.project_brief_past {}"
_PURGED: Final = "(v.project_id, v.version) IN (SELECT a.project_id, a.version FROM purging AS a)"
_COUNTS: Final = ("project_tally", "project_delay")


def keep_briefs(connection: Connection, number: int) -> None:
    """Keep the projects of the temporary table `change` as the publication of this number leaves them.

    Their new versions and the shares of these are there.
    """
    connection.execute(query("briefs/forget").format(note=_note(-1, "gone")), {"number": number})
    _remember(connection, number)
    _count(connection)


def place_briefs(connection: Connection) -> None:
    """Keep anew in which districts the published projects lie, after shares of theirs have changed."""
    run = connection.execute
    run(query("briefs/place"))
    _clear(connection, *_COUNTS)
    clear_tables(connection, "brief_change")
    run(_note(1, "published.project_brief"))
    _count(connection)
    clear_tables(connection, "brief_change")


def remake_briefs(connection: Connection) -> None:
    """Make all of it anew from what is published; the caller commits."""
    _clear(connection, "project_brief", *_COUNTS)
    clear_tables(connection, "brief_change")
    _remember(connection, None)
    _count(connection)
    clear_tables(connection, "brief_change")
    _clear(connection, "project_brief_past")
    connection.execute(_CLOSED.format(closed_briefs()))


def forget_purged(connection: Connection) -> None:
    """Make the briefs of the closed versions in the temporary table `purging` anew, after these are blanked."""
    connection.execute(query("purge/briefs"))
    connection.execute(_CLOSED.format(closed_briefs(_PURGED)))


def _remember(connection: Connection, number: int | None) -> None:
    statement = query("briefs/remember").format(brief=briefs(every=number is None), note=_note(1, "come"))
    connection.execute(statement, {"number": number})


def _note(sign: int, source: str) -> str:
    """The SQL that notes what stands behind FROM as come (1) or gone (-1)."""
    return query("briefs/note").format(sign=sign, source=source)


def _count(connection: Connection) -> None:
    for step in ("briefs/tallies", "briefs/delays"):
        connection.execute(query(step))


def _clear(connection: Connection, *tables: str) -> None:
    for table in tables:
        connection.execute(f"DELETE FROM published.{table}")  # noqa: S608 - names of our own
