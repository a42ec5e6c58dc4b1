"""Keep where the published projects lie: in the transaction that publishes."""

from __future__ import annotations

from psycopg import Connection

from geo.sql import query
from geo.sql.choosing import chosen


def keep_boxes(connection: Connection, number: int) -> None:
    """Keep the boxes of the projects of the temporary table `change` as the publication of this number leaves them."""
    connection.execute(query("boxes/forget"), {"number": number})
    _remember(connection, number)


def remake_boxes(connection: Connection) -> None:
    """Make all of them anew from what is published; the caller commits."""
    connection.execute("DELETE FROM published.project_box")
    _remember(connection, None)


def _remember(connection: Connection, number: int | None) -> None:
    box = chosen("boxes/box", every=number is None, source="published.project_now")
    connection.execute(query("boxes/remember").format(box=box), {"number": number})
