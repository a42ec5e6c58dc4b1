"""Texts of data as XML: text, never markup."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

_FORBIDDEN: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
"""Characters that XML 1.0 knows no way to write."""


def text(value: object) -> str:
    """A value as the text of an element."""
    return escape(str(value).translate(_FORBIDDEN))
