"""Where one value of a work comes from: a column or a constant, and how its texts are to be read."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Table
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from geo.codes import Category, Status

Text = Annotated[str, StringConstraints(min_length=1)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Part(BaseModel):
    """A table of the mapping; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(Part):
    """Where a value comes from: a column, or the same constant for every row.

    `not_entered` lists texts, and `not_entered_patterns` regular expressions for whole texts, that mean "not entered"
    in this column. A nested value is named with points: `core_details.direction`.
    """

    column: Text | None = None
    not_entered: tuple[str, ...] = ()
    not_entered_patterns: tuple[str, ...] = ()

    def columns(self) -> Iterator[str]:
        """The columns it reads."""
        if self.column is not None:
            yield self.column


class TextField(Column):
    """A text as sent, cleaned of soft hyphens and control characters, NFC."""

    constant: Text | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.column is None) == (self.constant is None):
            raise ValueError("say either column or constant")
        return self


def _entered(code: object) -> object:
    return None if code == "" else code


NotEntered = BeforeValidator(_entered)
"""An empty code in a table means "not entered"."""


class CodeField(TextField):
    """A code from a list; `table` gives the code for each spelling (case, blanks and accents do not matter).

    An empty code says that the spelling means "not entered".
    """

    table: Table[str, Annotated[str | None, NotEntered]] = Field(default_factory=dict)


class StatusField(CodeField):
    """A status: OC4IDS project status, or `suspended`."""

    constant: Status | None = None
    table: Table[str, Annotated[Status | None, NotEntered]] = Field(default_factory=dict)


class CategoryField(CodeField):
    """A category of work."""

    constant: Category | None = None
    table: Table[str, Annotated[Category | None, NotEntered]] = Field(default_factory=dict)


class DateField(Column):
    """A date; ISO 8601 is always read, `formats` (strptime) are tried in order before the file's own."""

    constant: date | None = None
    formats: tuple[str, ...] = ()


class NumberField(Column):
    """A number; `decimal` and `thousands` are the signs used, `factor` what to multiply with (1000: thousands)."""

    decimal: Literal[".", ","] | None = None
    thousands: str | None = None


class MoneyField(NumberField):
    """An amount of money; the currency is a constant or stands in a column."""

    currency: Currency | None = None
    currency_column: Text | None = None
    factor: Decimal = Decimal(1)

    def columns(self) -> Iterator[str]:
        """The columns it reads."""
        yield from (c for c in (self.column, self.currency_column) if c is not None)


class ShareField(NumberField):
    """A share of the work: `unit` says whether 1 is all (fraction) or 100 is (percent). `45 %` is always percent.

    The unit is never guessed: 0.3 of 1 and 0.3 of 100 are both possible.
    """

    unit: Literal["percent", "fraction"]
