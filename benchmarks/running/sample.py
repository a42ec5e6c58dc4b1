"""What one round of one target came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Answers a second, latencies in milliseconds, mean bytes of an answer with its head; None where not known.

    `server_ms`, `database_ms` and `client_ms` are milliseconds of processor time for an answer.
    """

    per_second: float
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    bytes: float | None = None
    errors: int = 0
    requests: int = 0
    server_ms: float | None = None
    database_ms: float | None = None
    client_ms: float | None = None
