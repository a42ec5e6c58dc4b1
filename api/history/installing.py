"""Add history to an application."""

from __future__ import annotations

from fastapi import FastAPI

from api.history import routes


def install(app: FastAPI) -> None:
    """Serve what was published before."""
    app.include_router(routes.router)
