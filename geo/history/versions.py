"""The versions of a project, and the stored text of each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, Final

from geo.errors import NotFound
from geo.history.comparing import Change, compared
from geo.sql import query
from geo.store.connecting import ReadPool

_READER: Final = json.JSONDecoder(parse_float=Decimal)


@dataclass(frozen=True, slots=True)
class Stored:
    """The text of a version in UTF-8, its SHA-256, and the instant from which it was published."""

    text: bytes
    hash: bytes
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """A tombstone: what a publication purged of a version, when, and on which ground."""

    publication: int
    purged_at: datetime
    ground: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a project: `facts` are its published properties as JSON with exact numbers.

    `changes` is what it says otherwise than the version before, whose properties are `before`; the first one changes
    nothing. `moved` says that the footprint is not that of the version before, `geometry_class` what it is drawn as,
    None without one. `extensions` is how often the planned end has moved to a later day until then,
    `ground` a word for what it was submitted on, `purges` what was purged of it later, the latest first.
    """

    number: int
    publication: int
    published_at: datetime
    withdrawn: bool
    facts: Mapping[str, Any]
    geometry_class: str | None
    moved: bool
    extensions: int
    withheld: frozenset[str]
    purged: frozenset[str]
    generalised: frozenset[str]
    ground: str | None
    purges: tuple[Purge, ...]
    before: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


async def stored(pool: ReadPool, project_id: str, number: int) -> Stored:
    """The stored text of a version. Raises NotFound."""
    row = await pool.row(query("history/stored"), project_id, number)
    if row is None:
        raise NotFound(f"No version {number} of a project {project_id!r} has been published.")
    return Stored(row["text"], row["hash"], row["published_at"])


async def versions(
    pool: ReadPool, project_id: str, *, limit: int, below: int | None = None
) -> tuple[tuple[Version, ...], int | None]:
    """Versions of a project, the newest first, and below which number the list goes on, None at its end.

    Raises NotFound for a project of which nothing was ever published.
    """
    rows = await pool.rows(_reading("versions"), project_id, below, limit + 1)
    if not rows:
        raise NotFound(f"No published project has the id {project_id!r}, or no version that is asked.")
    read = [_version(row) for row in rows]
    found = [replace(new, before=old.facts, changes=compared(old, new)) for new, old in pairwise(read)]
    if len(read) <= limit:
        return (*found, read[-1]), None
    return tuple(found), found[-1].number


async def chosen(pool: ReadPool, places: Sequence[tuple[str, int]]) -> list[Version]:
    """The versions of these projects and numbers, in their order."""
    ids, numbers = [place[0] for place in places], [place[1] for place in places]
    return [beside(row) for row in await pool.rows(_reading("chosen"), ids, numbers)]


def beside(row: Mapping[str, Any]) -> Version:
    """The version of a row of `history/chosen`, which has the properties of the one before too."""
    new = _version(row)
    if row["facts_before"] is None:
        return new
    old = _version({**row, "facts": row["facts_before"], "geometry_class": row["geometry_class_before"]})
    return replace(new, before=old.facts, changes=compared(old, new))


def _version(row: Mapping[str, Any]) -> Version:
    facts, _ = _READER.raw_decode(row["facts"])
    return Version(
        number=row["version"],
        publication=row["publication"],
        published_at=row["published_at"],
        withdrawn=row["withdrawn"],
        facts=facts,
        geometry_class=row["geometry_class"],
        moved=row["moved"],
        extensions=row["extensions"],
        withheld=frozenset(facts["withheld"]),
        purged=frozenset(facts.get("purged", ())),
        generalised=frozenset(facts.get("generalised", ())),
        ground=row["ground"],
        purges=tuple(_purge(one) for one in json.loads(row["purges"])),
    )


def _purge(told: Mapping[str, Any]) -> Purge:
    at = datetime.fromisoformat(told["purged_at"])
    return Purge(publication=told["publication"], purged_at=at, ground=told["ground"], fields=tuple(told["fields"]))


@cache
def _reading(name: str) -> str:
    return query(f"history/{name}").format(purges=query("history/purges"))
