"""Code lists: the status, the category and the firmness of a project, and what it may be excepted for.

Status codes are those of the Open Contracting for Infrastructure Data Standard (OC4IDS, projectStatus) and
`suspended`. Categories are Allimi's own; each says what such a work does to the ground.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Status(StrEnum):
    """Stage of a project; OC4IDS `projectStatus` and `suspended`."""

    IDENTIFICATION = "identification"
    PREPARATION = "preparation"
    IMPLEMENTATION = "implementation"
    COMPLETION = "completion"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"

    @property
    def ongoing(self) -> bool:
        """Whether works are going on: `implementation` and nothing else."""
        return self is Status.IMPLEMENTATION


class Ground(StrEnum):
    """What a work does to the ground."""

    CUTS = "cuts"
    PAVES = "paves"
    BUILDS_OVER = "builds-over"


class Firmness(StrEnum):
    """How sure it is that a work comes, from the least to the most."""

    IDEA = "idea"
    PLANNED = "planned"
    TENDERED = "tendered"
    CONTRACTED = "under-contract"
    ON_SITE = "on-site"
    DONE = "done"

    @property
    def rank(self) -> int:
        """0 for an idea, and 1 more for each that is firmer."""
        return _RANKS[self]

    @property
    def begun(self) -> bool:
        """Whether it is too late to move the work: it is on site, or done."""
        return self is Firmness.ON_SITE or self is Firmness.DONE


_RANKS: Final = {firmness: rank for rank, firmness in enumerate(Firmness)}


class Exemption(StrEnum):
    """Why a work may cut into a street that was paved a short time ago."""

    EMERGENCY = "emergency"
    NEW_CONNECTION = "new-connection"
    SAFETY = "safety"


class Category(StrEnum):
    """Kind of public work."""

    ROAD = "road"
    BRIDGE = "bridge"
    TRANSIT = "transit"
    WATER = "water"
    SEWER = "sewer"
    FLOOD = "flood"
    COAST = "coast"
    ENERGY = "energy"
    TELECOM = "telecom"
    EDUCATION = "education"
    HEALTH = "health"
    HOUSING = "housing"
    CULTURE = "culture"
    PARK = "park"
    PUBLIC_BUILDING = "public-building"
    WASTE = "waste"
    OTHER = "other"


_PIPES = frozenset({Ground.CUTS})
_BUILDINGS = frozenset({Ground.BUILDS_OVER})

GROUND: Final = MappingProxyType(
    {
        Category.ROAD: frozenset({Ground.CUTS, Ground.PAVES}),
        Category.BRIDGE: frozenset({Ground.BUILDS_OVER, Ground.PAVES}),
        Category.TRANSIT: frozenset({Ground.CUTS, Ground.BUILDS_OVER}),
        Category.WATER: _PIPES,
        Category.SEWER: _PIPES,
        Category.FLOOD: frozenset({Ground.CUTS, Ground.BUILDS_OVER}),
        Category.COAST: _BUILDINGS,
        Category.ENERGY: _PIPES,
        Category.TELECOM: _PIPES,
        Category.EDUCATION: _BUILDINGS,
        Category.HEALTH: _BUILDINGS,
        Category.HOUSING: _BUILDINGS,
        Category.CULTURE: _BUILDINGS,
        Category.PARK: frozenset({Ground.PAVES}),
        Category.PUBLIC_BUILDING: _BUILDINGS,
        Category.WASTE: _BUILDINGS,
        Category.OTHER: frozenset(),
    }
)
"""What each category of work does to the ground."""
