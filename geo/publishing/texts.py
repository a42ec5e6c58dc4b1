"""JSON as the staging tables take it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Final

# One encoder for all rows: json.dumps makes a new one for each call that is not the default.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str, allow_nan=False)


def as_json(value: object) -> str:
    """A value as compact JSON; dates, exact numbers and what is no finite number become text."""
    try:
        return _ENCODER.encode(value)
    except ValueError:  # JSON has no infinite number; so few rows hold one that the others need not be looked through
        return _ENCODER.encode(_finite(value))


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return value
