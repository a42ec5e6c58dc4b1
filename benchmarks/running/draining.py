"""Wait until nothing is left of what was before: a server's start, or queries that would slow the next target."""

from __future__ import annotations

import time
from typing import Final

import psycopg

from benchmarks.running import cpu
from geo.errors import StoreUnavailable

QUIET_PROBES: Final = 3
PROBE_SECONDS: Final = 0.05
SETTLE_SECONDS: Final = 0.3
MOST_SECONDS: Final = 120.0
_AT_WORK: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type IN ('client backend', 'parallel worker') "
    "AND state <> 'idle' AND pid <> pg_backend_pid()"
)


def settle(pid: int) -> None:
    """Wait until a server that has just started has nothing more to do; at once where the system does not tell."""
    deadline, quiet = time.monotonic() + MOST_SECONDS, 0
    try:
        before = cpu.spent(pid)
        while quiet < QUIET_PROBES and time.monotonic() < deadline:
            time.sleep(SETTLE_SECONDS)
            now = cpu.spent(pid)
            quiet = quiet + 1 if now - before <= 0.1 * SETTLE_SECONDS else 0
            before = now
    except OSError:
        return


def drain(url: str) -> None:
    """Wait until no session of the database is at work, several times in a row."""
    deadline, quiet = time.monotonic() + MOST_SECONDS, 0
    with psycopg.connect(url, autocommit=True) as connection:
        while quiet < QUIET_PROBES:
            row = connection.execute(_AT_WORK).fetchone()
            quiet = quiet + 1 if row == (0,) else 0
            if time.monotonic() > deadline:
                raise StoreUnavailable(f"The database was still at work after {MOST_SECONDS:.0f} s.")
            time.sleep(PROBE_SECONDS)
