"""Ways to publish a value more coarsely than it was entered; each applied twice gives what it gives once."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from math import ceil, floor
from typing import Annotated, Final, Literal, TypeAlias

import shapely
from pydantic import BaseModel, ConfigDict, Field
from shapely.geometry.base import BaseGeometry

Places: TypeAlias = Callable[[BaseGeometry, tuple[str, ...]], tuple[str, ...]]
"""The districts (`set.code`) of the boundary sets named, or of every set, that a footprint in EPSG:4326 lies in."""

_EXACT: Final = Context(prec=100, rounding=ROUND_HALF_EVEN)
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_SENTENCE: Final = re.compile(r".+?(?:[.!?][\"'”’»)\]]*(?=\s|$)|[。！？])", re.DOTALL)
_CUT: Final = "…"


class Kind(StrEnum):
    """What a field holds, so far as it can be told more coarsely."""

    PLACE = "place"
    MONEY = "money"
    SHARE = "share"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


class _How(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Districts(_How):
    """The footprint is gone; the districts it lies in stand among the declared ones."""

    to: Literal["districts"]
    sets: tuple[str, ...] = ()


class Box(_How):
    """The smallest box that holds the footprint and whose edges are on a grid of so many degrees."""

    to: Literal["box"]
    degrees: Annotated[float, Field(gt=0, le=10)]

    def place(self, footprint: BaseGeometry) -> BaseGeometry:
        """The box."""
        west, south, east, north = footprint.bounds
        low_x, low_y = _line(west, self.degrees, floor), _line(south, self.degrees, floor)
        high_x, high_y = _line(east, self.degrees, ceil), _line(north, self.degrees, ceil)
        step = self.degrees
        return shapely.box(
            low_x, low_y, max(high_x, round(low_x + step, 7)), max(high_y, round(low_y + step, 7)), ccw=True
        )


class GridPoint(_How):
    """The middle of the grid cell of so many degrees in which the middle of the footprint's box lies."""

    to: Literal["point"]
    degrees: Annotated[float, Field(gt=0, le=10)]

    def place(self, footprint: BaseGeometry) -> BaseGeometry:
        """The point."""
        west, south, east, north = footprint.bounds
        x, y = (west + east) / 2, (south + north) / 2
        half = self.degrees / 2
        return shapely.Point(
            round(_line(x, self.degrees, floor) + half, 7), round(_line(y, self.degrees, floor) + half, 7)
        )


def _line(coordinate: float, degrees: float, side: Callable[[float], int]) -> float:
    """The grid line on this side; a coordinate that is on a line but for rounding stays on it."""
    return round(side(round(coordinate / degrees, 6)) * degrees, 7)


class Digits(_How):
    """A number with so many significant digits."""

    to: Literal["digits"]
    digits: Annotated[int, Field(ge=1, le=9)]

    def number(self, exact: Decimal) -> Decimal:
        """The number rounded half to even; 0 stays 0."""
        if not exact:
            return exact
        return _plain(exact.quantize(Decimal((0, (1,), exact.adjusted() - self.digits + 1)), context=_EXACT))


class Multiple(_How):
    """The nearest multiple; what is not 0 never becomes 0, and a share that is not 1 never becomes 1."""

    to: Literal["multiple"]
    of: Annotated[Decimal, Field(gt=0)]

    def number(self, exact: Decimal) -> Decimal:
        """The multiple nearest to the number, half to even."""
        times = (exact / self.of).to_integral_value(context=_EXACT)
        if exact and not times:
            times = Decimal(1).copy_sign(exact)
        return _plain(_EXACT.multiply(times, self.of))

    def share(self, exact: Decimal) -> Decimal:
        """The same for a fraction of 1, of which 1 is a multiple."""
        rounded = self.number(exact)
        return _plain(1 - self.of) if exact < 1 <= rounded else rounded


def _plain(number: Decimal) -> Decimal:
    return Decimal(f"{number.normalize(context=_EXACT):f}")


class Period(_How):
    """The month, quarter or year of a date: its last day where works end, else its first."""

    to: Literal["month", "quarter", "year"]

    def day(self, exact: date, *, last: bool) -> date:
        """The period's first or last day."""
        length = _MONTHS[self.to]
        first = (exact.month - 1) // length * length + 1
        if not last:
            return date(exact.year, first, 1)
        month = first + length - 1
        return date(exact.year, month, calendar.monthrange(exact.year, month)[1])


class LastParts(_How):
    """The last parts of a text between commas: of an address its ward and district; the first part never stays."""

    to: Literal["last parts"]
    parts: Annotated[int, Field(ge=1, le=9)]

    def text(self, exact: str) -> str | None:
        """The parts after an ellipsis; None where the text has but one."""
        parts = [part for part in map(str.strip, re.split("[,;，、]", exact)) if part]
        kept = parts[1:][-self.parts :]
        return ", ".join((_CUT, *kept)) if kept else None


class FirstSentence(_How):
    """The first sentence of a text."""

    to: Literal["first sentence"]

    def text(self, exact: str) -> str | None:
        """The sentence, with an ellipsis where more follows; None where the text has no end of one."""
        found = _SENTENCE.match(exact)
        if found is None or found.group() == exact:
            return found and exact
        return f"{found.group()} {_CUT}"


How: TypeAlias = Annotated[
    Districts | Box | GridPoint | Digits | Multiple | Period | LastParts | FirstSentence, Field(discriminator="to")
]

SUITS: Final[dict[Kind, tuple[type[_How], ...]]] = {
    Kind.PLACE: (Districts, Box, GridPoint),
    Kind.MONEY: (Digits, Multiple),
    Kind.NUMBER: (Digits, Multiple),
    Kind.SHARE: (Multiple,),
    Kind.DATE: (Period,),
    Kind.TEXT: (LastParts, FirstSentence),
}
"""Which ways suit a kind of field."""
