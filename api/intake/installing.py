"""Add the push interface to an application."""

from __future__ import annotations

from fastapi import FastAPI

from api.intake import described, refusing, routes, submissions
from api.intake.state import Intake


def install(app: FastAPI, intake: Intake) -> None:
    """Serve the push interface."""
    app.state.intake = intake
    refusing.install(app)
    for part in (described, submissions, routes):
        app.include_router(part.router)
