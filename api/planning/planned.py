"""Collisions with plans that are not public, as JSON: where, when and whom to ask, as far as the policy shares it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from api.planning.documents import feature, sizes, stakes, times, window, work
from geo.intake.planned import Planned
from geo.intake.plans import Plan
from geo.overlaps.sites import Site


def planned(one: Planned, share: Collection[str], *, own: bool) -> dict[str, Any]:
    """A collision as a feature; with `own`, which of the agency's own works and plans collides."""
    with_place = one.plan is None or "place" in share
    told: dict[str, Any] = {
        "class": one.finding and one.finding.kind,
        "also": list(one.finding.also) if one.finding else [],
    }
    if own:
        told["own"] = _own(one.mine)
    told |= {"project": work(one.theirs)} if one.plan is None else {"plan": _plan(one.plan, share)}
    if with_place:
        told |= {"relation": one.measured.relation} | sizes(one.measured)
    if one.finding is not None:
        told |= times(one.finding) | (stakes(one.finding) if with_place else _stake(one))
    name = f"{one.mine.id}~{one.theirs.id}" if own else one.theirs.id
    return feature(name, one.ground if with_place else None, told)


def _plan(plan: Plan, share: Collection[str]) -> dict[str, Any]:
    """What may be told of another agency's plan."""
    told: dict[str, Any] = {"id": plan.name}
    if "contact" in share:
        told |= {"agency": plan.agency, "office": plan.office}
    if "window" in share:
        told |= {"window": window(plan.window), "early_start": plan.early_start, "late_end": plan.late_end}
    return told


def _own(site: Site) -> dict[str, Any]:
    return {"id": site.id, "title": site.title or None, "window": window(site.window)}


def _stake(one: Planned) -> dict[str, Any]:
    """The score without its terms, which tell how much is shared, and without the road there."""
    told = stakes(one.finding) if one.finding else {}
    return {name: value for name, value in told.items() if name not in {"terms", "road_class"}}
