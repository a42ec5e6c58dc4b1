"""The record of everything that happened at the push interface; it only grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from geo.sql import query


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened: `actor` is a key's id, `cli`, or `-` where nobody is known.

    `program` is the actor of what it does by itself. No secret is in an event.
    """

    action: str
    outcome: str
    actor: str = "-"
    agency: str | None = None
    address: str | None = None
    target: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noted:
    """An event as it was noted, its instant in UTC."""

    id: int
    at: datetime
    actor: str
    agency: str | None
    address: str | None
    action: str
    target: str | None
    outcome: str
    detail: Mapping[str, Any]


def note(connection: Connection, event: Event) -> None:
    """Add an event; the caller commits."""
    values = {
        "actor": event.actor,
        "agency": event.agency,
        "address": event.address,
        "action": event.action,
        "target": event.target,
        "outcome": event.outcome,
        "detail": Jsonb(dict(event.detail)),
    }
    connection.execute(query("intake/note"), values)


def noted(
    connection: Connection, *, agency: str | None = None, actor: str | None = None, after: int = 0, limit: int = 1000
) -> list[Noted]:
    """Events after one, oldest first: of an agency, of one actor, or all."""
    values = {"agency": agency, "actor": actor, "after": after, "limit": limit}
    with connection.cursor(row_factory=class_row(Noted)) as cursor:
        return cursor.execute(query("intake/noted"), values).fetchall()
