"""What changed last, in the city, a district or a project: in documents that stay as they are once they are full."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, NamedTuple

from geo.history.following import Place
from geo.history.versions import Purge, Version, chosen
from geo.sql import query
from geo.store.connecting import ReadPool

LEAST: Final = 30
"""Changes that the newest document has at least, where there are so many."""
MOST: Final = 500
"""Changes that a document has at most."""
_ONE_IN: Final = 64
_LOOKED_AT: Final = 20_000
"""Changes that are looked at, the newest first, before a district's are found by its shares."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose changes: of a district (id), of a project, or of the whole city."""

    district: str | None = None
    project: str | None = None


class Happening(NamedTuple):
    """A version that was published, or with `purge` what was purged of it."""

    project_id: str
    version: Version
    purge: Purge | None


class _Key(NamedTuple):
    place: Place
    purge: bool


@dataclass(frozen=True, slots=True)
class Latest:
    """Changes, the newest first; `earlier` is the place behind which the others lie."""

    changes: tuple[Happening, ...]
    earlier: Place | None


async def latest(pool: ReadPool, scope: Scope, *, newest: int, before: Place | None = None) -> Latest:
    """The latest changes, or those next before a place; `newest` is the publication up to which they are told.

    Documents end at changes whose identity has a certain hash, one in 64. So where one ends does not depend on where
    it began, and all but the newest hold the same changes for ever.
    """
    keys = await _keys(pool, scope, newest, before)
    told = _cut(keys, 1 if before else LEAST)
    read = await chosen(pool, [(key.place.project_id, key.place.version) for key in told])
    earlier = told[-1].place if len(told) < len(keys) else None
    return Latest(tuple(_happening(key, version) for key, version in zip(told, read, strict=True)), earlier)


def _happening(key: _Key, version: Version) -> Happening:
    purges = (purge for purge in version.purges if key.purge and purge.publication == key.place.publication)
    return Happening(key.place.project_id, version, next(purges, None))


def is_end(place: Place) -> bool:
    """Whether a document ends with this change."""
    return (
        hashlib.sha256(f"{place.publication}/{place.version}/{place.project_id}".encode()).digest()[0] < 256 // _ONE_IN
    )


def _cut(keys: list[_Key], least: int) -> list[_Key]:
    ends = (number for number, key in enumerate(keys, 1) if number >= least and is_end(key.place))
    return keys[: next(ends, MOST)]


async def _keys(pool: ReadPool, scope: Scope, newest: int, before: Place | None) -> list[_Key]:
    """One more than a document has at most."""
    place = (before.publication, before.project_id, before.version) if before else (None, None, None)
    asked = (*place, newest)
    if scope.project is not None:
        rows = await pool.rows(query("history/latest_of_project"), *asked, scope.project, MOST + 1, at_least=newest)
    else:
        looked_at = MOST + 1 if scope.district is None else _LOOKED_AT
        values = (*asked, scope.district, MOST + 1, looked_at)
        rows = await pool.rows(query("history/latest"), *values, at_least=newest)
        if scope.district is not None and len(rows) <= MOST:
            statement = query("history/latest_of_district")
            rows = await pool.rows(statement, *asked, scope.district, MOST + 1, at_least=newest)
    return [_Key(Place(row["publication"], row["project_id"], row["version"]), row["purge"]) for row in rows]
