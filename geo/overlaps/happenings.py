"""What became of pairs, publication by publication: found, of another class, gone."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final

import asyncpg

from geo.errors import BadRequest
from geo.sql import query
from geo.store.connecting import ReadPool

LEAST: Final = 20
"""Happenings of the newest document at least."""
MOST: Final = 200
"""Happenings of a document at most."""
_ONE_IN: Final = 32
_SPOT: Final = re.compile(r"(\d{1,18}):([^\x00-\x1f\x7f]{1,401})", re.ASCII)
_PARSED: Final = ("one_titles", "other_titles")


class What(StrEnum):
    """What became of a pair."""

    FOUND = "found"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the order of happenings: that of this pair in this publication."""

    publication: int
    id: str

    @property
    def cursor(self) -> str:
        """The place as text for a URL."""
        return base64.urlsafe_b64encode(f"{self.publication}:{self.id}".encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Spot:
        """The place that a cursor names. Raises BadRequest."""
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
        except (binascii.Error, ValueError) as cause:
            raise _unknown() from cause
        found = _SPOT.fullmatch(raw)
        if found is None:
            raise _unknown()
        return cls(int(found[1]), found[2])


@dataclass(frozen=True, slots=True)
class Scope:
    """The pairs that are meant: all, or those with a work of an agency, or those in a district."""

    agency: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """What became of a pair in a publication.

    `pair` has its properties as they were found there, by the names of `overlaps/feature`, of one that is gone the last
    ones; titles are those of now, null of a work that is public no longer. `before` is the class that it had.
    """

    spot: Spot
    published_at: datetime
    what: What
    before: str | None
    pair: Mapping[str, Any]


async def happenings(
    pool: ReadPool, scope: Scope, *, newest: int, before: Spot | None = None
) -> tuple[list[Happening], Spot | None]:
    """The latest happenings up to a publication, the newest first, and where earlier ones begin; None where none do.

    With `before` those that came before that place. Documents end at happenings whose place has a certain hash, so that
    where one ends does not depend on where it began, and all but the newest hold the same for ever.
    """
    spot = (before.publication, before.id) if before else (None, None)
    values = (scope.agency, scope.district, newest, *spot, MOST + 1)
    rows = await pool.rows(statement(), *values, at_least=newest)
    every = [_happening(row) for row in rows]
    found = _cut(every, 1 if before else LEAST)
    return found, found[-1].spot if len(found) < len(every) else None


@cache
def statement() -> str:
    """The SQL of what became of pairs, with the parameters $1 to $6."""
    began = query("overlaps/began")
    texts = {"now": began.format(table="overlap"), "earlier": began.format(table="overlap_past")}
    return query("overlaps/happenings").format(**texts)


def _cut(every: list[Happening], least: int) -> list[Happening]:
    ends = (number for number, one in enumerate(every, 1) if number >= least and is_end(one.spot))
    return every[: next(ends, MOST)]


def is_end(spot: Spot) -> bool:
    """Whether a document ends with what happened there."""
    return hashlib.sha256(spot.cursor.encode()).digest()[0] < 256 // _ONE_IN


def _happening(row: asyncpg.Record) -> Happening:
    pair = dict(row)
    spot = Spot(pair.pop("publication"), pair["id"])
    pair |= {name: json.loads(pair[name]) if pair[name] else None for name in _PARSED}
    return Happening(spot, pair.pop("published_at"), What(pair.pop("what")), pair.pop("before"), pair)


def _unknown() -> BadRequest:
    return BadRequest("The place is taken from a link of the feed.", parameter="before")
