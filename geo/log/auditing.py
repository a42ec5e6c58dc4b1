"""Verify the log against everything that the database keeps of what it records: `allimi verify --database`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import count
from typing import Any, Final

from psycopg import Connection

from geo.details import SECTIONS
from geo.log import beside, stored
from geo.log.checkpoints import Checkpoint
from geo.log.columns import differing
from geo.log.leaves import Leaf
from geo.log.proofs import NotProven
from geo.log.stored import first
from geo.log.verifying import Log
from geo.sql import query

_FINDINGS: Final = {
    "log/unlogged": "No leaf records version {1} of {0} (publication {2}): it was put in beside the log.",
    "log/unclosed": "Version {1} of {0} (publication {2}) does not end when the next one begins.",
    "log/misnumbered": "Publication {0} does not follow the one before it, or has not the versions that it says.",
    "log/miskept": "Checkpoint {0} is kept under another size or root than its note says.",
    "log/strangers": "The project {0} did not begin with publication {1}.",
    "log/tombstones": "The purge of version {1} of {0} (publication {2}) has no leaf, or the leaf no purge.",
    "log/blanked": "The purges of version {1} of {0} (publication {2}) are not so dated, or not of what it lacks.",
    "log/buried": "The tombstone of version {1} of {0} (publication {2}) is not what the log says of it.",
    "log/stray": "Text {0} of the log belongs to no leaf that has a text of its own.",
}
_SECTIONS: Final = f"'{{{','.join(SECTIONS)}}}'::text[]"
_LAST: Final = 2**62


def audit(connection: Connection, known: Iterable[Checkpoint], *, with_pairs: bool = True) -> Iterator[str]:
    """What is not as it was published, each the first of its kind, in one reading transaction; nothing where all is.

    Checks every leaf with its text, the columns against the texts, dates and numbers, what has no leaf, the nodes of
    the tree, the checkpoints that are known, and what is kept beside the versions; pairs of works are found again
    unless `with_pairs` is false.
    """
    try:
        _read_all(connection, known)
    except NotProven as broken:
        yield str(broken)
    for name, said in _FINDINGS.items():
        row = first(connection, query(name))
        if row is not None:
            yield said.format(*row)
    yield from _nodes(connection)
    yield from _records(connection)
    yield from beside.differing(connection, with_pairs=with_pairs)


def _read_all(connection: Connection, known: Iterable[Checkpoint]) -> None:
    log = Log(known)
    statement = query("log/audited").format(feature=query("publish/feature"), sections=_SECTIONS)
    with closing(stored.rows(connection, statement)) as found:
        for *head, text, dated, derived, columns in found:
            leaf = Leaf(*head)
            log.take(leaf, text)
            _match(leaf, (text, dated, derived, columns))
    log.finish()


def _match(leaf: Leaf, version: tuple[Any, ...]) -> None:
    """Raise NotProven unless the row of a version says what its text says."""
    text, dated, derived, columns = version
    if not dated:
        raise NotProven(f"The row of {leaf.named()} has another publication or begins at another instant.")
    if not derived:
        what = "hash or class of geometry than its text and footprint, or details of no section"
        raise NotProven(f"The row of {leaf.named()} has another {what}.")
    name = None if columns is None else differing(text, columns)
    if name is not None:
        raise NotProven(f"The row of {leaf.named()} says another {name} than its text.")


def _records(connection: Connection) -> Iterator[str]:
    """The first row of a small table that is not what the log says."""
    row = first(connection, query("log/misrecorded"))
    if row is None:
        return
    table, _, key = row[0].partition("/")
    logged, kept = row[1:]
    if logged is None:
        yield f"The record {key} of {table} is in no leaf: it was put in."
    elif kept is None:
        yield f"The record {key} of {table} is missing: the log has it."
    else:
        names = ", ".join(name for name in kept if kept[name] != logged.get(name))
        yield f"The record {key} of {table} says another {names} than the log."


def _nodes(connection: Connection) -> Iterator[str]:
    """The first node that is not what is below it makes."""
    row = connection.execute(query("log/levels")).fetchone()
    highest = max(int(row[0]) if row else 0, stored.size(connection).bit_length() - 1)
    for level in count(1):
        if level > highest:
            return
        below = query("log/leaves_below" if level == 1 else "log/nodes_below")
        parameters = {"level": level, "first": 0, "last": _LAST}
        wrong = connection.execute(query("log/wrong_nodes").format(below=below), parameters).fetchone()
        if wrong is not None:
            first = int(wrong[0]) << level
            yield (
                f"Node {wrong[0]} at level {level} of the tree, over the leaves from {first} to "
                f"{first + (1 << level) - 1}, is not what is below it makes."
            )
            return
