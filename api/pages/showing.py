"""A drawn map on a page, and its script as an answer of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import REVALIDATE, answer
from api.pages.site import Page
from api.pages.static_files import FOR_EVER
from maps.page import MapPage
from maps.texts import map_texts

_NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a template needs of a map: tags for the head, the map's element, and what its scripts say."""

    head: Markup
    html: Markup
    texts: Mapping[str, str]


def shown(page: Page, drawn: MapPage, script: str, agencies: Mapping[str, str] = _NOBODY) -> Shown:
    """A map whose script is served at the address `script`; the map's key in it lets the answer be kept for ever.

    `agencies` are those whose works have cards on it, by code, with their names in the page's language.
    """
    address = f"{script}{'&' if '?' in script else '?'}v={drawn.key}"
    head, html = drawn.head(escape(address)), drawn.html
    texts = map_texts(page.translate) | {f"agency.{code}": name for code, name in agencies.items()}
    return Shown(Markup(head), Markup(html), texts)  # noqa: S704 - made of settings and ids alone


def script_answer(request: Request, drawn: MapPage) -> Response:
    """A map's script; asked for by its present key it never changes."""
    cache = FOR_EVER if request.query_params.get("v") == drawn.key else REVALIDATE
    return answer(request, drawn.script.encode(), "text/javascript", cache=cache)
