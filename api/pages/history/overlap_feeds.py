"""Feeds of works that collide: of an agency and of a district, in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.answers import holds, tagged, unchanged
from api.http.parameters import FeatureId, Parameter, read
from api.ogc.links import segment
from api.pages.history import atom, linking
from api.pages.pairing import Pairing
from api.pages.pairing_names import class_names
from api.pages.site import Here, Page
from geo.agencies import agency_names
from geo.districts.places import district_place
from geo.overlaps.happenings import Happening, Scope, Spot, What, happenings
from geo.values import Names

router = APIRouter()
_METHODS: Final = ["GET", "HEAD"]
_BEFORE: Final = Parameter(
    "before", "Only what was published before this place, which is taken from a link.", {"type": "string"}, Spot.read
)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a feed is about: `path` is its address without the language, `list` that of its pairs."""

    scope: Scope
    name: str
    path: str
    list: str


@router.api_route("/feeds/overlaps/agencies/{code}.atom", methods=_METHODS)
async def of_agency(request: Request, page: Here, code: FeatureId) -> Response:
    """Works of an agency that collide with others, or did."""
    names = await agency_names(page.ctx.pool, code)
    return await _answer(request, page, _subject(page, Scope(agency=code), "agencies", code, names))


@router.api_route("/feeds/overlaps/districts/{district_id}.atom", methods=_METHODS)
async def of_district(request: Request, page: Here, district_id: FeatureId) -> Response:
    """Works that collide in a district, or did."""
    place = await district_place(page.ctx.pool, district_id)
    return await _answer(request, page, _subject(page, Scope(district=place.id), "districts", place.id, place.names))


def _subject(page: Page, scope: Scope, kind: str, key: str, names: Names) -> _Subject:
    parameter = {"agencies": "agency", "districts": "district"}[kind]
    return _Subject(
        scope,
        page.writing.said(names, key).text,
        f"/feeds/overlaps/{kind}/{segment(key)}.atom",
        f"/collections/overlaps/items?{parameter}={segment(key)}",
    )


async def _answer(request: Request, page: Page, subject: _Subject) -> Response:
    before: Spot | None = read(request, (_BEFORE,)).get("before")
    newest = await page.ctx.pool.newest()
    tag = linking.tag(page, subject.path, before, newest.number)
    headers = {"Vary": "Accept-Encoding", "Content-Language": page.language}
    if holds(request, tag):
        return unchanged(tag, headers=headers)
    found, earlier = await happenings(page.ctx.pool, subject.scope, newest=newest.number, before=before)
    entries = tuple(_entry(page, one) for one in found)
    feed = atom.Feed(
        id=atom.identity(page.ctx.city.code, page.language, subject.path),
        language=page.language,
        title=page.translate("Works that collide: {name}").format(name=subject.name),
        author=page.writing.said(page.ctx.city.attribution).text,
        rights=linking.rights(page),
        updated=entries[0].updated if entries else newest.published_at or datetime.fromtimestamp(0, UTC),
        links=tuple(
            linking.links(
                page,
                subject.path,
                subject.list,
                before=before.cursor if before else None,
                earlier=earlier.cursor if earlier else None,
            )
        ),
        entries=entries,
        archive=before is not None,
    )
    return tagged(atom.written(feed), f"{atom.MEDIA_TYPE}; charset=utf-8", tag=tag, headers=headers)


def _entry(page: Page, one: Happening) -> atom.Entry:
    pairing, said = Pairing(page), _said(page, one)
    lines = [said] if one.what is What.GONE else [said, *pairing.lines(one.pair)]
    here = f"/collections/overlaps/items/{segment(one.spot.id)}"
    links = (
        atom.Link("alternate", page.ctx.links + page.path(here), "text/html"),
        atom.Link("related", page.ctx.links + here, "application/geo+json"),
    )
    return atom.Entry(
        id=atom.identity(page.ctx.city.code, page.language, "overlap", one.spot.id, one.spot.publication),
        title=f"{pairing.name(one.pair)}: {said}",
        content="\n".join(lines),
        updated=one.published_at,
        category=one.what,
        links=() if one.what is What.GONE else links,
    )


def _said(page: Page, one: Happening) -> str:
    _ = page.translate
    names = class_names(_)
    new = names[one.pair["class"]]
    if one.what is What.GONE:
        return _("No longer found: {old}.").format(old=new)
    if one.before is not None:
        return _("Found otherwise: {new}, before: {old}.").format(new=new, old=names[one.before])
    return _("Newly found: {new}.").format(new=new)
