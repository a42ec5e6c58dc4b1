"""Add the push interface to an application."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import FastAPI

from api.intake import described, marking, operator, operator_overlaps, refusing, routes, submissions
from api.intake.state import Intake


def install(app: FastAPI, intake: Intake, languages: Iterable[str]) -> None:
    """Serve the push interface, and its operator's page in each language."""
    app.state.intake = intake
    refusing.install(app)
    for part in (described, submissions, marking, routes):
        app.include_router(part.router)
    for language in languages:
        app.include_router(operator.router, prefix=f"/{language}")
        app.include_router(operator_overlaps.router, prefix=f"/{language}")
