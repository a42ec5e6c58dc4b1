"""Feeds of what changed in the city, in a district and of a project, in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.history.declared import BEFORE
from api.http.answers import holds, tagged, unchanged
from api.http.parameters import FeatureId, read
from api.ogc.links import segment
from api.pages.history import atom, linking
from api.pages.history.telling import Teller
from api.pages.site import Here, Page
from geo.districts.places import district_place
from geo.errors import NotFound
from geo.history import Happening, Latest, Place, Purge, Scope, Version, latest

router = APIRouter()
_METHODS: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is about: `path` is its address without the language, `page` that of the page it belongs to."""

    scope: Scope
    name: str
    path: str
    page: str


@router.api_route("/feeds/city.atom", methods=_METHODS)
async def city(request: Request, page: Here) -> Response:
    """What changed in the city."""
    name = page.writing.said(page.ctx.city.names).text
    return await _answer(request, page, Subject(Scope(), name, "/feeds/city.atom", "/"))


@router.api_route("/feeds/districts/{district_id}.atom", methods=_METHODS)
async def district(request: Request, page: Here, district_id: FeatureId) -> Response:
    """What changed in a district."""
    place = await district_place(page.ctx.pool, district_id)
    name, address = page.writing.said(place.names).text, segment(place.id)
    subject = Subject(Scope(district=place.id), name, f"/feeds/districts/{address}.atom", f"/maps/districts/{address}")
    return await _answer(request, page, subject)


@router.api_route("/feeds/projects/{project_id:path}.atom", methods=_METHODS)
async def project(request: Request, page: Here, project_id: FeatureId) -> Response:
    """What changed of a project."""
    address = segment(project_id)
    subject = Subject(
        Scope(project=project_id), "", f"/feeds/projects/{address}.atom", f"/maps/projects/{address}/history"
    )
    return await _answer(request, page, subject)


async def _answer(request: Request, page: Page, subject: Subject) -> Response:
    before: Place | None = read(request, (BEFORE,)).get("before")
    newest = await page.ctx.pool.newest()
    tag = linking.tag(page, subject.path, before, newest.number)
    headers = {"Vary": "Accept-Encoding", "Content-Language": page.language}
    if holds(request, tag):
        return unchanged(tag, headers=headers)
    found = await latest(page.ctx.pool, subject.scope, newest=newest.number, before=before)
    if not found.changes and subject.scope.project is not None:
        raise NotFound(f"No published project has the id {subject.scope.project!r}.")
    body = atom.written(_feed(page, subject, found, before, newest.published_at))
    return tagged(body, f"{atom.MEDIA_TYPE}; charset=utf-8", tag=tag, headers=headers)


def _feed(page: Page, subject: Subject, found: Latest, before: Place | None, newest_at: datetime | None) -> atom.Feed:
    entries = tuple(_entry(page, one) for one in found.changes)
    empty = newest_at or datetime.fromtimestamp(0, UTC)
    name = subject.name or page.writing.said(found.changes[0].version.facts["titles"]).text
    return atom.Feed(
        id=atom.identity(page.ctx.city.code, page.language, subject.path),
        language=page.language,
        title=page.translate("Public works: changes in {name}").format(name=name)
        if subject.scope.project is None
        else name,
        author=page.writing.said(page.ctx.city.attribution).text,
        rights=linking.rights(page),
        updated=entries[0].updated if entries else empty,
        links=tuple(
            linking.links(
                page,
                subject.path,
                subject.page,
                before=before.cursor if before else None,
                earlier=found.earlier.cursor if found.earlier else None,
            )
        ),
        entries=entries,
        archive=before is not None,
    )


def _entry(page: Page, happening: Happening) -> atom.Entry:
    project_id, version, purge = happening
    teller = Teller(page, project_id)
    lines = teller.told([version])[0].lines if purge is None else (teller.purge(purge),)
    title, address = page.writing.said(version.facts["titles"]).text, segment(project_id)
    below = f"?below={version.number + 1}#v{version.number}"
    stored = f"{page.ctx.links}/collections/projects/items/{address}/versions/{version.number}"
    number = purge.publication if purge else 0
    return atom.Entry(
        id=atom.identity(page.ctx.city.code, page.language, project_id, version.number, number),
        title=f"{title}: {lines[0]}",
        content="\n".join(lines),
        updated=purge.purged_at if purge else version.published_at,
        category=_kind(version, purge),
        links=(
            atom.Link("alternate", page.ctx.links + page.path(f"/maps/projects/{address}/history{below}"), "text/html"),
            atom.Link("related", stored, "application/geo+json"),
        ),
    )


def _kind(version: Version, purge: Purge | None) -> str:
    """The same words as in the feed of changes."""
    if purge is not None:
        return "purged"
    return "withdrawn" if version.withdrawn else "changed" if version.before else "created"
