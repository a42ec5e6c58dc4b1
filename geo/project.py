"""A project: what an agency says of one public work at one time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shapely.geometry.base import BaseGeometry

from geo.codes import Category, Status
from geo.details import NOTHING, Details
from geo.values import Money, Names, Progress


class Accuracy(StrEnum):
    """How far a footprint can be trusted, from best to worst."""

    SURVEYED = "surveyed"
    DESIGN = "design"
    DIGITISED = "digitised"
    GEOCODED = "geocoded"
    APPROXIMATE = "approximate"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationTrust:
    """Where a footprint comes from and how far it can be trusted; `None` is not entered."""

    source: str | None = None
    method: str | None = None
    accuracy: Accuracy | None = None
    verified_by: str | None = None
    verified_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One public work. Only id, titles and agency are required; `None` elsewhere is *not entered*.

    The footprint is any valid geometry in EPSG:4326, longitude first, or `None` (unmapped). `districts` are the
    districts that the agency names itself (`set.code`); they place a work that has no footprint. `details`
    are the sections beyond these facts.
    The `original_*` facts are the first baseline: where they are not entered, the first published version's
    planned dates and budget become the baseline.
    """

    id: str
    titles: Names
    agency: str
    status: Status | None = None
    category: Category | None = None
    descriptions: Names = field(default_factory=dict)
    contractor: str | None = None
    supervisor: str | None = None
    address: str | None = None
    original_start: date | None = None
    original_end: date | None = None
    planned_start: date | None = None
    planned_end: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None
    progress: Progress = Progress()
    reports: tuple[Progress, ...] = ()
    original_budget: Money | None = None
    budget: Money | None = None
    contract_amount: Money | None = None
    footprint: BaseGeometry | None = None
    location: LocationTrust = LocationTrust()
    districts: tuple[str, ...] = ()
    details: Details = NOTHING
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """The body that orders works; its code is stable for ever."""

    code: str
    names: Names
