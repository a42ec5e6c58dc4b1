"""The routes of what is measured of the disclosure, for programs; readers are sent to the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.context import Context, Ctx
from api.disclosure import declared, documents, registered
from api.disclosure.measuring import measure
from api.disclosure.registered import register
from api.http.answers import answer, answer_json, see_page
from api.http.negotiation import MEDIA_TYPE, Format, negotiate
from api.http.parameters import read
from api.ogc.links import header, link, selves
from data.tables import csv_rows
from geo.disclosures.counts import every_cell

router = APIRouter(prefix="/disclosure")
_METHODS: Final = ["GET", "HEAD"]


@router.api_route("", methods=_METHODS)
async def disclosure(request: Request, ctx: Ctx) -> Response:
    """How much is published, withheld and not entered, by agency, field and month."""
    given = read(request, declared.MEASURED)
    asked, chosen = declared.asked(given), negotiate(request, declared.FORMATS)
    if chosen is Format.HTML:
        return see_page(request)
    told = await measure(ctx, asked)
    if chosen is Format.CSV and given.get("table") == declared.AGENCIES:
        return await _table(request, ctx, "agencies", documents.AGENCY_COLUMNS, documents.agency_rows(told))
    cells = await every_cell(ctx.pool, asked.agency, asked.field) if asked.every_month else told.cells
    if chosen is Format.CSV:
        return await _table(request, ctx, "disclosure", documents.COLUMNS, documents.rows(cells))
    body = await run_in_threadpool(documents.measured, told)
    if asked.every_month:
        body["cells"] = await run_in_threadpool(documents.monthly, cells)
    links = [*selves(request, ctx.links, declared.FORMATS, chosen), *_links(ctx)]
    return answer_json(request, body | {"links": links})


@router.api_route("/withheld", methods=_METHODS)
async def withheld(request: Request, ctx: Ctx) -> Response:
    """The register of what is withheld, and on what ground."""
    asked = declared.asked(read(request, declared.ALL))
    chosen = negotiate(request, declared.FORMATS)
    if chosen is Format.HTML:
        return see_page(request)
    told = await register(ctx, asked)
    if chosen is Format.CSV:
        return await _table(request, ctx, "withheld", registered.COLUMNS, registered.rows(told))
    links = selves(request, ctx.links, declared.FORMATS, chosen)
    return answer_json(request, registered.document(told) | {"links": links})


async def _table(
    request: Request, ctx: Context, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Response:
    body = await run_in_threadpool(csv_rows, columns, rows)
    licence = link("license", ctx.city.licence_url, "text/html", ctx.city.licence)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Link": header([licence])}
    return answer(request, body, MEDIA_TYPE[Format.CSV], headers=headers)


def _links(ctx: Context) -> list[dict[str, Any]]:
    base, json_type = f"{ctx.links}/disclosure", MEDIA_TYPE[Format.JSON]
    return [
        link("related", f"{base}/withheld", json_type, "The register of what is withheld"),
        link("related", f"{base}?month=all&f=csv", "text/csv", "Every agency, field and month as CSV"),
        link("related", f"{base}?table={declared.AGENCIES}&f=csv", "text/csv", "Agencies and their duties as CSV"),
        link("license", ctx.city.licence_url, "text/html", ctx.city.licence),
    ]
