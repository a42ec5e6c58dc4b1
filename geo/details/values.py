"""What the parts of a section are made of: texts, codes, days, exact numbers, money; strict, and of bounded size."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from geo.values import Money, clean

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGITS: Final = 28
"""Digits of an exact number: as many as Python's decimals calculate with."""


class Part(BaseModel):
    """A part of a section. `None` is *not entered*; a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _shown(text: str) -> str:
    if not (shown := clean(text)):
        raise ValueError("a text must hold something that can be read")
    return shown


def _day(value: object) -> object:
    """A number or an instant would be taken for a day as well."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("a day is written as YYYY-MM-DD")


def _exact(value: object) -> object:
    """A float has lost digits already, and truth is no number."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    raise ValueError("a number must be exact: JSON is read with its numbers as decimals")


def _shortest(number: Decimal) -> Decimal:
    """Without zeros at its end, so that equal numbers have equal texts."""
    return Decimal(f"{number.normalize() + 0:f}")


Text = Annotated[str, Field(strict=True, max_length=20_000), AfterValidator(_shown)]
Line = Annotated[str, Field(strict=True, max_length=1_000), AfterValidator(_shown)]
Id = Annotated[str, Field(strict=True, max_length=200), AfterValidator(_shown)]
Code = Annotated[str, Field(strict=True, max_length=100, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
Url = Annotated[str, Field(strict=True, max_length=2_000, pattern=r"""^https?://[^\s<>"\\^`{|}\x00-\x1f\x7f]+$""")]
Sha256 = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]
Language = Annotated[str, Field(strict=True, max_length=35, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]
Currency = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}$")]
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[
    Decimal,
    BeforeValidator(_exact),
    Field(max_digits=_DIGITS, decimal_places=10, allow_inf_nan=False),
    AfterValidator(_shortest),
    WithJsonSchema({"type": "number"}),
]


class Value(Part):
    """An exact amount with its ISO 4217 currency, as `Value` of OC4IDS."""

    amount: Number
    currency: Currency

    @property
    def money(self) -> Money:
        """The same as the rest of the program knows it."""
        return Money(self.amount, self.currency)


class Identifier(Part):
    """An identifier of an organisation in a register: `scheme` names it, as `VN-ENT` or `KR-BRN`."""

    scheme: Line | None = None
    id: Id


class Organisation(Part):
    """An organisation that is named, and perhaps identified."""

    name: Line | None = None
    identifier: Identifier | None = None
