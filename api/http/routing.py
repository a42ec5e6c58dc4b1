"""Routes without FastAPI's reading of parameters, which would take longer than a feature or a tile does."""

from __future__ import annotations

from starlette.routing import Match, Route
from starlette.types import Scope


class PlainRoute(Route):
    """A route whose handler takes the request and gives the answer."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As Starlette does; the scope names the route, whose path the log and the metrics show."""
        match, child = super().matches(scope)
        return match, {**child, "route": self}
