"""JSON whose numbers keep every digit that was published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

_TEXT: Final = json.JSONEncoder(ensure_ascii=False)


def exact(value: Any) -> str:  # noqa: ANN401 - any JSON value, numbers as Decimal
    """A value as JSON without blanks."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_TEXT.encode(name)}:{exact(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(exact, value)) + "]"
    return _TEXT.encode(value)
