"""The routes that most requests are for, answered at once.

What the layers of middleware do one after another for every answer is done for theirs in one go: on the hottest routes
the layers took as long as the answer itself. Whatever is not plain (an error, a page in many parts, a request that has
to wait for its turn) goes through the layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.answers import Whole
from api.http.headers import SecurityHeaders
from api.http.overload import Turnstile, is_large
from api.http.packing import pack
from api.http.problems import problem_of
from api.http.requests import Answering, Watch
from api.http.routing import PlainRoute
from geo.errors import GeoError

_OUTCOME: Final = "allimi.outcome"
"""In a scope: what the handler gave or raised, where the layers have to see to it."""
_WHOLE: Final = frozenset({Response, Whole})
"""Answers that are nothing but a status, headers and a body."""


class AtOnce:
    """ASGI application in front of the layers."""

    def __init__(
        self,
        layers: ASGIApp,
        routes: Sequence[PlainRoute],
        *,
        watch: Watch,
        turns: Turnstile,
        security: SecurityHeaders,
    ) -> None:
        self.layers = layers
        self._routes = [(route.path_regex.match, route) for route in routes]
        self._watch = watch
        self._turns = turns
        self._security = security

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        route = self._route(scope)
        if route is None or not self._turns.enter_at_once():
            await self.layers(scope, receive, send)
            return
        answer = self._watch.begin(scope, send)
        try:
            outcome = await self._outcome(route, Request(scope, receive))
            if type(outcome) in _WHOLE:
                assert isinstance(outcome, Response)  # noqa: S101 - so that types are known
                await self._send(scope, answer, outcome)
            else:
                scope[_OUTCOME] = outcome
                await self.layers(scope, receive, answer.send)
        finally:
            self._watch.end(scope, answer)

    async def _outcome(self, route: PlainRoute, request: Request) -> Response | Exception:
        try:
            found: Response = await route.endpoint(request)
            return found
        except Exception as fault:
            return fault
        finally:
            self._turns.leave()

    async def _send(self, scope: Scope, answer: Answering, response: Response) -> None:
        headers, body = pack(scope, response)
        lines = self._security.lines(headers)
        if not answer.write(scope, response.status_code, headers, lines, body):
            await answer.send_whole(response.status_code, self._security.added(headers), body)

    def _route(self, scope: Scope) -> PlainRoute | None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or is_large(scope["query_string"]):
            return None
        path = scope["path"]
        for match, route in self._routes:
            found = match(path)
            if found is not None:
                scope["path_params"], scope["route"] = found.groupdict(), route
                return route
        return None


class Outcome:
    """ASGI middleware, to be the innermost one: answers what `AtOnce` has found out already."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, errors as problems."""
        outcome: Response | Exception | None = scope.pop(_OUTCOME, None)
        if outcome is None:
            await self._app(scope, receive, send)
        else:
            await _response(outcome, Request(scope, receive))(scope, receive, send)


def _response(outcome: Response | Exception, request: Request) -> Response:
    if isinstance(outcome, GeoError | HTTPException):
        return problem_of(request, outcome)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
