"""JSON as the staging tables take it."""

from __future__ import annotations

import json
from typing import Final

# One encoder for all rows: json.dumps makes a new one for each call that is not the default.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def as_json(value: object) -> str:
    """A value as compact JSON; dates and exact numbers inside it become text."""
    return _ENCODER.encode(value)
