"""What a map shows and where its facts come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Measure: TypeAlias = Literal["ongoing", "delay"]
"""What districts are shaded by: the number of ongoing works, or their mean delay in days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapUrls:
    """Where a map's facts come from; all of this very site.

    `districts` (outlines) and `background` (coast, rivers, roads) are GeoJSON, `counts` is the answer of
    `maps.tallies`, `works` is a collection of OGC API - Features, `tiles` the vector tiles of the same works with
    `{z}`, `{y}` and `{x}`, `project` the address of a project's page with `{id}` in place of its id. `moment` is the
    past instant that works are asked of, empty for now; the other addresses have it already.
    """

    districts: str
    background: str
    works: str
    tiles: str
    project: str
    counts: str = ""
    moment: str = ""
