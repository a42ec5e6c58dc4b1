"""Purge: blank fields of published versions, and leave a tombstone with the ground."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from psycopg import Connection

from geo.disclosure import PURGEABLE
from geo.errors import BadInput, Conflict
from geo.publishing import numbering
from geo.publishing.boxes import forget_purged_boxes
from geo.publishing.briefs import forget_purged
from geo.publishing.logging import append_purges
from geo.publishing.serialising import purges
from geo.sql import query

_STEPS: Final = (
    *("purge/tombstones", "purge/shares", "purge/decisions", "purge/swept"),
    *("purge/marks", "purge/overlaps"),
)


def purge(
    connection: Connection,
    fields: Mapping[tuple[str, int], Collection[str]],
    *,
    ground: str,
    decided_by: str,
    publication: int | None = None,
) -> int:
    """Blank these fields of these versions (project id, number), and say so; gives how many versions held any of them.

    The names are those of `PURGEABLE`. What was derived from a field goes with it, and its progress reports and
    district shares do. The purge belongs to the publication of this number, of this same transaction, or takes a number
    of its own where it is not given. Raises Conflict where a version is the one that the public sees now, since a new
    version without the fields comes first, and BadInput where a field or a version is not known. The caller commits.
    """
    if unknown := sorted({name for names in fields.values() for name in names} - set(PURGEABLE)):
        raise BadInput(f"Not fields that can be purged: {', '.join(unknown)}.")
    numbering.lock(connection)
    _ask(connection, fields)
    try:
        if not _purged_anew(connection):
            return 0
        return _write(connection, publication, ground, decided_by)
    finally:
        connection.execute("DROP TABLE IF EXISTS purging")


def _ask(connection: Connection, fields: Mapping[tuple[str, int], Collection[str]]) -> None:
    connection.execute(query("purge/asked"))
    with connection.cursor().copy("COPY purging (project_id, version, fields) FROM STDIN") as copy:
        for (project_id, version), names in fields.items():
            copy.write_row((project_id, version, sorted(names)))
    connection.execute("ANALYZE purging")
    for row in connection.execute(query("purge/refused")):
        if row[2]:
            raise Conflict(f"Version {row[1]} of {row[0]!r} is what is published now: publish one without it first.")
        raise BadInput(f"The project {row[0]!r} has no published version {row[1]}.")


def _purged_anew(connection: Connection) -> int:
    """How many versions hold a value of what is asked; only that is purged."""
    connection.execute(query("purge/held"))
    row = connection.execute("SELECT count(*) FROM purging").fetchone()
    return int(row[0]) if row else 0


def _write(connection: Connection, publication: int | None, ground: str, decided_by: str) -> int:
    number = publication or numbering.take_number(connection, versions=0).number
    parameters = {"number": number, "ground": ground, "decided_by": decided_by}
    for step in _STEPS:
        connection.execute(query(step), parameters)
    purged = connection.execute(purges()).rowcount
    forget_purged(connection)
    forget_purged_boxes(connection)
    connection.execute("SELECT published.purge_reports(%(number)s)", parameters)
    append_purges(connection, number)
    return purged
