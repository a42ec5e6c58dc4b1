"""Boundary sets and their districts, as they are loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from shapely import MultiPolygon

from geo.errors import BadInput
from geo.values import Names

SET_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
DISTRICT_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundarySet:
    """One division of a city, with the dates between which it is in force (`None`: open).

    `sketch` marks boundaries drawn by hand for demonstration; `sample` marks the sample city's.
    """

    code: str
    names: Names
    valid_from: date | None = None
    valid_to: date | None = None
    source: str | None = None
    licence: str | None = None
    sketch: bool = False
    sample: bool = False

    def __post_init__(self) -> None:
        if not SET_CODE.fullmatch(self.code):
            raise BadInput(f"A boundary set's code is made of a-z, 0-9 and '-', at most 40: {self.code!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A unit of a boundary set; its boundary is valid, in EPSG:4326, longitude first.

    Its public id is `set.code`.
    """

    code: str
    names: Names
    boundary: MultiPolygon
    parent: str | None = None
    level: int = 1
    valid_from: date | None = None
    valid_to: date | None = None
    label_point: tuple[float, float] | None = field(default=None)

    def __post_init__(self) -> None:
        if not DISTRICT_CODE.fullmatch(self.code):
            raise BadInput(f"A district's code is made of letters, digits, '_' and '-': {self.code!r}.")
