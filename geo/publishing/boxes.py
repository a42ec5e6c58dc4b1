"""Keep where the published projects lie and lay: in the transaction that publishes."""

from __future__ import annotations

from typing import Final

from psycopg import Connection

from geo.sql import query
from geo.sql.choosing import boxes

_UNSHOWN: Final = "v.project_id IN (SELECT a.project_id FROM purging AS a WHERE 'footprint' = ANY (a.fields))"


def keep_boxes(connection: Connection, number: int) -> None:
    """Keep the boxes of the projects of the temporary table `change` as the publication of this number leaves them."""
    connection.execute(query("boxes/forget"), {"number": number})
    connection.execute(query("boxes/remember").format(box=boxes(None)), {"number": number})


def remake_boxes(connection: Connection) -> None:
    """Make all of them anew from what is published; the caller commits."""
    for table in ("project_box", "project_box_past"):
        connection.execute(f"DELETE FROM published.{table}".encode())  # noqa: S608 - of our own
    _remember(connection, boxes())


def forget_purged_boxes(connection: Connection) -> None:
    """Make those of the projects in the temporary table `purging` anew, after footprints of theirs are blanked."""
    for table in ("project_box", "project_box_past"):
        connection.execute(f"DELETE FROM published.{table} AS v WHERE {_UNSHOWN}".encode())  # noqa: S608 - of our own
    _remember(connection, boxes(_UNSHOWN))


def _remember(connection: Connection, box: str) -> None:
    for name in ("boxes/remember", "boxes/remember_past"):
        connection.execute(query(name).format(box=box))
