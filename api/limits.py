"""How much is done at once; `api.http.overload` holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Turns:
    """How many are at work at once, how many more wait for their turn, and how long."""

    at_once: int
    waiting: int
    wait: timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a process: requests that need the database, and the large pages among them."""

    requests: Turns = Turns(at_once=32, waiting=64, wait=timedelta(seconds=2))
    large: Turns = Turns(at_once=3, waiting=32, wait=timedelta(seconds=10))
