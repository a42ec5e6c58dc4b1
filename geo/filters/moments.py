"""Dates and instants as they are written in a filter."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from geo.filters.limits import bad
from geo.filters.tree import Day, Instant
from geo.periods import INSTANT, read_instant

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day(text: str) -> Day:
    """The date in a text like `2026-01-31`. Raises BadRequest."""
    if not _DAY.fullmatch(text):
        raise bad(f"A date is written like 2026-01-31, not {text[:40]!r}.")
    try:
        return Day(date.fromisoformat(text))
    except ValueError as cause:
        raise bad(f"The date {text} does not exist.") from cause


def instant(text: str) -> Instant:
    """The instant in a text like `2026-01-31T09:00:00Z` (RFC 3339), in UTC. Raises BadRequest."""
    if not INSTANT.fullmatch(text):
        raise bad(f"A timestamp is written like 2026-01-31T09:00:00Z, not {text[:40]!r}.")
    try:
        return Instant(read_instant(text))
    except (ValueError, OverflowError) as cause:
        raise bad(f"The timestamp {text} does not exist.") from cause


def moment(text: str) -> Day | Instant:
    """A date or an instant, as the text is written. Raises BadRequest."""
    return day(text) if len(text) <= len("2026-01-31") else instant(text)
