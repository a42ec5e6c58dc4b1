"""Problems as pages: a reader in a browser gets words, a program keeps its application/problem+json."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.negotiation import RESOURCE, Format, negotiate
from api.http.problems import CODE
from api.pages.site import HTML, Page, page_of
from geo.errors import BadRequest, Withdrawn


class ReadableProblems:
    """ASGI middleware that turns a problem into a page where the client asks for HTML."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does; problems are held back until they are whole."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Turning(scope, send))


class _Turning:
    """Sends on what is no problem, and a page for what is one."""

    __slots__ = ("_body", "_scope", "_send", "_start")

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400 and self._turns(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    def _turns(self, start: Message) -> bool:
        kind = MutableHeaders(scope=start).get("content-type", "")
        return kind.startswith("application/problem+json") and _wants_page(Request(self._scope))

    async def _finish(self, start: Message) -> None:
        page = page_of(Request(self._scope))
        body = written(page, json.loads(self._body)) if self._body else b""
        headers = MutableHeaders(scope=start)
        headers["Content-Type"], headers["Content-Language"] = HTML, page.language
        headers["Content-Length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def written(page: Page, problem: dict[str, Any]) -> bytes:
    """The page of a problem; the problem's own words are English."""
    status = int(problem["status"])
    title, advice = _words(page).get(status, _words(page)[500 if status >= 500 else 400])
    english = str(problem.get("detail", HTTPStatus(status).phrase))
    detail = page.translate(english)
    has_history = problem.get("code") == CODE[Withdrawn]
    return page.write(
        "error.html",
        sample=False,
        dated=False,
        status=status,
        title=title,
        advice=advice,
        detail=detail,
        history=page.path(f"{page.address}/history") if has_history else None,
        detail_lang="en" if detail == english and page.language != "en" else None,
    )


def common_details(page: Page) -> tuple[str, ...]:
    """Details that problems often have, so that they are translated; others are shown as they stand."""
    _ = page.translate
    return (_("Nothing is at this address."), _("The database does not answer; try again in a moment."))


def _words(page: Page) -> dict[int, tuple[str, str]]:
    _ = page.translate
    return {
        400: (_("This address cannot be understood"), _("Something in the address is wrong. Begin again on the map.")),
        401: (_("You are not allowed to see this"), _("Log in with a key of your agency and try again.")),
        403: (_("You are not allowed to see this"), _("Log in with a key of your agency and try again.")),
        413: (_("Too much was sent at once"), _("Please send less at once and try again.")),
        429: (_("Too many requests"), _("Please wait a little and try again.")),
        404: (
            _("There is nothing here"),
            _("The page may have been withdrawn, or the address may be mistyped. Look for it on the map."),
        ),
        500: (_("Something went wrong"), _("The error has been recorded. Please try again later.")),
        503: (_("Temporarily unavailable"), _("Please try again in a few seconds.")),
    }


def _wants_page(request: Request) -> bool:
    try:
        return negotiate(request, RESOURCE) is Format.HTML
    except (BadRequest, HTTPException):
        return False
