"""The routes that most requests are for, answered before the framework's own way to a handler, which takes longer."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.problems import problem_of
from api.http.routing import PlainRoute
from geo.errors import GeoError


class Direct:
    """ASGI middleware, to be the innermost one; every other request goes on to the application."""

    def __init__(self, app: ASGIApp, routes: Sequence[PlainRoute]) -> None:
        self._app = app
        self._routes = [(route.path_regex.match, route) for route in routes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, errors as problems."""
        route = self._route(scope) if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} else None
        if route is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await route.endpoint(request)
        except (GeoError, HTTPException) as error:
            response = problem_of(request, error)
        await response(scope, receive, send)

    def _route(self, scope: Scope) -> PlainRoute | None:
        path = scope["path"]
        for match, route in self._routes:
            found = match(path)
            if found is not None:
                scope["path_params"], scope["route"] = found.groupdict(), route
                return route
        return None
