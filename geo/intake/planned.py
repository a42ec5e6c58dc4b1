"""Collisions with plans that are not public, for an agency's planner: of a plan that is asked about, and its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import shapely
from psycopg import Connection
from psycopg.rows import DictRow, dict_row
from shapely.geometry.base import BaseGeometry

from geo.codes import Ground
from geo.errors import BadRequest
from geo.intake.plans import Plan, plans_beside, plans_near, plans_of
from geo.overlaps.asking import MOST, asked_statement, plan_values
from geo.overlaps.judging import Finding, judge
from geo.overlaps.measures import Measured
from geo.overlaps.measuring import limits, measured
from geo.overlaps.placement import placement_pieces, placement_statement
from geo.overlaps.rules import Rules
from geo.overlaps.sites import Site, placed, site
from geo.overlaps.streets import names
from geo.publishing.texts import as_json
from geo.sql import query

_ASKED: Final = ("title", "start", "end", "soonest", "latest", "cuts", "paves", "distance", "streets", "footprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An agency's work or plan, and what it would collide with: a published work, or another agency's `plan`.

    `ground` is where the two meet (EPSG:4326). Without a finding nothing is known of when the plan is.
    """

    mine: Site
    theirs: Site
    plan: Plan | None
    measured: Measured
    finding: Finding | None
    ground: BaseGeometry


def asked_plans(
    connection: Connection, asked: Site, footprint: BaseGeometry, by: Rules, *, agency: str, with_window: bool
) -> list[Planned]:
    """What a plan that is asked about would collide with among the plans of other agencies, the most first.

    Raises BadRequest where too many of them lie near it.
    """
    shape = shapely.to_wkb(footprint)
    near = plans_near(connection, agency, shape, limits(by)["reach"])
    if not near:
        return []
    asked = _placed(connection, asked, shape)
    told = {plan.name: plan.told(with_window=with_window) for plan in near}
    values = plan_values(asked, by) | {"footprint": shape, "their_days": _days(near, told, by)}
    source = query("plans/asked").format(asked=_asked(), theirs=_sites("their_days"))
    return _judged(_rows(connection, source, values, by), {asked.id: asked}, told, _by_name(near), by)


def own_collisions(connection: Connection, by: Rules, *, agency: str, with_window: bool) -> list[Planned]:
    """What an agency's own plans collide with among published works, and its works and plans among others' plans.

    The most that is at stake first. Raises BadRequest where there are too many pairs.
    """
    own, others = plans_of(connection, agency), plans_beside(connection, agency, limits(by)["reach"])
    mine = {plan.name: plan.own() for plan in own}
    told = {plan.name: plan.told(with_window=with_window) for plan in others}
    values = {"agency": agency, "own_days": _days(own, mine, by), "their_days": _days(others, told, by)}
    found: list[Planned] = []
    if own:
        rows = _rows(connection, query("plans/to_published").format(own=_sites("own_days")), values, by)
        theirs = _works(connection, [row["other_id"] for row in rows])
        found += _judged(rows, mine, theirs, {}, by)
    if others:
        source = query("plans/to_plans").format(own=_sites("own_days"), theirs=_sites("their_days"))
        rows = _rows(connection, source, values, by)
        works = _works(connection, [row["one_id"] for row in rows if row["one_id"] not in mine])
        found += _judged(rows, mine | works, told, _by_name(others), by)
    return sorted(found, key=_order)


def _judged(
    rows: Sequence[DictRow],
    mine: Mapping[str, Site],
    theirs: Mapping[str, Site],
    plans: Mapping[str, Plan],
    by: Rules,
) -> list[Planned]:
    found = []
    for row in rows:
        one, other, plan = mine.get(row["one_id"]), theirs.get(row["other_id"]), plans.get(row["other_id"])
        how = measured(row, by)
        if one is None or other is None or how is None:
            continue
        finding = judge(one, other, how, by)
        if finding or (plan and not other.window.dated):
            ground: Any = shapely.from_wkb(how.shared_ground)
            found.append(Planned(mine=one, theirs=other, plan=plan, measured=how, finding=finding, ground=ground))
    return sorted(found, key=_order)


def _works(connection: Connection, ids: Sequence[str]) -> dict[str, Site]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return {row["id"]: site(row) for row in cursor.execute(query("overlaps/sites"), {"ids": list(ids)})}


def _order(one: Planned) -> tuple[Any, ...]:
    return -(one.finding.score if one.finding else 0), one.mine.id, one.theirs.id


def _by_name(plans: Sequence[Plan]) -> dict[str, Plan]:
    return {plan.name: plan for plan in plans}


def _rows(connection: Connection, source: str, values: Mapping[str, Any], by: Rules) -> list[DictRow]:
    statement = query("overlaps/measure").format(pairs=query("overlaps/pairs").format(source=source))
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(f"{statement}\nLIMIT {MOST + 1}", {**values, **limits(by)}).fetchall()
    if len(rows) > MOST:
        raise BadRequest(f"More than {MOST:,} works and plans lie near: ask in parts.")
    return rows


def _days(plans: Sequence[Plan], sites: Mapping[str, Site], by: Rules) -> str:
    """When these plans can concern others, as JSON for `plans/sites`."""
    return as_json([{"number": plan.number} | _when(sites[plan.name], by) for plan in plans])


def _when(one: Site, by: Rules) -> dict[str, Any]:
    days, widest = one.period(by.open_months), one.acceptable(by.open_months)
    return {
        "start_on": days and days.start.isoformat(),
        "end_on": days and days.end.isoformat(),
        "soonest": widest and widest.start.isoformat(),
        "latest": widest and widest.end.isoformat(),
        "cuts": Ground.CUTS in one.ground,
        "paves": Ground.PAVES in one.ground,
        "distance": float(by.distance(one.category)),
        "streets": names(one.streets),
    }


def _placed(connection: Connection, asked: Site, shape: bytes) -> Site:
    with connection.cursor(row_factory=dict_row) as cursor:
        (row,) = cursor.execute(placement_statement("%(footprint)s"), {"footprint": shape})
    return placed(asked, row)


@cache
def _asked() -> str:
    return asked_statement({name: f"%({name})s" for name in _ASKED})


@cache
def _sites(days: str) -> str:
    return query("plans/sites").format(days=f"%({days})s", **placement_pieces("p.shape"))
