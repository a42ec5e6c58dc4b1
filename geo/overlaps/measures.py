"""What is measured of two footprints: how they lie to each other, in geodesic metres and square metres. No dates."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Relation(StrEnum):
    """How two footprints lie to each other; `docs/overlaps.md` draws each."""

    CORRIDOR = "corridor"
    """A shared length, long enough and alongside."""
    AREA = "area"
    """A shared area, or a line well inside an area."""
    SPOT = "spot"
    """One is a point, or a line too short for a corridor, and lies as a whole on the ground of the other."""
    CROSSING = "crossing"
    """They meet within the distance, and share less than that."""
    PARALLEL = "parallel"
    """Beyond the distance, but alongside each other."""
    STREET = "street"
    """In one street by its name, without being beside each other."""
    NEAR = "near"
    """Within the distance, sharing nothing: a point beside a line, areas with an edge in common."""


class Measured(NamedTuple):
    """Two footprints, measured on the ellipsoid.

    `distance` is the least between them, 0 where they touch. `shared_length` is that of the shorter work within the
    distance of the other, 0 for areas alone. `bearing_gap` is 0..90 degrees between the shared parts. `same_place` is
    how much of the smaller footprint lies within the distance of the other, 0..1. `title_likeness` is the best over
    languages, 0..1. `shared_ground` is where they share ground, or meet (EWKB in hexadecimal, EPSG:4326).
    """

    relation: Relation
    distance: float
    shared_length: float
    shared_area: float
    bearing_gap: float | None
    same_place: float
    title_likeness: float
    shared_ground: str = ""
