"""The sections as JSON Schema (2020-12)."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from geo.details.whole import Details

_OF_PYTHON: Final = frozenset({"$defs", "default", "description", "title"})
"""What a class says of itself to its programmers."""


@cache
def section_schema(section: str) -> dict[str, Any]:
    """A section: a list of parts. What was not entered is not there, so that no member is null."""
    told = Details.model_json_schema()
    return _plain(told["properties"][section], told["$defs"])


def _plain(told: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value with every reference in its place."""
    if reference := told.get("$ref"):
        return _plain(known[reference.rpartition("/")[2]], known)
    if (options := told.get("anyOf")) and (values := [one for one in options if one != {"type": "null"}]):
        return _plain(values[0], known)
    found = {name: value for name, value in told.items() if name not in _OF_PYTHON}
    if members := told.get("properties"):
        found["properties"] = {name: _plain(member, known) for name, member in members.items()}
    if isinstance(items := told.get("items"), dict):
        found["items"] = _plain(items, known)
    return found
