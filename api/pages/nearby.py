"""The works that concern one work, on its own page."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final

from api.ogc import asking
from api.ogc.overlaps import OVERLAPS
from api.pages.site import Page
from geo.overlaps.left_out import Why, why_left_out

SHOWN: Final = 5
"""Pairs on a work's page; the others are on the page of works that collide."""
CURRENT_FIRST: Final = "past,-score"
"""The order where pairs of every state are shown: what is over comes behind all others."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """The first pairs of a work as the API serves them, and how many there are; `not_compared`: why there are none."""

    pairs: list[dict[str, Any]]
    matched: int
    not_compared: Why | None


async def nearby(page: Page, project_id: str) -> Nearby:
    """The pairs of a work at the moment of the page: open ones first, the most that is at stake first."""
    ctx = page.ctx
    given = {"project": frozenset({project_id}), "sortby": (("past", False), ("score", True)), "limit": SHOWN}
    asked = asking.asked(OVERLAPS, given, ctx, language=page.language, most=SHOWN)
    found = await OVERLAPS.page(ctx, given, replace(asked, geometry=False))
    why = await why_left_out(ctx.pool, project_id) if ctx.as_of is None else None
    return Nearby([told(feature) for feature in found.features()], found.matched, why)


def told(feature: str | bytes) -> dict[str, Any]:
    """A pair by its properties and its id."""
    parsed = json.loads(feature)
    return {**parsed["properties"], "id": parsed["id"]}
