"""The log as the database keeps it: its leaves in order, roots and proofs from its nodes, the checkpoints."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any, Final

from psycopg import Connection, DataError

from geo.errors import Conflict
from geo.log.checkpoints import Checkpoint, read_checkpoint
from geo.log.keys import Verifier, read_verifier
from geo.log.leaves import Entry, Leaf
from geo.log.tree import Node, Range, root_of
from geo.publishing.logging import size
from geo.sql import query

__all__ = ["checkpoints", "entries", "first", "hashes", "keep", "newest", "read_verifiers", "root", "rows", "size"]

CHUNK: Final = 20_000
"""Leaves that are asked for at once."""
_AT_ONCE: Final = 500
"""Rows that are taken at once, while the server makes the next ones."""


def entries(connection: Connection) -> Iterator[Entry]:
    """All leaves in their order; the caller's transaction says as of when."""
    for row in rows(connection, query("log/leaves")):
        yield Entry(Leaf(*row[:8]), row[8])


def rows(connection: Connection, statement: str) -> Generator[tuple[Any, ...], None, None]:
    """The rows of a statement about leaves, in order; the connection does nothing else until the last is taken.

    Whoever has seen enough closes it: the statement is cancelled, and the transaction goes on.
    """
    end = size(connection)
    with connection.cursor(binary=True) as cursor:
        for first in range(0, end, CHUNK):
            asked = {"first": first, "before": first + CHUNK}
            with connection.transaction():  # a savepoint, since what is cancelled fails
                yield from cursor.stream(statement, asked, binary=True, size=_AT_ONCE)


def first(connection: Connection, statement: str) -> tuple[Any, ...] | None:
    """The first row of a statement that reads texts of the log; none where one is no JSON, which its leaf tells."""
    try:
        with connection.transaction():
            return connection.execute(statement.encode()).fetchone()
    except DataError:
        return None


def hashes(connection: Connection, wanted: Sequence[Node]) -> dict[Node, bytes]:
    """The hashes of complete subtrees. Raises Conflict where one is missing."""
    asked = {"levels": [one.level for one in wanted], "positions": [one.position for one in wanted]}
    found = [row[0] for row in connection.execute(query("log/hashes"), asked)]
    missing = [node for node, hashed in zip(wanted, found, strict=True) if hashed is None]
    if missing:
        raise Conflict(f"The log has no node {missing[0].position} at level {missing[0].level}.")
    return dict(zip(wanted, map(bytes, found), strict=True))


def root(connection: Connection, leaves: int) -> bytes:
    """The root over the first so many leaves."""
    wanted = Range(0, leaves).nodes()
    found = hashes(connection, wanted)
    return root_of([found[node] for node in wanted])


def checkpoints(connection: Connection) -> list[tuple[Checkpoint, tuple[Verifier, ...]]]:
    """The checkpoints that are kept, the oldest first, each with the keys that check it."""
    return [(read_checkpoint(note), read_verifiers(keys)) for note, keys in connection.execute(query("log/all_notes"))]


def newest(connection: Connection) -> tuple[Checkpoint, tuple[Verifier, ...]] | None:
    """The checkpoint that was kept last, with the keys that check it."""
    row = connection.execute(query("log/newest")).fetchone()
    return None if row is None else (read_checkpoint(row[0]), read_verifiers(row[1]))


def keep(connection: Connection, checkpoint: Checkpoint, keys: Iterable[Verifier]) -> None:
    """Keep a checkpoint; the caller commits."""
    values = {"size": checkpoint.size, "root": checkpoint.root, "note": str(checkpoint)}
    connection.execute(query("log/keep"), values | {"verifiers": "".join(f"{one}\n" for one in keys)})


def read_verifiers(lines: str) -> tuple[Verifier, ...]:
    """Public keys, one a line. Raises BadInput."""
    return tuple(read_verifier(line) for line in lines.splitlines() if line.strip())
