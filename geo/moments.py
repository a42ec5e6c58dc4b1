"""A past instant: how it is written, and the publication whose state was shown then."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from weakref import WeakKeyDictionary

from geo.errors import BadRequest
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.store.newest import Newest

PARAMETER: Final = "as-of"
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:)(\d{2})(?:\.(\d{1,12}))?(Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE
)
_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Moment:
    """A past instant as it was asked for, the publication that was the newest then, and the day then in the city.

    The number is 0 and there is no `published_at` before the first publication.
    """

    text: str
    instant: datetime
    number: int
    published_at: datetime | None
    day: date


def parse_instant(text: str, zone: tzinfo) -> datetime:
    """An instant of RFC 3339 in UTC; a date is the last microsecond of that day in the city. Raises BadRequest."""
    try:
        return _instant(text, zone).astimezone(UTC)
    except (ValueError, OverflowError) as cause:
        raise _bad("has a date or a time that does not exist") from cause


async def moment(pool: ReadPool, text: str, zone: tzinfo) -> Moment:
    """The moment of a text. Raises BadRequest for one that is malformed, or lies in the future."""
    instant = parse_instant(text, zone)
    if instant > datetime.now(UTC):
        raise _bad("lies in the past; a date means the end of that day in the city")
    found = await _publication(pool, instant)
    return Moment(text, instant, found.number, found.published_at, instant.astimezone(zone).date())


async def _publication(pool: ReadPool, instant: datetime) -> Newest:
    """What was the newest publication at an instant; kept where a later one is known, since it never changes then."""
    settled = _SETTLED.setdefault(pool, OrderedDict())
    known = settled.get(instant)
    if known is not None:
        settled.move_to_end(instant)
        return known
    newest = await pool.newest()
    if newest.published_at is None or newest.published_at <= instant:
        return newest
    row = await pool.row(query("publications/at"), instant, at_least=newest.number, plan="generic")
    found = Newest(0, None) if row is None else Newest(row["number"], row["published_at"])
    settled[instant] = found
    if len(settled) > _MOST:
        settled.popitem(last=False)
    return found


_SETTLED: Final[WeakKeyDictionary[ReadPool, OrderedDict[datetime, Newest]]] = WeakKeyDictionary()


def _instant(text: str, zone: tzinfo) -> datetime:
    if _DATE.fullmatch(text):
        following = date.fromisoformat(text) + timedelta(days=1)
        return datetime.combine(following, time(), zone).astimezone(UTC) - timedelta(microseconds=1)
    # Where a blank stands for the plus of an offset the address was not encoded.
    found = _INSTANT.fullmatch(text.replace(" ", "+"))
    if found is None:
        raise _bad("is a date like 2026-01-31 or an instant like 2026-01-31T09:00:00Z")
    day, minutes, seconds, fraction, offset = found.groups()
    # RFC 3339 knows leap seconds, Python does not.
    leap = seconds == "60"
    plain = f"{day}T{minutes}{'59' if leap else seconds}.{(fraction or '').ljust(6, '0')[:6]}"
    return datetime.fromisoformat(plain + offset.upper().replace("Z", "+00:00")) + timedelta(seconds=leap)


def _bad(rule: str) -> BadRequest:
    return BadRequest(f"An as-of {rule}.", parameter=PARAMETER)
