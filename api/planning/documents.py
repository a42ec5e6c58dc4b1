"""What a plan collides with, as JSON: each with its evidence and every term of its score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.overlaps.asking import Collision
from geo.overlaps.judging import Finding
from geo.overlaps.left_out import LeftOut
from geo.overlaps.measures import Measured
from geo.overlaps.rules import Rules
from geo.overlaps.scoring import Term
from geo.overlaps.sites import Site
from geo.overlaps.windows import Window


def collision(one: Collision) -> dict[str, Any]:
    """A collision as a GeoJSON feature, whose geometry is where the two meet (CRS84)."""
    told = {"class": one.finding.kind, "also": list(one.finding.also), "relation": one.measured.relation}
    return feature(
        one.site.id,
        one.ground,
        told
        | {"past": one.past, "project": work(one.site)}
        | sizes(one.measured)
        | times(one.finding)
        | stakes(one.finding),
    )


def feature(name: str, ground: BaseGeometry | None, properties: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON feature, whose geometry is where two works meet, where that may be told (CRS84)."""
    shape = None if ground is None else shapely.geometry.mapping(shapely.set_precision(ground, 1e-7))
    return {"type": "Feature", "id": name, "geometry": shape, "properties": properties}


def sizes(how: Measured) -> dict[str, Any]:
    """What two works share, in metres and square metres."""
    return {
        "distance_m": round(how.distance, 2),
        "shared_length_m": round(how.shared_length, 2),
        "shared_area_m2": round(how.shared_area, 2),
    }


def times(finding: Finding) -> dict[str, Any]:
    """When two works meet, or could, and who should lead."""
    return {
        "days_shared": finding.days_shared,
        "gap_days": finding.gap_days,
        "joint": window(finding.joint),
        "period": window(finding.period),
        "lead": finding.lead,
        "lead_reason": finding.lead_reason,
        "exception": finding.exception,
    }


def stakes(finding: Finding) -> dict[str, Any]:
    """What is at stake, and of which terms that is made."""
    return {
        "road_class": finding.road_class,
        "score": finding.score,
        "currency": finding.currency,
        "likelihood": finding.likelihood,
        "terms": [term(part) for part in finding.terms],
    }


def answered(collisions: Sequence[Collision], unknown: Sequence[LeftOut], by: Rules) -> dict[str, Any]:
    """All collisions in their order, by which rules, and the works near of which nobody can say."""
    return {
        "type": "FeatureCollection",
        "numberReturned": len(collisions),
        "rules": {"title": by.title, "fingerprint": by.fingerprint},
        "notCompared": not_compared(unknown),
        "features": [collision(one) for one in collisions],
    }


def not_compared(works: Sequence[LeftOut]) -> list[dict[str, str]]:
    """Works that are compared with nothing, and why."""
    return [{"id": one.id, "reason": one.why} for one in works]


def term(part: Term) -> dict[str, Any]:
    """A term of a score with its unit cost and where that is from."""
    return {
        "name": part.name,
        "quantity": part.quantity,
        "unit": part.unit,
        "unit_cost": part.unit_cost,
        "value": part.value,
        "source": part.source,
    }


def work(site: Site) -> dict[str, Any]:
    """What is public of a work."""
    return {
        "id": site.id,
        "title": site.title,
        "agency": site.agency,
        "category": site.category,
        "status": site.status,
        "firmness": site.firmness,
        "window": window(site.window),
    }


def window(days: Window | None) -> dict[str, Any] | None:
    """Days, both included; null is open, or not known."""
    return None if days is None else {"start": days.start, "end": days.end}
