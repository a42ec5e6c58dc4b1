"""SQL that tells what of a footprint is compared, the streets it lies along, and the axis of one drawn as an area."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from geo.sql import query

MOST_VERTICES: Final = 5_000
"""Vertices of a footprint that is compared."""


@cache
def placement_pieces(shape: str = "s.shape") -> Mapping[str, str]:
    """The pieces by what braces call them: `ground`, and `roads` and `axis` of the column or expression `shape`."""
    pieces = {name: query(f"overlaps/{name}").format(shape=shape) for name in ("roads", "axis")}
    return MappingProxyType({"ground": query("footprints/ground"), **pieces})


def too_detailed() -> str:
    """The condition that a footprint of v has too many vertices to be compared."""
    return query("footprints/too_detailed").format(most=MOST_VERTICES)


def compared() -> str:
    """The condition that a version v is compared with others."""
    return query("overlaps/compared").format(too_detailed=too_detailed())


@cache
def placement_statement(footprint: str) -> str:
    """The statement whose one row is the placement of a footprint (EPSG:4326), for which that placeholder stands."""
    return query("overlaps/placement").format(footprint=footprint, too_detailed=too_detailed(), **placement_pieces())
