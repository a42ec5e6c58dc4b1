"""A queryable as a query parameter of its own: `field=value`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from geo.errors import BadRequest
from geo.filters.building import number
from geo.filters.conditions import OPERATORS, identity
from geo.filters.limits import LIMITS, Limits, fits
from geo.filters.moments import day, instant
from geo.filters.queryables import Kind, Queryable
from geo.filters.translating import TOLD, Bind, Translation
from geo.filters.tree import Array, Node, Operation, Property, Text, Truth

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


def equals(
    queryable: Queryable,
    text: str,
    bind: Bind,
    *,
    today: date,
    language: str = "",
    zone: str = "UTC",
    limits: Limits = LIMITS,
) -> str:
    """The condition that a queryable has the value of a parameter's text; an array, that it holds it.

    Raises BadRequest, for the parameter of the queryable's name, where the text is no value of its kind.
    """
    name = "a_contains" if queryable.kind is Kind.TEXT_ARRAY else "="
    operation = Operation(name, (Property(queryable.name), _value(queryable, text, limits)))
    if queryable.codes is not None and text not in queryable.codes:
        raise BadRequest(f"Known codes are {', '.join(queryable.codes)}.", parameter=queryable.name)
    table = {queryable.name: queryable}
    translation = Translation(
        operators=OPERATORS,
        queryables=table,
        bind=bind,
        locate=identity,
        today=today,
        language=language,
        zone=zone,
    )
    return translation.condition(operation)


def _value(queryable: Queryable, text: str, limits: Limits) -> Node:
    if len(text) > limits.length:
        raise BadRequest(f"A value has at most {limits.length} bytes.", parameter=queryable.name)
    try:
        fits(text, limits)
        return _READ[queryable.kind](text)
    except (KeyError, ValueError, BadRequest) as cause:
        told = f"The value of {queryable.name} is {TOLD[queryable.kind]}, not {text[:40]!r}."
        raise BadRequest(told, parameter=queryable.name) from cause


def _number(text: str) -> Node:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return number(Decimal(text))


def _text(text: str) -> Text:
    return Text(unicodedata.normalize("NFC", text))


_READ: Final[Mapping[Kind, Callable[[str], Node]]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: day,
    Kind.INSTANT: instant,
    Kind.BOOLEAN: lambda text: Truth({"true": True, "false": False}[text]),
    Kind.TEXT_ARRAY: lambda text: Array((_text(text),)),
}
