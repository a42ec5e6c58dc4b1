"""Add the pages to an application."""

from __future__ import annotations

from fastapi import FastAPI

from api.context import Context
from api.pages import (
    city,
    disclosure,
    districts,
    downloads,
    embedding,
    features,
    log,
    overlaps,
    projects,
    redirects,
    reference,
    static_files,
)
from api.pages.drawing import Drawings
from api.pages.history import feeds, overlap_feeds
from api.pages.history import pages as history
from api.pages.remembering import Remembered
from api.pages.site import Site
from api.pages.tongues import tongues

_PAGES = (
    feeds,
    overlap_feeds,
    city,
    districts,
    history,
    overlaps,
    projects,
    features,
    downloads,
    disclosure,
    log,
    reference,
)


def install(app: FastAPI, context: Context) -> None:
    """Serve every page under each language of the city, and the browser's files."""
    app.state.site = Site(tongues(context.city), Drawings(context.city), Remembered(context.pool), context.policy)
    for part in (static_files, redirects):
        app.include_router(part.router)
    for language in context.city.languages:
        for part in _PAGES:
            app.include_router(part.router, prefix=f"/{language}")
        app.include_router(embedding.router, prefix=f"/embed/{language}")
