"""Processor time of processes: what a request costs, however busy the machine is with other things."""

from __future__ import annotations

import os
from pathlib import Path

from geo.cluster.postmaster import Postmaster

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def spent(pid: int) -> float:
    """Seconds that a process, its threads, its children and those of them that have ended have used; Linux only.

    Raises OSError where the system does not tell.
    """
    own, ended = _times(pid)
    return own + ended + sum(_times(child)[0] for child in children(pid))


def of_database(pgdata: Path) -> float:
    """Seconds that a PostgreSQL server on this folder has used. Raises OSError as `spent` does."""
    running = Postmaster.of(pgdata)
    if running is None:
        raise ProcessLookupError("The database is not running.")
    return spent(running.pid)


def children(pid: int) -> list[int]:
    """The processes that this one has started and that still run."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    return [int(word) for word in text.split()]


def _times(pid: int) -> tuple[float, float]:
    """Seconds of a process and of its ended children; none where it has just ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0, 0.0
    user, system, user_ended, system_ended = (int(word) / _TICK for word in words[11:15])
    return user + system, user_ended + system_ended
