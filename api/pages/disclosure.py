"""How much is disclosed, and the register of what is withheld, for readers."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.disclosure import declared
from api.disclosure.declared import Asked
from api.disclosure.measuring import measure
from api.disclosure.registered import register
from api.http.parameters import read
from api.pages.facts import labels
from api.pages.history.naming import more_labels
from api.pages.meanings import meanings
from api.pages.site import Here, Page
from data.duties import BENCHMARK
from geo.disclosure import WITHHOLDABLE
from geo.disclosures.counts import months, totals
from geo.disclosures.duties import agency_states
from maps.texts import Translate

router = APIRouter()
_TOLD_LONGER: Final = frozenset(
    {"progress_as_of", "location_method", "location_accuracy", "location_verified_by", "location_verified_on"}
)
"""Fields whose names on a project's page need what stands around them."""


@router.api_route("/disclosure", methods=["GET", "HEAD"])
async def disclosure(request: Request, page: Here) -> Response:
    """What is measured, as tables."""
    asked = declared.asked(read(request, declared.FORM))
    told = await measure(page.ctx, asked)
    by_field = totals(told.cells, by="field")
    return await page.show(
        "disclosure.html",
        told=told,
        by_field={field: counts for field, counts in by_field.items() if counts.of or asked.field},
        benchmark=BENCHMARK,
        **_chosen(page, asked, {one.code: one.names for one in told.every_agency}),
    )


@router.api_route("/disclosure/withheld", methods=["GET", "HEAD"])
async def withheld(request: Request, page: Here) -> Response:
    """The register as tables."""
    asked = declared.asked(read(request, declared.FORM))
    told = await register(page.ctx, asked)
    names = {one.code: one.names for one in await agency_states(page.ctx.pool, None, recent=told.today)}
    since = [one.month for one in await months(page.ctx.pool, None, None)]
    return await page.show("withheld.html", told=told, months=since, **_chosen(page, asked, names))


def _chosen(page: Page, asked: Asked, names: dict[str, Any]) -> dict[str, Any]:
    """What both pages show: their filters, and what fields and agencies are called."""
    return {
        "asked": asked,
        "names": names,
        "fields": WITHHOLDABLE,
        "meant": field_names(page),
        "inner": inner_names(page.translate),
        "members": labels(page) | more_labels(page.translate),
        "dated": False,
        "query": asked.query,
        "kinds": disclosures(page.translate),
    }


def field_names(page: Page) -> dict[str, str]:
    """What fields are called where they stand alone: as on a project's page, where that tells which is meant."""
    known = labels(page) | more_labels(page.translate)
    short = {name: known[name] for name in WITHHOLDABLE if name in known and name not in _TOLD_LONGER}
    return meanings(page.translate) | short


def disclosures(_: Translate) -> dict[str, str]:
    """What the policy may say of a field, other than that it is public."""
    return {
        "withheld": _("Withheld"),
        "delayed": _("Withheld until later"),
        "generalised": _("Published in less detail"),
    }


def inner_names(_: Translate) -> dict[str, str]:
    """What sections are called before the name of one of their fields."""
    return {
        "scale": _("Scale"),
        "participants": _("Participants"),
        "contacts": _("Contacts"),
        "contracts": _("Contracts"),
        "changes": _("Changes"),
        "documents": _("Documents"),
        "photos": _("Photos"),
        "briefs": _("Monitoring briefs"),
        "penalties": _("Penalties"),
        "coordination": _("Coordination"),
    }
