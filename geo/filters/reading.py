"""Read a filter in either of the encodings of CQL2."""

from __future__ import annotations

from typing import Literal, TypeAlias

from geo.filters.encoded import read_json
from geo.filters.limits import LIMITS, Limits
from geo.filters.text import read_text
from geo.filters.tree import Filter

Language: TypeAlias = Literal["cql2-text", "cql2-json"]


def parse(text: str, *, lang: Language = "cql2-text", limits: Limits = LIMITS) -> Filter:
    """The filter of a text in CQL2 text or CQL2 JSON (OGC 21-065r2), by way of one tree for both.

    The limits are checked before any parser sees the text. Raises BadRequest for the parameter `filter`.
    """
    return read_text(text, limits) if lang == "cql2-text" else read_json(text, limits)
