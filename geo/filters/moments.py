"""Dates and instants as they are written in a filter."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from geo.filters.limits import bad
from geo.filters.tree import Day, Instant

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII)


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
    if not _INSTANT.fullmatch(text):
        raise bad(f"A timestamp is written like 2026-01-31T09:00:00Z, not {text[:40]!r}.")
    try:
        # RFC 3339 knows leap seconds, Python does not.
        read = datetime.fromisoformat(text.upper().replace(":60", ":59").replace("Z", "+00:00"))
        return Instant(read.astimezone(UTC))
    except (ValueError, OverflowError) as cause:
        raise bad(f"The timestamp {text} does not exist.") from cause


def moment(text: str) -> Day | Instant:
    """A date or an instant, as the text is written. Raises BadRequest."""
    return day(text) if len(text) <= len("2026-01-31") else instant(text)
