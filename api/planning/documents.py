"""What a plan collides with, as JSON: each with its evidence and every term of its score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely

from geo.overlaps.asking import Collision
from geo.overlaps.rules import Rules
from geo.overlaps.scoring import Term
from geo.overlaps.sites import Site
from geo.overlaps.windows import Window


def collision(one: Collision) -> dict[str, Any]:
    """A collision as a GeoJSON feature, whose geometry is where the two meet (CRS84)."""
    finding, how = one.finding, one.measured
    return {
        "type": "Feature",
        "id": one.site.id,
        "geometry": shapely.geometry.mapping(shapely.set_precision(one.ground, 1e-7)),
        "properties": {
            "class": finding.kind,
            "also": list(finding.also),
            "relation": how.relation,
            "project": _work(one.site),
            "distance_m": round(how.distance, 2),
            "shared_length_m": round(how.shared_length, 2),
            "shared_area_m2": round(how.shared_area, 2),
            "days_shared": finding.days_shared,
            "gap_days": finding.gap_days,
            "joint": _window(finding.joint),
            "period": _window(finding.period),
            "lead": finding.lead,
            "lead_reason": finding.lead_reason,
            "exception": finding.exception,
            "score": finding.score,
            "currency": finding.currency,
            "likelihood": finding.likelihood,
            "terms": [term(part) for part in finding.terms],
        },
    }


def answered(collisions: Sequence[Collision], by: Rules) -> dict[str, Any]:
    """All collisions, the most that is at stake first, and by which rules."""
    return {
        "type": "FeatureCollection",
        "numberReturned": len(collisions),
        "rules": {"title": by.title, "fingerprint": by.fingerprint},
        "features": [collision(one) for one in collisions],
    }


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


def _work(site: Site) -> dict[str, Any]:
    return {
        "id": site.id,
        "title": site.title,
        "agency": site.agency,
        "category": site.category,
        "status": site.status,
        "firmness": site.firmness,
        "window": _window(site.window),
    }


def _window(window: Window | None) -> dict[str, Any] | None:
    return None if window is None else {"start": window.start, "end": window.end}
