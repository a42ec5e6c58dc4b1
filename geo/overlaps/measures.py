"""What is measured of two footprints: how they lie to each other, in geodesic metres and square metres. No dates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How two footprints lie to each other; `docs/overlaps.md` draws each."""

    CORRIDOR = "corridor"
    """A shared length, long enough and alongside."""
    AREA = "area"
    """A shared area, or a line well inside an area."""
    CROSSING = "crossing"
    """They meet within the distance, and share less than that."""
    PARALLEL = "parallel"
    """Beyond the distance, but alongside each other."""
    NEAR = "near"
    """Within the distance, sharing nothing: a point beside a line, areas with an edge in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Two footprints, measured on the ellipsoid.

    `distance` is the least between them, 0 where they touch. `shared_length` is that of the shorter work within the
    distance of the other, 0 for areas alone. `bearing_gap` is 0..90 degrees between the shared parts. `same_place` is
    how much of the smaller footprint lies within the distance of the other, 0..1. `title_likeness` is the best over
    languages, 0..1. `same_street` and `road_class` are known where the city has loaded its roads.
    """

    relation: Relation
    distance: float
    shared_length: float
    shared_area: float
    bearing_gap: float | None
    same_place: float
    title_likeness: float
    same_street: bool
    road_class: str | None
