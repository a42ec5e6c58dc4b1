"""The collections of projects: all of them, and those of one class of geometry."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from api.context import Context
from api.ogc import asking, declared
from api.ogc.collection import Collection
from api.ogc.hiding import asked_of
from api.ogc.schemas import PROJECT
from geo import projects
from geo.collections import projects_extent
from geo.crs import CRS84, Crs
from geo.filters import Filter, is_spatial, without_area, without_box
from geo.filters.projects import PROJECTS as QUERYABLES
from geo.items import Asked, Page


def selection(given: Mapping[str, Any], ctx: Context, geometry_class: str | None = None) -> projects.Selection:
    """What the parameters select. Raises BadRequest."""
    place, asked = asking.place(given, ctx), asking.filter_of(given, ctx)
    public = asked_of("projects", QUERYABLES, ctx)
    if asked is not None and not place and "footprint" in public and asking.crs(given, ctx, "filter-crs") == CRS84:
        place, asked = _place_of(asked)
    return projects.Selection(
        **place,
        interval=asking.interval(given, ctx),
        districts=given.get("district"),
        statuses=given.get("status"),
        categories=given.get("category"),
        agencies=given.get("agency"),
        mapped=given.get("mapped"),
        geometry_class=geometry_class,
        as_of=ctx.as_of,
        conditions=asking.demands(public, given, ctx, asked),
        scattered=asked is not None and is_spatial(asked),
    )


def _place_of(asked: Filter) -> tuple[dict[str, Any], Filter | None]:
    """Where works shall lie by a filter, and what else it asks of them."""
    box, others = without_box(asked, "footprint")
    if box is not None:
        return {"bbox": box}, others
    area, others = without_area(asked, "footprint")
    return ({} if area is None else {"area": area}), others


async def _page(ctx: Context, given: Mapping[str, Any], asked: Asked, *, geometry_class: str | None = None) -> Page:
    return await projects.page(ctx.pool, selection(given, ctx, geometry_class), asked)


async def _feature(
    ctx: Context, feature_id: str, *, language: str, crs: Crs, geometry_class: str | None = None
) -> bytes:
    return await projects.feature(
        ctx.pool,
        feature_id,
        language=language,
        today=ctx.today(),
        zone=ctx.zone,
        crs=crs,
        geometry_class=geometry_class,
        as_of=ctx.as_of,
    )


PROJECTS: Final = Collection(
    name="projects",
    kind="projects",
    title="Public works",
    description="Public works with their footprint, status, progress, money and dates. A project without a footprint "
    "is listed too.",
    properties=PROJECT,
    queryables=QUERYABLES,
    geometry="geometry-any",
    own=declared.PROJECTS,
    page=_page,
    feature=_feature,
    extent=projects_extent,
    remembered=True,
)


def _of_class(geometry_class: str, name: str, title: str, geometry: str) -> Collection:
    return Collection(
        name=name,
        kind="projects",
        title=title,
        description=f"{title}: for clients that want one class of geometry.",
        properties=PROJECT,
        queryables=QUERYABLES,
        geometry=geometry,
        own=declared.PROJECTS,
        page=partial(_page, geometry_class=geometry_class),
        feature=partial(_feature, geometry_class=geometry_class),
        extent=partial(projects_extent, geometry_class=geometry_class),
        listed_empty=False,
    )


POINTS: Final = _of_class("point", "project-points", "Public works drawn as points", "geometry-point-or-multipoint")
LINES: Final = _of_class(
    "line", "project-lines", "Public works drawn as lines", "geometry-linestring-or-multilinestring"
)
AREAS: Final = _of_class("area", "project-areas", "Public works drawn as areas", "geometry-polygon-or-multipolygon")
