"""Ask what a plan would collide with; nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

import asyncpg
import shapely
from shapely.geometry.base import BaseGeometry

from geo.codes import Ground
from geo.errors import BadRequest
from geo.overlaps.judging import Finding, judge
from geo.overlaps.measures import Measured
from geo.overlaps.measuring import limits, measured
from geo.overlaps.placement import MOST_VERTICES, placement_pieces, placement_statement
from geo.overlaps.rules import Rules, rules
from geo.overlaps.shipped import shipped
from geo.overlaps.sites import Site, placed, site
from geo.overlaps.streets import names
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Names

MOST: Final = 2_000
"""Works near a plan that are measured; a plan near more of them is asked about in parts."""
PLAN: Final = "plan"
"""The id of what is asked about, in findings."""
_BOUND: Final = ("least", "smallest", "aside", "street", "widest", "reach", "along", "joins", "digs")
_ASKED: Final = (
    "title",
    "start",
    "end",
    "soonest",
    "latest",
    "cuts",
    "paves",
    "distance",
    "streets",
    "footprint",
    "own",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """A published work that a plan would concern, with where they meet (EPSG:4326).

    `past` is whether the last day is over on which that matters: nobody can join a work that was.
    """

    site: Site
    measured: Measured
    finding: Finding
    ground: BaseGeometry
    past: bool


async def in_force(pool: ReadPool, number: int | None = None) -> Rules:
    """The rules in force, or those of the publication of a number."""
    row = await pool.row(
        "SELECT rules::text AS text, shipped FROM published.overlap_rules "
        "WHERE publication <= coalesce($1, publication) ORDER BY publication DESC LIMIT 1",
        number,
    )
    if row is None or (row["shipped"] and number is None):
        return shipped()
    return rules(json.loads(row["text"], parse_float=Decimal))


async def collisions(
    pool: ReadPool, plan: Site, footprint: BaseGeometry, by: Rules, *, today: date, own: str = ""
) -> list[Collision]:
    """What a plan with this footprint (EPSG:4326, valid) would collide with, the most that is at stake first.

    What is over by `today` comes last. `own` is the id of the project whose plan it is, which it cannot collide with.
    Raises BadRequest where too many works lie near it, or it has too many vertices.
    """
    placement = await pool.row(placement_statement("$1"), shapely.to_wkb(footprint))
    assert placement is not None  # noqa: S101 - one row, whatever lies there
    if placement["too_detailed"]:
        raise BadRequest(f"The plan has more than {MOST_VERTICES:,} vertices, or a line with more than one a metre.")
    plan = placed(plan, placement)
    rows = await pool.rows(_statement(), *_values(plan, footprint, by, own), plan="custom")
    if len(rows) > MOST:
        raise BadRequest(f"More than {MOST:,} works lie near the plan: ask about it in parts.")
    sites = await _sites(pool, [row["other_id"] for row in rows])
    found = (_collision(plan, sites[row["other_id"]], row, by, today) for row in rows if row["other_id"] in sites)
    return sorted((one for one in found if one), key=_order)


@dataclass(frozen=True, slots=True)
class Named:
    """What a published work is called, by language, and whether it is sample data."""

    titles: Names
    sample: bool


async def named(pool: ReadPool, ids: Sequence[str]) -> dict[str, Named]:
    """What published works are called, by their ids."""
    rows = await pool.rows(query("overlaps/named"), list(ids)) if ids else []
    return {row["id"]: Named(json.loads(row["titles"]), row["sample"]) for row in rows}


def _order(one: Collision) -> tuple[Any, ...]:
    return one.past, -one.finding.score, list(type(one.finding.kind)).index(one.finding.kind), one.site.id


def _collision(plan: Site, other: Site, row: asyncpg.Record, by: Rules, today: date) -> Collision | None:
    how = measured(row, by)
    finding = how and judge(plan, other, how, by)
    if not how or not finding:
        return None
    end = finding.period.end
    past, ground = end is not None and end < today, shapely.from_wkb(how.shared_ground)
    return Collision(site=other, measured=how, finding=finding, ground=ground, past=past)


async def _sites(pool: ReadPool, ids: Sequence[str]) -> dict[str, Site]:
    rows = await pool.rows(query("overlaps/sites") % {"ids": "$1"}, list(ids)) if ids else []
    return {
        row["id"]: site({**row, "details": json.loads(row["details"] or "{}", parse_float=Decimal)}) for row in rows
    }


@cache
def _statement() -> str:
    """The measuring statement over what is asked; its first ten values are those of the plan."""
    asked = {name: f"${number}" for number, name in enumerate(_ASKED, 1)}
    bound = {name: f"${number}" for number, name in enumerate(_BOUND, len(asked) + 1)}
    source = query("overlaps/beside").format(asked=asked_statement(asked), own=asked["own"])
    pairs = query("overlaps/pairs").format(source=source)
    return f"{query('overlaps/measure').format(pairs=pairs) % bound}\nLIMIT {MOST + 1}"


def asked_statement(placeholders: Mapping[str, str]) -> str:
    """What stands for a plan behind FROM, with these placeholders by the names of `plan_values`."""
    return query("overlaps/asked").format(**placement_pieces(), **placeholders)


def plan_values(plan: Site, by: Rules) -> dict[str, Any]:
    """What `overlaps/asked` takes of a plan beside its footprint."""
    days, widest = plan.period(by.open_months), plan.acceptable(by.open_months)
    return {
        "title": plan.title,
        "start": days and days.start,
        "end": days and days.end,
        "soonest": widest and widest.start,
        "latest": widest and widest.end,
        "cuts": Ground.CUTS in plan.ground,
        "paves": Ground.PAVES in plan.ground,
        "distance": by.distance(plan.category),
        "streets": names(plan.streets),
    }


def _values(plan: Site, footprint: BaseGeometry, by: Rules, own: str) -> list[Any]:
    """The values of the statement, in the order of its placeholders."""
    values = plan_values(plan, by) | {"footprint": shapely.to_wkb(footprint), "own": own}
    bound = limits(by)
    return [*(values[name] for name in _ASKED), *(bound[name] for name in _BOUND)]
