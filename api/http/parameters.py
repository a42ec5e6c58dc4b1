"""Query parameters: declared once, read strictly, and described from the same declaration in the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Path
from starlette.requests import Request

from api.context import Context
from api.limits import Sizes
from geo.errors import BadRequest

_ID: Final = re.compile(r"[^\x00-\x1f\x7f]+")
LONGEST_ID: Final = 200
"""Characters of an id that somebody gave."""
FeatureId = Annotated[str, Path(max_length=LONGEST_ID, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""An id in a path; control characters are a bad request before anything is asked of the database."""


def feature_id(text: str, *, longest: int = LONGEST_ID) -> str:
    """An id that was given in a path. Raises BadRequest for one that cannot be."""
    if len(text) > longest or not _ID.fullmatch(text):
        told = f"An id has at most {longest} characters, none of them a control character."
        raise BadRequest(told, parameter="feature_id")
    return text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter: how it is read and how OpenAPI 3.0 describes it (style form, not exploded).

    `longest` is the most characters of its value, `greatest` the greatest number that counts: above it, it is meant.
    `lines` says that it may be written on several lines.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any] = str
    longest: Callable[[Sizes], int] = lambda sizes: sizes.value
    greatest: Callable[[Sizes], int] | None = None
    lines: bool = False

    def document(self, sizes: Sizes) -> dict[str, Any]:
        """The parameter as OpenAPI 3.0."""
        schema = dict(self.schema)
        if schema["type"] == "string" and not {"enum", "pattern"} & schema.keys():
            schema["maxLength"] = self.longest(sizes)
        if self.greatest is not None:
            schema["maximum"] = self.greatest(sizes)
            schema["default"] = min(schema["default"], schema["maximum"])
        return {
            "name": self.name,
            "in": "query",
            "description": self.description,
            "required": False,
            "style": "form",
            "explode": False,
            "schema": schema,
        }


def read(request: Request, declared: tuple[Parameter, ...]) -> dict[str, Any]:
    """The values that the request gives, by name. Raises BadRequest for what is unknown, doubled or malformed."""
    if not request.scope["query_string"]:
        return {}
    ctx: Context = request.app.state.context
    return values(request.query_params.multi_items(), declared, ctx.sizes)


def values(given: Iterable[tuple[str, str]], declared: tuple[Parameter, ...], sizes: Sizes) -> dict[str, Any]:
    """What texts mean, by the names they are given for. Raises BadRequest as `read` does."""
    found: dict[str, Any] = {}
    known = {parameter.name: parameter for parameter in declared}
    for name, text in given:
        if name not in known:
            raise BadRequest(f"There is no parameter {name[:40]!r} here.", parameter=name[:40])
        if name in found:
            raise BadRequest(f"The parameter {name} is given twice; join its values by commas.", parameter=name)
        found[name] = _one(known[name], text, sizes)
    return found


def _one(parameter: Parameter, text: str, sizes: Sizes) -> Any:  # noqa: ANN401 - what the parameter reads
    longest = parameter.longest(sizes)
    if len(text) > longest:
        raise BadRequest(f"The parameter {parameter.name} has at most {longest} characters.", parameter=parameter.name)
    blank = "\t\n\r" if parameter.lines else ""
    if any((ord(c) < 32 and c not in blank) or 0xD800 <= ord(c) < 0xE000 for c in text):
        raise BadRequest(f"The parameter {parameter.name} has control characters.", parameter=parameter.name)
    try:
        return parameter.read(text)
    except BadRequest as fault:
        raise BadRequest(str(fault), parameter=parameter.name) from fault
