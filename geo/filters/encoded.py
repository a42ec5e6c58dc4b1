"""CQL2 JSON: read by Python's own parser, behind the same limits."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, Final, NoReturn

from geo.filters.building import Builder
from geo.filters.limits import Limits, bad, fits, too_deep
from geo.filters.tree import Filter

_MARK: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
_BRACKETS: Final = 8
"""Brackets of a geometry and of the outermost object, above the two that each level of a filter takes."""


def read_json(text: str, limits: Limits) -> Filter:
    """The filter of a CQL2 JSON text. Raises BadRequest."""
    fits(text, limits)
    _bounded(text, limits)
    return Filter(Builder(limits).node(_loaded(text)))


def _bounded(text: str, limits: Limits) -> None:
    opened = 0
    for found in _MARK.finditer(text):
        opened += (found[0] in "[{") - (found[0] in "]}")
        if opened > 2 * limits.depth + _BRACKETS:
            raise too_deep(limits)


def _loaded(text: str) -> Any:  # noqa: ANN401 - CQL2 JSON
    try:
        value = json.loads(
            text, parse_int=Decimal, parse_float=Decimal, parse_constant=_constant, object_pairs_hook=_once
        )
        json.dumps(value, default=str, ensure_ascii=False).encode()
    except UnicodeEncodeError as cause:
        raise bad("The filter holds half of a character (a lone surrogate).") from cause
    except ValueError as cause:
        raise bad("The filter is not valid JSON.") from cause
    return value


def _constant(name: str) -> NoReturn:
    raise bad(f"{name} is no number.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise bad("An object of the filter has a member twice.")
    return members
