"""An empty route on the very server that the service runs on: the most that any route could answer."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI
from starlette.responses import Response

from api.server import bound, serve_until_stopped
from api.settings import load_settings

EMPTY: Final = "/empty"


def create_app() -> FastAPI:
    """One route, no middleware, no database, no body."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.get(EMPTY)
    async def empty() -> Response:
        return Response(b"")

    return app


def main() -> None:
    """Serve it until told to stop."""
    settings = load_settings()
    with bound(settings) as (listening, links):
        serve_until_stopped(create_app(), listening, settings, links=links)


if __name__ == "__main__":
    main()
