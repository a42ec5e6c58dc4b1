"""Small values that cannot hold nonsense: names, money, progress, periods, boxes."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from geo.errors import BadInput

Names: TypeAlias = Mapping[str, str]
"""A text in several languages: `{"vi": "Cầu Rồng", "en": "Dragon Bridge"}`."""

_CURRENCY = re.compile(r"[A-Z]{3}")


def clean(text: str) -> str:
    """The text in Unicode form NFC, without soft hyphens and control characters, white space folded."""
    shown = (c if unicodedata.category(c) not in {"Cc", "Cs"} else " " for c in text.replace("\u00ad", ""))
    return unicodedata.normalize("NFC", " ".join("".join(shown).split()))


def name_in(names: Names, *languages: str) -> str:
    """The text in the first of the languages that has one, else in any; empty when there is none."""
    for language in languages:
        if language in names:
            return names[language]
    return next(iter(names.values()), "")


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount with its ISO 4217 currency; never a float, never converted."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise BadInput(f"An amount of money must be a finite number, not {self.amount}.")
        if not _CURRENCY.fullmatch(self.currency):
            raise BadInput(f"A currency is three capital letters (ISO 4217), not {self.currency!r}.")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a work has got: fractions 0..1, planned and actual, and the date they were true.

    `None` is *not entered*; it is not 0.
    """

    planned: Decimal | None = None
    actual: Decimal | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        for fraction in (self.planned, self.actual):
            if fraction is not None and not 0 <= fraction <= 1:
                raise BadInput(f"Progress is a fraction from 0 to 1, not {fraction}.")


@dataclass(frozen=True, slots=True)
class Bbox:
    """A box in CRS84 degrees. `west > east` crosses the antimeridian (RFC 7946, section 5.2)."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(v) for v in (self.west, self.south, self.east, self.north)):
            raise BadInput("A box has four finite numbers.")
        if self.south > self.north:
            raise BadInput("A box has its south below its north.")
        if not (-180 <= self.west <= 180 and -180 <= self.east <= 180):
            raise BadInput("The longitudes of a box lie within -180 and 180.")
        if not (self.south >= -90 and self.north <= 90):
            raise BadInput("The latitudes of a box lie within -90 and 90.")
