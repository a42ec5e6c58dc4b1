"""How statuses and amounts are told apart without relying on colour.

The colours themselves are custom properties in `static/palette.css` (`--status-<code>`, `--shade-…`), light and dark;
here are the dash of lines, the shape of points, and the classes of shaded maps.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from geo.codes import Status
from maps import assets

NOT_ENTERED: Final = "not-entered"
"""Stands for a status or category that the agency has not entered, in addresses and class names."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A dash pattern (SVG's `stroke-dasharray`, `None` is solid) and a shape (SVG path data within -1.2..1.2)."""

    dash: str | None
    shape: str
    hollow: bool = False


_CIRCLE: Final = "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z"
_TRIANGLE: Final = "M0-1.15L1.1.8H-1.1z"
_DIAMOND: Final = "M0-1.2L1.2 0L0 1.2L-1.2 0z"
_SQUARE: Final = "M-.9-.9H.9V.9H-.9z"
_CROSS: Final = "M-1-.6L-.6-1L0-.4L.6-1L1-.6L.4 0L1 .6L.6 1L0 .4L-.6 1L-1 .6L-.4 0z"
_PAUSE: Final = "M-.95-1H-.25V1H-.95zM.25-1H.95V1H.25z"

SIGNS: Final = MappingProxyType(
    {
        Status.IDENTIFICATION.value: Sign("2 5", _CIRCLE, hollow=True),
        Status.PREPARATION.value: Sign("7 6", _TRIANGLE),
        Status.IMPLEMENTATION.value: Sign(None, _CIRCLE),
        Status.COMPLETION.value: Sign("16 4", _DIAMOND),
        Status.COMPLETED.value: Sign("16 4 3 4", _SQUARE),
        Status.CANCELLED.value: Sign("3 9", _CROSS),
        Status.SUSPENDED.value: Sign("10 4 2 4 2 4", _PAUSE),
        NOT_ENTERED: Sign("5 5", _SQUARE, hollow=True),
    }
)
"""The sign of every status, and of a status that is not entered."""


def classes(values: Iterable[float], count: int = 5) -> tuple[float, ...]:
    """The least values of up to `count` classes of about equal size, made from the values themselves.

    Whole numbers that strictly increase, the first not above the smallest value. Few different values give fewer
    classes, no value gives none.
    """
    ranked = sorted(values)
    if not ranked:
        return ()
    least = [math.floor(ranked[len(ranked) * step // count]) for step in range(count)]
    return tuple(sorted(set(least)))


@cache
def colours() -> Mapping[str, str]:
    """The light colours of `static/palette.css` by the names of their properties, as `#rrggbb`."""
    light = (assets.FOLDER / "palette.css").read_text("utf-8").split("@media")[0]
    return MappingProxyType(dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light)))
