"""A piece of a road, as a city's file has it."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A line in EPSG:4326, the name of its street and the class of the road, where they are known."""

    name: str | None
    road_class: str | None
    line: BaseGeometry
