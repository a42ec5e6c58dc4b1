"""A plan that is asked about: what its author says of it, as the rules look at works."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Final

from pydantic import Field, field_validator
from shapely.geometry.base import BaseGeometry

from data.checks.facts import EARLIEST, LATEST
from data.intake.findings import Finding, Untypable, found
from data.intake.geometry import CRS, placed
from data.intake.model import Geometry
from data.intake.reading import typed
from data.rules import RULE
from geo.city import City
from geo.codes import GROUND, Category, Exemption, Firmness, Ground
from geo.details.values import Day, Id, Line, Part, Value
from geo.overlaps.asking import PLAN
from geo.overlaps.sites import Site
from geo.overlaps.windows import Window

DAYS: Final = ("early_start", "start", "end", "late_end")
"""The members that are days, in the order in which these follow each other."""


class Plan(Part):
    """A plan. Its geometry is GeoJSON in the CRS that `crs` names (east before north), else longitude and latitude.

    `start` to `end` are its days; from `early_start` to `late_end` it could be done as well. `project` is the id of the
    published project whose plan it is, if any: with that it does not collide.
    """

    geometry: Geometry
    crs: Annotated[str, Field(strict=True, pattern=CRS)] | None = None
    title: Line = "Plan"
    agency: Id | None = None
    project: Id | None = None
    category: Category | None = None
    firmness: Firmness = Firmness.PLANNED
    ground: tuple[Ground, ...] | None = None
    exception: Exemption | None = None
    start: Day | None = None
    end: Day | None = None
    early_start: Day | None = None
    late_end: Day | None = None
    budget: Value | None = None

    @field_validator("geometry")
    @classmethod
    def _there(cls, geometry: object) -> object:
        if geometry is None:
            raise ValueError("a plan needs a geometry")
        return geometry


def read_plan(members: object, city: City) -> tuple[Plan, Site, BaseGeometry]:
    """A plan from JSON's own kinds of values with exact numbers, and its footprint in EPSG:4326. Raises Untypable.

    How long or large it is the database measures once it is asked about, as of published works.
    """
    plan = typed(Plan, members)
    _check_days({name: day for name in DAYS if (day := getattr(plan, name))})
    ((footprint, reason),) = placed([(plan.geometry, plan.crs)], city)
    if footprint is None or reason is not None:
        assert reason is not None  # noqa: S101 - a geometry was given
        raise Untypable([found(reason)])
    return plan, _site(plan), footprint


def _check_days(days: Mapping[str, date]) -> None:
    """Raises Untypable where a day is too far off, or comes before one that it should follow."""
    for name, day in days.items():
        if not EARLIEST <= day <= LATEST:
            raise Untypable([Finding(f"/{name}", "dates.far", RULE["dates.far"].sentence)])
    for before, after in pairwise(days):
        if days[after] < days[before]:
            message = f"{after} comes before {before}: the days are {', '.join(DAYS)}, in this order."
            raise Untypable([Finding(f"/{after}", "dates.order", message)])


def _site(plan: Plan) -> Site:
    ground = GROUND[plan.category] if plan.ground is None and plan.category else frozenset(plan.ground or ())
    return Site(
        id=PLAN,
        agency=plan.agency or "",
        title=plan.title,
        category=plan.category,
        status=None,
        ground=ground,
        window=Window(plan.start, plan.end),
        early=Window(plan.early_start, None) if plan.early_start else None,
        late=Window(None, plan.late_end) if plan.late_end else None,
        firmness=plan.firmness,
        exception=plan.exception,
        budget=plan.budget.money if plan.budget else None,
        length=0,
        area=0,
    )
