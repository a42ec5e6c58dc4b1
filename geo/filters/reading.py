"""Read a filter in either of the encodings of CQL2."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal, TypeAlias

from geo.filters.encoded import read_json
from geo.filters.limits import LIMITS, Limits
from geo.filters.text import read_text
from geo.filters.tree import Filter

Language: TypeAlias = Literal["cql2-text", "cql2-json"]

_REMEMBERED: Final = 64
"""Filters whose trees are kept: the pages of a run all send the same one."""


def parse(text: str, *, lang: Language = "cql2-text", limits: Limits = LIMITS) -> Filter:
    """The filter of a text in CQL2 text or CQL2 JSON (OGC 21-065r2), by way of one tree for both.

    The limits are checked before any parser sees the text. Raises BadRequest for the parameter `filter`.
    """
    return _parsed(text, lang, limits)


@lru_cache(maxsize=_REMEMBERED)
def _parsed(text: str, lang: Language, limits: Limits) -> Filter:
    return read_text(text, limits) if lang == "cql2-text" else read_json(text, limits)
