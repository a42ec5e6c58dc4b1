"""Add the standards' addresses to an application."""

from __future__ import annotations

from fastapi import FastAPI

from api.standards import catalogue, oc4ids, oembed, sitemaps


def install(app: FastAPI) -> None:
    """Serve packages, the catalogue, sitemaps and frames."""
    for part in (oc4ids, catalogue, sitemaps, oembed):
        app.include_router(part.router)
