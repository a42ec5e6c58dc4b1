"""Query parameters: declared once, read strictly, and described from the same declaration in the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Path
from starlette.requests import Request

from geo.errors import BadRequest

_ID: Final = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
FeatureId = Annotated[str, Path(max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""An id in a path; control characters are a bad request before anything is asked of the database."""


def feature_id(text: str) -> str:
    """An id that was given in a path. Raises BadRequest for one that cannot be."""
    if not _ID.fullmatch(text):
        raise BadRequest("An id has at most 200 characters, none of them a control character.", parameter="feature_id")
    return text


MAX_VALUE: Final = 4_000
"""Longest value of a parameter that does not say otherwise, in characters."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter: how it is read and how OpenAPI 3.0 describes it (style form, not exploded).

    `longest` is the most characters of its value.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any] = str
    longest: int = MAX_VALUE

    def document(self) -> dict[str, Any]:
        """The parameter as OpenAPI 3.0."""
        return {
            "name": self.name,
            "in": "query",
            "description": self.description,
            "required": False,
            "style": "form",
            "explode": False,
            "schema": dict(self.schema),
        }


def read(request: Request, declared: tuple[Parameter, ...]) -> dict[str, Any]:
    """The values that the request gives, by name. Raises BadRequest for what is unknown, doubled or malformed."""
    values: dict[str, Any] = {}
    if not request.scope["query_string"]:
        return values
    known = {parameter.name: parameter for parameter in declared}
    for name, text in request.query_params.multi_items():
        if name not in known:
            raise BadRequest(f"There is no parameter {name[:40]!r} here.", parameter=name[:40])
        if name in values:
            raise BadRequest(f"The parameter {name} is given twice; join its values by commas.", parameter=name)
        values[name] = _one(known[name], text)
    return values


def _one(parameter: Parameter, text: str) -> Any:  # noqa: ANN401 - what the parameter reads
    if len(text) > parameter.longest or any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in text):
        raise BadRequest(
            f"The parameter {parameter.name} is too long or has control characters.", parameter=parameter.name
        )
    try:
        return parameter.read(text)
    except BadRequest as fault:
        raise BadRequest(str(fault), parameter=parameter.name) from fault
