"""Operations as OpenAPI 3.0 describes them; they refer to the schemas of `api.ogc.definition`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from api.http.parameters import Parameter
from api.limits import Sizes

PROBLEM: Final = {
    "description": "A problem (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
}


def documents(parameters: Iterable[Parameter], sizes: Sizes) -> list[dict[str, Any]]:
    """Query parameters, with the limits that hold."""
    return [parameter.document(sizes) for parameter in parameters]


def content(types: Mapping[str, str]) -> dict[str, Any]:
    """Media types with the names of their schemas."""
    return {name: {"schema": {"$ref": f"#/components/schemas/{schema}"}} for name, schema in types.items()}


def reading(
    tag: str,
    operation: str,
    summary: str,
    shown: Mapping[str, Any],
    parameters: list[dict[str, Any]],
    *,
    problems: Iterable[int] = (),
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A path that is read by GET: `shown` is the content of 200, `problems` are statuses besides 400 and 503."""
    responses: dict[str, Any] = {
        "200": {"description": summary, "content": shown},
        "304": {"description": "Not changed."},
        **{str(status): PROBLEM for status in (400, 503, *problems)},
        **(more or {}),
    }
    return {
        "get": {
            "tags": [tag],
            "summary": summary,
            "operationId": operation,
            "parameters": parameters,
            "responses": dict(sorted(responses.items())),
        }
    }
