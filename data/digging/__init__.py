"""The rules and unit costs by which overlaps of works are found and ranked, read from TOML files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from geo.errors import BadInput
from geo.overlaps.rules import Rules, rules
from geo.overlaps.shipped import FILE as DEFAULT_RULES

_COSTS: Final = "costs"


def load_rules(file: Path | None = None) -> Rules:
    """The default rules with what a file says otherwise. Raises BadInput naming the file and the key.

    A file names only what it changes. Costs in another currency are named as a whole, since nothing is converted.
    """
    told = _read(DEFAULT_RULES)
    if file is None:
        return rules(told)
    own = _read(file)
    if own.get(_COSTS, {}).get("currency", told[_COSTS]["currency"]) != told[_COSTS]["currency"]:
        told = {**told, _COSTS: {}}
    try:
        return rules(_over(told, own))
    except BadInput as wrong:
        raise BadInput(f"{file.name}: {wrong}") from wrong


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise BadInput(f"The rules {file.name} cannot be read: {cause}.") from cause


def _over(told: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged, everything else is replaced."""
    merged = dict(told)
    for key, value in own.items():
        under = merged.get(key)
        merged[key] = _over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged
