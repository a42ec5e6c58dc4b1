"""What a project of a batch asks of the revision that is known, as If-Match does of one that comes alone."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from geo.details.values import Part

_LARGEST: Final = 2**53
_SCHEMA: Final = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": _LARGEST}, {"const": "*"}]}


def _revision(value: object) -> int:
    if value == "*":
        return 0
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _LARGEST:
        return value
    raise ValueError("a revision is asked for, as answers tell it, or *")


Revision = Annotated[int, BeforeValidator(_revision), WithJsonSchema(_SCHEMA)]


class Conditional(Part):
    """`if_match`: the project is at this revision, or with * at any. `if_none_match`: there is no such project."""

    if_match: Revision | None = None
    if_none_match: Literal["*"] | None = None

    @property
    def asked(self) -> int | None:
        """The revision that is asked for, as `Pushed.revision`."""
        return -1 if self.if_none_match else self.if_match

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.if_match is not None and self.if_none_match is not None:
            raise ValueError("if_none_match stands without if_match")
        return self
