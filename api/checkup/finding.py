"""One thing that the doctor looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
ALLIMI: Final = "./allimi" if (ROOT / "allimi").is_file() else "allimi"
"""How the program is called: in a clone by the script at its root."""


class State(StrEnum):
    """`MISSING` keeps the program from running; without what is `LACKING` only a part of it does not work."""

    OK = "ok"
    LACKING = "lacking"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """What it is, how it stands, what was seen, and the exact command that mends it."""

    name: str
    state: State
    seen: str
    mend: str | None = None


Findings = Iterator[Finding]


def ok(name: str, seen: str) -> Finding:
    """It is as it must be."""
    return Finding(name, State.OK, seen)


def missing(name: str, seen: str, mend: str) -> Finding:
    """The program cannot run so."""
    return Finding(name, State.MISSING, seen, mend)


def lacking(name: str, seen: str, mend: str) -> Finding:
    """The program runs, with a part of it missing."""
    return Finding(name, State.LACKING, seen, mend)
