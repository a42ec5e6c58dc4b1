"""What must be so before a push is taken in."""

from __future__ import annotations

from psycopg import Connection

from data.intake.pushed import KeyRevoked, PreconditionFailed
from geo.errors import NotFound
from geo.intake import records
from geo.intake.keys import Key, key_in_force


def must_be_in_force(connection: Connection, key: Key) -> None:
    """Raise KeyRevoked where the key was revoked since it was looked at: while its body came, or it waited."""
    if key_in_force(connection, key.id) is None:
        raise KeyRevoked("The key was revoked meanwhile.")


def must_be_there(connection: Connection, kind: str, known: records.Record | None, project_id: str) -> None:
    """Raise NotFound where the agency has no project of which this is a part."""
    there = known is not None and not known.withdrawn
    published = kind == "withdrawal" and known is None and project_id in records.owners(connection, [project_id])
    if not there and not published:
        raise NotFound("The agency has pushed no project of this code, or has withdrawn it.")


def must_match(revision: int, known: records.Record | None) -> None:
    """Raise PreconditionFailed unless the project is at the revision; 0 asks that it is there, -1 that it is not."""
    if not matches(revision, known):
        raise PreconditionFailed("The project has changed since, or is not there; ask for it and try again.")


def matches(revision: int, known: records.Record | None) -> bool:
    """Whether the project is at the revision that is asked for, as in `must_match`."""
    there = known is not None and not known.withdrawn
    return (
        not there if revision < 0 else there and (revision == 0 or (known is not None and known.revision == revision))
    )
