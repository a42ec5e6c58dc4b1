"""The parameters of the log."""

from __future__ import annotations

import re
from typing import Any, Final

from api.http.parameters import Parameter, feature_id
from api.ogc import values
from api.ogc.declared import F_RESOURCE
from geo.errors import BadRequest

_WHOLE: Final = re.compile(r"\d{1,18}", re.ASCII)
_KINDS: Final = ("version", "purge", "reports", "tombstone", "record")
MOST_LEAVES: Final = 10_000
"""Leaves of an answer."""
MOST_TEXTS: Final = 1_000
"""Leaves of an answer that gives their texts."""


def number(text: str) -> int:
    """A whole number from 0."""
    if not _WHOLE.fullmatch(text):
        raise BadRequest("Give a whole number from 0.")
    return int(text)


def _number(name: str, description: str, **more: Any) -> Parameter:  # noqa: ANN401 - JSON Schema
    return Parameter(name, description, {"type": "integer", "minimum": 0} | more, number)


_ID: Final = {"type": "string", "pattern": r"^[^\x00-\x1f\x7f]{1,200}$"}
POSITION: Final = _number("position", "The leaf, counted from 0; the last one of the tree where it is not given.")
ID: Final = Parameter("id", "The project, or the record, whose leaf is meant, in place of a position.", _ID, feature_id)
VERSION: Final = _number("version", "Its version; 1 where it is not given.", maximum=2**31 - 1)
KIND: Final = Parameter(
    "kind",
    "What its leaf records: that the version was published, or purged; its reports, or why something of it was purged; "
    "or a record of something else, which `id` names.",
    {"type": "string", "enum": [*_KINDS], "default": "version"},
    values.one_of(*_KINDS),
)
SIZE: Final = _number("size", "The size of the tree; that of the newest checkpoint where it is not given.")
FROM: Final = _number("from", "The size of the smaller tree; 0 where it is not given.")
TO: Final = _number("to", "The size of the larger tree; that of the newest checkpoint where it is not given.")
FIRST: Final = _number("first", "The leaf to begin with, counted from 0.", default=0)
LEAVES: Final = Parameter(
    "limit",
    f"Leaves of the answer, at most {MOST_LEAVES}; {MOST_TEXTS} with their texts.",
    {"type": "integer", "minimum": 1, "maximum": MOST_LEAVES, "default": MOST_TEXTS},
    values.limit,
)
TEXTS: Final = Parameter(
    "texts", "Whether each leaf comes with its text.", {"type": "boolean", "default": False}, values.truth
)
ONLY: Final = Parameter("id", "Only the leaves of this project, or of this record.", _ID, feature_id)

RESOURCE: Final = (F_RESOURCE,)
INCLUSION: Final = (POSITION, ID, VERSION, KIND, SIZE)
CONSISTENCY: Final = (FROM, TO)
LINES: Final = (FIRST, LEAVES, TEXTS, ONLY)
