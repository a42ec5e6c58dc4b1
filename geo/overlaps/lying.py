"""Pieces of SQL that tell how a footprint lies: what of it is compared, its streets, the axis of such an area."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from geo.sql import query


@cache
def lying(shape: str = "s.shape") -> Mapping[str, str]:
    """The pieces by what braces call them: `ground`, and `roads` and `axis` of the column or expression `shape`."""
    pieces = {name: query(f"overlaps/{name}").format(shape=shape) for name in ("roads", "axis")}
    return MappingProxyType({"ground": query("footprints/ground"), **pieces})


def too_detailed() -> str:
    """The condition that a footprint of v has too many vertices to be compared."""
    return query("footprints/too_detailed")


@cache
def lying_statement(footprint: str) -> str:
    """The statement that tells how a footprint lies, for which that placeholder stands."""
    return query("overlaps/lying").format(footprint=footprint, too_detailed=too_detailed(), **lying())
