"""What the tables of rules are made of: numbers with their bounds, and texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


class Table(BaseModel):
    """A table in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def _number(value: object) -> object:
    """Text and truth are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("a number is needed")
    return value


def _exact(value: object) -> object:
    """A float comes from JSON, and is taken as it is written."""
    return Decimal(repr(value)) if isinstance(value, float) else value


def _shortest(number: Decimal) -> Decimal:
    """Without zeros at its end, so that equal rules have equal fingerprints."""
    return Decimal(f"{number.normalize() + 0:f}")


_Measure = Annotated[float, BeforeValidator(_number)]
Metres = Annotated[_Measure, Field(gt=0, le=1_000)]
SquareMetres = Annotated[_Measure, Field(gt=0, le=1e8)]
Degrees = Annotated[_Measure, Field(gt=0, le=90)]
Times = Annotated[_Measure, Field(ge=0, le=100)]
Part = Annotated[_Measure, Field(ge=0, le=1)]
Exact = Annotated[
    Decimal,
    BeforeValidator(_exact),
    BeforeValidator(_number),
    Field(ge=0, max_digits=20, decimal_places=10),
    AfterValidator(_shortest),
]
Share = Annotated[Exact, Field(le=1)]
Factor = Annotated[Exact, Field(le=100)]
Months = Annotated[int, Field(strict=True, ge=0, le=240)]
Years = Annotated[int, Field(strict=True, ge=0, le=50)]
Days = Annotated[int, Field(strict=True, ge=1, le=3_650)]
Line = Annotated[str, Field(strict=True, min_length=1, max_length=1_000)]
