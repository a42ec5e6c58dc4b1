"""Why a request of the push interface is refused, as problems with the findings in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.http.problems import problem, problem_of
from data.intake.findings import Finding, Unreadable, Untypable
from data.intake.naming import ForeignProject
from data.intake.pushed import KeyRevoked, NotAllowed, PreconditionFailed

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="intake"'}


def unauthorised(detail: str) -> HTTPException:
    """401, with how to do it."""
    return HTTPException(401, detail, {"WWW-Authenticate": CHALLENGE["WWW-Authenticate"]})


def too_often(seconds: float) -> HTTPException:
    """429, with when to come again."""
    return HTTPException(429, "Too many requests; come again later.", {"Retry-After": str(max(1, math.ceil(seconds)))})


def install(app: FastAPI) -> None:
    """Answer what the desk raises."""
    app.add_exception_handler(Unreadable, _unreadable)
    app.add_exception_handler(Untypable, _untypable)
    app.add_exception_handler(ForeignProject, _foreign)
    app.add_exception_handler(PreconditionFailed, _failed)
    app.add_exception_handler(NotAllowed, _foreign)
    app.add_exception_handler(KeyRevoked, _revoked)


def faults(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings as JSON."""
    return [finding.document() for finding in findings]


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, Unreadable)  # noqa: S101 - registered for it alone
    return problem(request, 400, str(error), faults=faults(error.findings))


async def _untypable(request: Request, error: Exception) -> Response:
    assert isinstance(error, Untypable)  # noqa: S101 - registered for it alone
    detail = "Members are unknown, missing or of a wrong type; nothing was stored."
    return problem(request, 422, detail, faults=faults(error.findings))


async def _foreign(request: Request, error: Exception) -> Response:
    return problem(request, 403, str(error))


async def _revoked(request: Request, error: Exception) -> Response:
    return problem_of(request, unauthorised(str(error)))


async def _failed(request: Request, error: Exception) -> Response:
    return problem(request, 412, str(error))
