"""Memory of a process: its proportional set size, in which a page that several share counts in parts."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.running.cpu import children


def proportional(pid: int) -> float | None:
    """MB (1,000,000 bytes) of a process and its children; None where the system does not tell (Linux does)."""
    try:
        return sum(_one(process) for process in (pid, *children(pid))) / 1e6
    except OSError:
        return None


def _one(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
