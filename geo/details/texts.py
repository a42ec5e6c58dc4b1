"""JSON text that keeps every digit of an exact number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal


def exact_json(value: object) -> str:
    """A value as compact JSON: decimals as numbers with all their digits, days as text, members in their order."""
    match value:
        case Mapping():
            return "{" + ",".join(f"{_text(name)}:{exact_json(inner)}" for name, inner in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(exact_json(inner) for inner in value) + "]"
        case Decimal():
            return f"{value:f}"
        case date():
            return f'"{value.isoformat()}"'
        case _:
            return _text(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
