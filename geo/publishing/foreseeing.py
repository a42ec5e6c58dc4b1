"""What publishing would change, without publishing it: for who has to decide on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from psycopg import Connection
from psycopg.rows import dict_row

from geo.disclosure import UNDERIVED, Disclosed
from geo.history import Version, beside, compared_with_nothing
from geo.publishing import serialising
from geo.publishing.projects import Publisher
from geo.sql import query


class Ahead(NamedTuple):
    """A version that is not published: the row that makes it, and whose it would be."""

    row: int
    project_id: str
    version: Version


def foresee(
    connection: Connection, shown: Iterable[tuple[int, Disclosed]], gone: Sequence[str], *, languages: tuple[str, ...]
) -> list[Ahead]:
    """The versions that disclosed projects, each with the number of its row, and withdrawn ones would become.

    Those that change nothing are not among them; a first version has all that it says as its changes. Nothing is
    locked, and nothing written but temporary tables: what is published meanwhile may differ.
    """
    publisher = Publisher(connection, languages=languages, few=True)
    publisher.stage(shown)
    publisher.withdraw(gone)
    connection.execute(query("publish/changes"), {"correct": False, "underived": list(UNDERIVED)})
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(serialising.foreseen(), {"number": 0}).fetchall()
    return [Ahead(row["row_number"], row["project_id"], _told(beside(row))) for row in rows]


def _told(version: Version) -> Version:
    return version if version.before else replace(version, changes=compared_with_nothing(version))
