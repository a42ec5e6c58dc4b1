"""What must be known of all features before the first is written: how many, where, of which kinds, how exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

import numpy
import shapely

from data.exports.columns import Column, Kind
from data.exports.rows import Row, rows, spooled

MONEY_DIGITS: Final = 38
MONEY_DECIMALS: Final = 6


@dataclass(slots=True)
class Survey:
    """Counts over a spool. `kinds` are names of geometry types; `box` is west, south, east, north in degrees."""

    count: int = 0
    unmapped: int = 0
    samples: int = 0
    kinds: set[str] = field(default_factory=set)
    box: tuple[float, float, float, float] | None = None
    money_fits: bool = True
    """Whether every amount is a decimal of 38 digits, 6 of them behind the point."""

    @property
    def mapped(self) -> int:
        """Features with a geometry."""
        return self.count - self.unmapped

    def add(self, batch: Sequence[Row], money: Sequence[str]) -> None:
        """Count a batch in; `money` names the columns with amounts."""
        shapes = [row.footprint for row in batch if row.footprint is not None]
        self.count += len(batch)
        self.unmapped += len(batch) - len(shapes)
        self.samples += sum(bool(row.facts.get("sample")) for row in batch)
        self.kinds |= {shape.geom_type for shape in shapes}
        self.money_fits = self.money_fits and all(_fits(row.facts.get(name)) for row in batch for name in money)
        if shapes:
            self._widen(shapely.total_bounds(numpy.array(shapes, dtype=object)).tolist())

    def _widen(self, new: Sequence[float]) -> None:
        old = self.box or (new[0], new[1], new[2], new[3])
        self.box = (min(old[0], new[0]), min(old[1], new[1]), max(old[2], new[2]), max(old[3], new[3]))


def survey(spool: Path, columns: Sequence[Column]) -> Survey:
    """Read a spool once and count."""
    found = Survey()
    money = [column.name for column in columns if column.kind is Kind.MONEY]
    for texts in spooled(spool):
        found.add(rows(texts), money)
    return found


def _fits(amount: str | int | None) -> bool:
    if amount is None:
        return True
    exact = Decimal(amount)
    exponent = exact.as_tuple().exponent
    return (
        isinstance(exponent, int) and exponent >= -MONEY_DECIMALS and exact.adjusted() < MONEY_DIGITS - MONEY_DECIMALS
    )
