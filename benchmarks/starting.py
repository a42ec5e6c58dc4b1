"""How long the service takes to start, and how much memory its worker has then."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Final

from benchmarks.outcome import Mark, Outcome
from benchmarks.running.servers import service

MOST_SECONDS: Final = 3.0
MOST_MB: Final = 120.0


def start(reader: str, folder: Path, *, times: int) -> Outcome:
    """Start the service several times until `/ready`; the medians against their floors."""
    seconds, memory = [], []
    for _ in range(times):
        with service(reader, folder / "start.log") as server:
            seconds.append(server.start_seconds)
            memory.append(server.memory() or 0.0)
    took, has = statistics.median(seconds), statistics.median(memory)
    marks = (
        Mark(name="s until /ready", measured=took, floor=MOST_SECONDS, kept=took < MOST_SECONDS),
        Mark(name="MB of the worker", measured=has, floor=MOST_MB, kept=has < MOST_MB),
    )
    return Outcome(name="start of the service", marks=marks)
