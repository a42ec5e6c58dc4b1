"""The OGC `datetime` parameter: an instant or an interval, half-open or with a duration."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from geo.errors import BadRequest

_DURATION: Final = re.compile(
    r"P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?"
    r"(?:T(?=.)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII)
"""How an instant is written (RFC 3339)."""
_OPEN: Final = frozenset({"", ".."})


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` to `end`, both included; None is open."""

    start: date | None
    end: date | None


def parse_interval(text: str, zone: tzinfo) -> Interval:
    """Read an OGC `datetime`: RFC 3339 instants and dates, intervals with `/`, open ends, and ISO 8601 durations.

    Instants become days in the city's time zone. Raises BadRequest.
    """
    parts = text.split("/")
    if len(text) > 100 or len(parts) > 2:
        raise _bad("is a date, an instant, or two of them with one '/' between")
    if len(parts) == 1:
        day = _day(parts[0], zone)
        return Interval(day, day)
    interval = _between(parts[0], parts[1], zone)
    if interval.start and interval.end and interval.start > interval.end:
        raise _bad("begins after it ends")
    return interval


def read_instant(text: str) -> datetime:
    """The instant in UTC of a text of the form `INSTANT`. Raises ValueError or OverflowError where there is none."""
    # RFC 3339 knows leap seconds, Python does not.
    seconds = "59" if text[17:19] == "60" else text[17:19]
    whole = f"{text[:17]}{seconds}{text[19:]}".upper()
    return datetime.fromisoformat(whole.replace("Z", "+00:00")).astimezone(UTC)


def _between(first: str, last: str, zone: tzinfo) -> Interval:
    if first.startswith("P"):
        end = _day(last, zone)
        return Interval(_moved(end, first, -1), end)
    start = None if first in _OPEN else _day(first, zone)
    if last.startswith("P"):
        if start is None:
            raise _bad("with a duration has a date on its other side")
        return Interval(start, _moved(start, last, 1))
    return Interval(start, None if last in _OPEN else _day(last, zone))


def _day(text: str, zone: tzinfo) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        if INSTANT.fullmatch(text):
            return read_instant(text).astimezone(zone).date()
    except (ValueError, OverflowError) as cause:
        raise _bad("has a date that does not exist") from cause
    raise _bad("has dates like 2026-01-31 or instants like 2026-01-31T09:00:00Z")


def _moved(day: date, duration: str, sign: int) -> date:
    match = _DURATION.fullmatch(duration)
    if not match:
        raise _bad("has durations like P2D or P1Y6M")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    try:
        month = day.year * 12 + day.month - 1 + sign * (years * 12 + months)
        year, index = divmod(month, 12)
        last = calendar.monthrange(year, index + 1)[1]
        moved = date(year, index + 1, min(day.day, last))
        span = timedelta(days=weeks * 7 + days, hours=hours, minutes=minutes, seconds=seconds)
        return moved + sign * timedelta(days=span.days)
    except (ValueError, OverflowError, calendar.IllegalMonthError) as cause:
        raise _bad("reaches beyond the calendar") from cause


def _bad(rule: str) -> BadRequest:
    return BadRequest(f"A datetime {rule}.", parameter="datetime")
