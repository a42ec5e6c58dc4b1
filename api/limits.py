"""How much is done at once, and how much one request may ask."""

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
    """Of a process: requests that need the database, and the large pages among them; `api.http.overload` holds it."""

    requests: Turns = Turns(at_once=32, waiting=64, wait=timedelta(seconds=2))
    large: Turns = Turns(at_once=3, waiting=32, wait=timedelta(seconds=10))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Of one request: features on a page, characters of a parameter's value, and the size of a CQL2 filter.

    A filter has a length in bytes of UTF-8, levels of nesting, and a number of names, literals and operators.
    """

    page: int = 10_000
    value: int = 4_000
    filter_length: int = 8_192
    filter_depth: int = 32
    filter_nodes: int = 500
