"""Pushes and their items: kept as they were sent, with what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import class_row

from geo.publishing.texts import as_json
from geo.sql import query

_AT_ONCE: Final = 1_000
OPEN: Final = ("held", "waiting")
"""States in which somebody has to decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A push as it stands. `items` are the projects it speaks of."""

    id: int
    key_id: str
    agency: str
    kind: str
    partial: bool
    full: bool
    state: str
    reason: str | None
    items: int
    publication: int | None
    received_at: datetime
    decided_at: datetime | None
    decided_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a push says of one project: `payload` is JSON text, None once it is purged; `reasons` hold it.

    `revision` is the one that If-Match asked for.
    """

    number: int
    code: str
    project_id: str
    state: str
    payload: str | None
    reasons: Sequence[Mapping[str, Any]] | None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an item."""

    number: int
    state: str
    reasons: Sequence[Mapping[str, Any]] | None = None


def open_push(connection: Connection, *, key_id: str, agency: str, kind: str, partial: bool, full: bool) -> Push:
    """Begin a push."""
    values = {"key": key_id, "agency": agency, "kind": kind, "partial": partial, "full": full}
    row = connection.execute(query("intake/open_push"), values).fetchone()
    assert row is not None  # noqa: S101 - INSERT ... RETURNING of one row
    return Push(
        id=row[0],
        key_id=key_id,
        agency=agency,
        kind=kind,
        partial=partial,
        full=full,
        state="received",
        reason=None,
        items=0,
        publication=None,
        received_at=row[1],
        decided_at=None,
        decided_by=None,
    )


def keep_items(connection: Connection, push_id: int, rows: Iterable[tuple[int, str, str, str, int | None]]) -> int:
    """Keep number, code, project id, payload (JSON text) and the revision that is asked for of each item.

    Gives how many there are.
    """
    kept = 0
    columns = "push_id, number, code, project_id, state, payload, revision"
    with connection.cursor().copy(f"COPY intake.push_item ({columns}) FROM STDIN") as copy:
        for number, code, project_id, payload, revision in rows:
            copy.write_row((push_id, number, code, project_id, "received", payload, revision))
            kept += 1
    return kept


def items(
    connection: Connection, push_id: int, *, states: Sequence[str] | None = None, after: int = 0, limit: int = 500
) -> list[Item]:
    """Items after a number, in their order: those in the states, or all."""
    values = {"push": push_id, "states": None if states is None else list(states), "after": after, "limit": limit}
    with connection.cursor(row_factory=class_row(Item)) as cursor:
        return cursor.execute(query("intake/items"), values).fetchall()


def said_since(
    connection: Connection, push: Push, project_ids: Sequence[str], *, kinds: Sequence[str]
) -> frozenset[str]:
    """Those of the projects of which a later push of one of the kinds has said something that was applied."""
    values = {"push": push.id, "agency": push.agency, "kinds": list(kinds), "ids": list(project_ids)}
    return frozenset(row[0] for row in connection.execute(query("intake/said_since"), values))


def overtake(connection: Connection, push: Push, *, whole: bool) -> list[int]:
    """Let what older pushes are held with become stale where this one has mended it; gives their numbers.

    Where this one does not say the `whole` of its projects, it mends what is held of its own kind.
    """
    values = {"push": push.id, "agency": push.agency, "kind": push.kind, "whole": whole}
    return sorted({row[0] for row in connection.execute(query("intake/overtake"), values)})


def settle(connection: Connection, push_id: int, settled: Iterable[Settled]) -> None:
    """Note what became of items."""
    rows = (
        {"push": push_id, "number": one.number, "state": one.state, "reasons": _reasons(one.reasons)} for one in settled
    )
    for some in iter(lambda: list(islice(rows, _AT_ONCE)), []):
        connection.cursor().executemany(query("intake/settle"), some)


def settle_all(connection: Connection, push_id: int, state: str, *, states: Sequence[str]) -> int:
    """Move every item that is in one of the states; gives how many there were."""
    values = {"push": push_id, "state": state, "states": list(states)}
    return connection.execute(query("intake/settle_all"), values).rowcount


def close_push(
    connection: Connection,
    push_id: int,
    *,
    state: str,
    items: int | None = None,
    reason: str | None = None,
    publication: int | None = None,
    decided_by: str | None = None,
) -> None:
    """Note how far a push has come, and who decided."""
    values = {
        "push": push_id,
        "state": state,
        "items": items,
        "reason": reason,
        "publication": publication,
        "decided_by": decided_by,
    }
    connection.execute(query("intake/close_push"), values)


def push(connection: Connection, push_id: int, agency: str) -> Push | None:
    """A push of the agency; None where it has none of this number."""
    found = _pushes(connection, {"agency": agency, "id": push_id, "states": None, "before": None, "limit": 1})
    return found[0] if found else None


def pushes(
    connection: Connection,
    agency: str,
    *,
    states: Sequence[str] | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Push]:
    """Pushes of an agency, newest first: those in the states, below a number."""
    chosen = None if states is None else list(states)
    return _pushes(connection, {"agency": agency, "id": None, "states": chosen, "before": before, "limit": limit})


def counted(connection: Connection, push_id: int) -> dict[str, int]:
    """How many items of a push are in which state."""
    return dict(connection.execute(query("intake/counted"), {"push": push_id}).fetchall())


def purge(connection: Connection, before: datetime) -> int:
    """Blank what pushes and files said before an instant, unless it waits for a decision; gives how many rows.

    What became of them, and the audit, stay. The caller commits.
    """
    values = {"before": before}
    purged = sum(connection.execute(query(f"intake/{name}"), values).rowcount for name in ("purge_items", "purge_rows"))
    connection.execute(query("intake/purge_answers"), values)
    connection.execute(query("intake/purge_pushes"), values)
    return purged


def _pushes(connection: Connection, values: Mapping[str, Any]) -> list[Push]:
    with connection.cursor(row_factory=class_row(Push)) as cursor:
        return cursor.execute(query("intake/pushes"), values).fetchall()


def _reasons(reasons: Sequence[Mapping[str, Any]] | None) -> str | None:
    return None if not reasons else as_json([dict(reason) for reason in reasons])
