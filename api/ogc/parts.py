"""What the parts of the API beside the features add to what the service says of itself.

The features know of no other part: tiles and files know the features, and the application hands their `Part` in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request

from api.context import Context
from api.limits import Sizes
from api.ogc.links import Link


def _none(_: Context, __: str) -> list[Link]:
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the API: `tag` names it in the definition, which gets its `paths` as OpenAPI 3.0.

    `conformance` are its classes, `links` those of the landing page, `collection_links` those of a collection by name.
    """

    tag: str
    paths: Callable[[Sizes], dict[str, Any]]
    links: Callable[[Context], list[Link]]
    conformance: tuple[str, ...] = ()
    collection_links: Callable[[Context, str], list[Link]] = _none


def install(app: FastAPI, *parts: Part) -> None:
    """Tell the application which parts it has beside the features."""
    app.state.parts = parts


def parts_of(request: Request) -> tuple[Part, ...]:
    """The parts that the application has beside the features."""
    found: tuple[Part, ...] = request.app.state.parts
    return found
