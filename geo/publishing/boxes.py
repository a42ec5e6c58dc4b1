"""Keep where the published projects lie: in the transaction that publishes."""

from __future__ import annotations

from psycopg import Connection

from geo.sql import query


def keep_boxes(connection: Connection, number: int) -> None:
    """Keep the boxes of the projects of the temporary table `change` as the publication of this number leaves them."""
    for step in ("boxes/forget", "boxes/remember"):
        connection.execute(query(step), {"number": number})


def remake_boxes(connection: Connection) -> None:
    """Make all of them anew from what is published; the caller commits."""
    connection.execute("DELETE FROM published.project_box")
    connection.execute(query("boxes/remember"), {"number": None})
