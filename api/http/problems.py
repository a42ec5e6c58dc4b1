"""Problem details (RFC 9457): the one place that knows which error has which status."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from geo.errors import (
    BadInput,
    BadRequest,
    ClusterError,
    Conflict,
    GeoError,
    LibraryTooOld,
    NoRoom,
    NotFound,
    Overloaded,
    SchemaMismatch,
    StoreUnavailable,
    Withdrawn,
)

STATUS: Final[Mapping[type[GeoError], int]] = MappingProxyType(
    {
        BadRequest: 400,
        NotFound: 404,
        Conflict: 409,
        BadInput: 422,
        Overloaded: 503,
        NoRoom: 507,
        StoreUnavailable: 503,
        SchemaMismatch: 503,
        ClusterError: 503,
        LibraryTooOld: 503,
    }
)
CODE: Final[Mapping[type[GeoError], str]] = MappingProxyType({Withdrawn: "withdrawn"})
"""What a problem is called in its member `code`, where its status does not tell."""
RETRY_SECONDS: Final = 5


def problem(request: Request, status: int, detail: str, **members: Any) -> Response:  # noqa: ANN401 - JSON
    """An answer of type application/problem+json; `about:blank` says that the title is the status's own."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
    } | {name: value for name, value in members.items() if value is not None}
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": str(RETRY_SECONDS)} if status == 503 else {})
    content = json.dumps(body, ensure_ascii=True).encode()
    return Response(content, status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Answer every error of the application as a problem."""
    app.add_exception_handler(GeoError, _known)
    app.add_exception_handler(HTTPException, _known)
    app.add_exception_handler(RequestValidationError, _invalid)


def problem_of(request: Request, error: GeoError | HTTPException) -> Response:
    """The answer to a request that ended with an error."""
    if isinstance(error, HTTPException):
        return _http_problem(request, error)
    parameter = error.parameter if isinstance(error, BadRequest) else None
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return problem(request, status, str(error), parameter=parameter, code=CODE.get(type(error)))


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, GeoError | HTTPException)  # noqa: S101 - registered for these alone
    return problem_of(request, error)


def _http_problem(request: Request, error: HTTPException) -> Response:
    detail = "Nothing is at this address." if error.status_code == 404 else str(error.detail)
    answer = problem(request, error.status_code, detail)
    answer.headers.update(error.headers or {})
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
    name = str(error.errors()[0]["loc"][-1])
    return problem(request, 400, "An id has at most 200 characters, none of them a control character.", parameter=name)
