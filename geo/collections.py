"""What is known of the published collections as wholes: their extent and how recent they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

import asyncpg

from geo import then
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.store.newest import Newest
from geo.values import Bbox


@dataclass(frozen=True, slots=True)
class Extent:
    """Where and when a collection's features lie; None where nothing is known."""

    bbox: Bbox | None
    start: date | None
    end: date | None


async def projects_extent(
    pool: ReadPool, *, geometry_class: str | None = None, as_of: int | None = None
) -> Extent | None:
    """The extent of the published projects, or of those of a class of geometry, in CRS84 degrees rounded outwards.

    None where there are none of the class.
    """
    name = "projects_extent" if as_of is None else "projects_extent_then"
    row = await then.row(pool, query(f"collections/{name}"), geometry_class, as_of=as_of)
    assert row is not None  # noqa: S101 - an aggregate always has a row
    if not row["classes"]:
        return None
    return Extent(_outwards(row["west"], row["south"], row["east"], row["north"]), row["starts"], row["ends"])


async def progress_extent(pool: ReadPool, *, as_of: int | None = None) -> Extent:
    """The first and the last date of the published progress reports."""
    row = await then.row(pool, query("collections/progress_extent"), as_of=as_of)
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return Extent(None, row["starts"], row["ends"])


async def districts_extent(pool: ReadPool, *, as_of: int | None = None) -> Extent:
    """The extent of the districts, in CRS84 degrees rounded outwards."""
    row = await then.row(pool, query("collections/districts_extent"), as_of=as_of)
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return Extent(_outwards(row["west"], row["south"], row["east"], row["north"]), None, None)


async def overlaps_extent(pool: ReadPool, *, as_of: int | None = None) -> Extent | None:
    """Where and when works concern each other, in CRS84 degrees rounded outwards; None where none do.

    All pairs are looked at; what is found of now is remembered until something is published.
    """
    if as_of is not None:
        return _overlaps_extent(await then.row(pool, query("collections/overlaps_extent"), as_of=as_of))
    number = (await pool.newest()).number
    known = _of_overlaps.get(pool)
    if known is None or known[0] != number:
        row = await pool.row(query("collections/overlaps_extent"), at_least=number)
        known = _of_overlaps[pool] = (number, _overlaps_extent(row))
    return known[1]


_of_overlaps: WeakKeyDictionary[ReadPool, tuple[int, Extent | None]] = WeakKeyDictionary()


def _overlaps_extent(row: asyncpg.Record | None) -> Extent | None:
    assert row is not None  # noqa: S101 - an aggregate always has a row
    if not row["pairs"]:
        return None
    return Extent(_outwards(row["west"], row["south"], row["east"], row["north"]), row["starts"], row["ends"])


async def publication(pool: ReadPool, number: int) -> Newest:
    """The publication of this number; no instant where there is none."""
    row = await pool.row("SELECT number, published_at FROM published.publication WHERE number = $1", number)
    return Newest(number, None) if row is None else Newest(row["number"], row["published_at"])


async def has_samples(pool: ReadPool, *, as_of: int | None = None) -> bool:
    """Whether anything of the sample city is published."""
    text = (
        "SELECT EXISTS (SELECT FROM published.boundary_set AS b WHERE b.sample) "
        "OR EXISTS (SELECT FROM published.project_brief AS v WHERE v.sample) AS found"
    )
    row = await then.row(pool, text, as_of=as_of)
    return bool(row and row["found"])


def _outwards(west: float | None, south: float | None, east: float | None, north: float | None) -> Bbox | None:
    """A box in degrees, with 6 decimals, whose edges lie one to two units of the last place (about 11 cm each) outside.

    Coordinates are served with 7 decimals, and clients bring the box to other systems: it must hold what lies at its
    edges after rounding and transforming too.
    """
    if west is None or south is None or east is None or north is None:
        return None
    return Bbox(
        max((math.floor(west * 1e6) - 1) / 1e6, -180.0),
        max((math.floor(south * 1e6) - 1) / 1e6, -90.0),
        min((math.ceil(east * 1e6) + 1) / 1e6, 180.0),
        min((math.ceil(north * 1e6) + 1) / 1e6, 90.0),
    )
