"""The works that are published with a place and that are compared with nothing, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import asyncpg
import shapely
from shapely.geometry.base import BaseGeometry

from geo.overlaps.measuring import limits
from geo.overlaps.rules import Rules
from geo.sql import query
from geo.store.connecting import ReadPool

MOST: Final = 1_000
"""Works that are named at once."""


class Why(StrEnum):
    """Why a work is compared with nothing."""

    CROWDED = "crowded"
    """So many works are said to be at this place that it is nobody's true one."""
    COARSE = "coarse"
    """Its place is told coarsely, so that it has no ground."""
    TOO_DETAILED = "too-detailed"
    """Its footprint has too many vertices (`footprints/too_detailed`), for which every publication would wait."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A work by its id, and why it is compared with nothing."""

    id: str
    why: Why


async def left_out(pool: ReadPool) -> Sequence[LeftOut]:
    """The first of them by their ids, `MOST` at most."""
    return _told(await pool.rows(query("overlaps/left_out"), None, None, None, MOST, plan="custom"))


async def counts_left_out(pool: ReadPool) -> Mapping[Why, int]:
    """How many there are, by why."""
    return {Why(row["reason"]): row["number"] for row in await pool.rows(query("overlaps/left_out_counts"))}


async def left_out_near(pool: ReadPool, footprint: BaseGeometry, by: Rules) -> Sequence[LeftOut]:
    """Those near a footprint (EPSG:4326), `MOST` at most, with which it may collide."""
    shape, reach = shapely.to_wkb(footprint), float(limits(by)["reach"])
    return _told(await pool.rows(query("overlaps/left_out"), shape, reach, None, MOST, plan="custom"))


async def why_left_out(pool: ReadPool, project_id: str) -> Why | None:
    """Why a work is compared with nothing; None where it is compared, or has no place."""
    found = _told(await pool.rows(query("overlaps/left_out"), None, None, project_id, 1, plan="custom"))
    return found[0].why if found else None


def _told(rows: Sequence[asyncpg.Record]) -> list[LeftOut]:
    return [LeftOut(row["id"], Why(row["reason"])) for row in rows]
