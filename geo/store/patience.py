"""How long a transaction waits for locks, all of them together: each wait leaves less for the next."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from psycopg import Connection

_AT_ONCE: Final = 0.02
"""Seconds within which a lock that nobody holds is had."""


@dataclass(slots=True)
class _Left:
    seconds: float


_left: ContextVar[_Left | None] = ContextVar("patience", default=None)


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """In this block no more than so many seconds are waited for locks, in however many transactions.

    Who waits longer gets psycopg's LockNotAvailable.
    """
    token = _left.set(_Left(seconds))
    try:
        yield
    finally:
        _left.reset(token)


def begin(connection: Connection) -> None:
    """Let a transaction that has begun wait for as long as is left, in `lock_timeout`; as it is where nobody says."""
    left = _left.get()
    if left is not None:
        timeout = f"{max(1, round(left.seconds * 1000))}ms"
        connection.execute("SELECT set_config('lock_timeout', %s, true)", [timeout])


def lock(connection: Connection, statement: str, values: list[Any]) -> None:
    """Run a statement that takes a lock, and wait for less afterwards by what it took."""
    left, begun = _left.get(), time.monotonic()
    try:
        connection.execute(statement, values)
    finally:
        took = time.monotonic() - begun
        if left is not None and took > _AT_ONCE:
            left.seconds -= took
    if left is not None and took > _AT_ONCE:
        begin(connection)
