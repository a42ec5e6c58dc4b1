"""Answers given for Idempotency-Keys: the same request gets the first answer again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from geo.sql import query


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and the SHA-256 of the request that it was given for."""

    digest: bytes
    status: int
    answer: Mapping[str, Any]


def claim(connection: Connection, key_id: str, idempotency_key: str, digest: bytes) -> Given | None:
    """Take an Idempotency-Key for this transaction; else what was answered for it.

    Waits for another transaction that has taken it and not ended yet.
    """
    values = {"key": key_id, "idempotency": idempotency_key, "digest": digest}
    if connection.execute(query("intake/claim"), values).rowcount:
        return None
    with connection.cursor(row_factory=class_row(Given)) as cursor:
        given = cursor.execute(query("intake/given"), values).fetchone()
    assert given is not None  # noqa: S101 - it is there, or it could be claimed
    return given


def keep_answer(
    connection: Connection, key_id: str, idempotency_key: str, status: int, answer: Mapping[str, Any]
) -> None:
    """Keep the answer for a key that was claimed."""
    values = {"key": key_id, "idempotency": idempotency_key, "status": status, "answer": Jsonb(dict(answer))}
    connection.execute(query("intake/answer"), values)
