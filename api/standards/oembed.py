"""oEmbed: from the address of a page to the frame that shows its map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import answer, answer_json
from api.http.parameters import Parameter, read
from api.ogc import values
from api.ogc.links import segment
from data.standards.oembed import as_xml, rich
from geo.districts.places import district_place
from geo.errors import BadRequest, NotFound
from geo.moments import PARAMETER
from geo.projects.details import project_detail
from geo.values import name_in

router = APIRouter()
PATH: Final = "/oembed"
_SIZE: Final = {"type": "integer", "minimum": 1, "default": 10_000}
URL: Final = Parameter("url", "The address of a map's page on this site.", {"type": "string", "format": "uri"})
FORMAT: Final = Parameter("format", "Format of the answer.", {"type": "string", "enum": ["json", "xml"]})
MAX_WIDTH: Final = Parameter("maxwidth", "The most pixels across.", _SIZE, values.limit, greatest=lambda _: 10_000)
MAX_HEIGHT: Final = Parameter("maxheight", "The most pixels down.", _SIZE, values.limit, greatest=lambda _: 10_000)
PARAMETERS: Final = (URL, FORMAT, MAX_WIDTH, MAX_HEIGHT)


@dataclass(frozen=True, slots=True)
class Target:
    """A page with a map: its language, and the kind and id of what it shows; both empty for the city.

    `moment` is the past instant that it shows, as the address names it; None for now.
    """

    language: str
    kind: str = ""
    id: str = ""
    moment: str | None = None

    @property
    def path(self) -> str:
        """Its address behind the language."""
        path = f"/maps/{self.kind}/{segment(self.id)}" if self.kind else "/maps"
        return f"{path}?{urlencode({PARAMETER: self.moment})}" if self.moment is not None else path


@router.api_route(PATH, methods=["GET", "HEAD"])
async def oembed(request: Request, ctx: Ctx) -> Response:
    """The frame of the map whose page has the address `url`."""
    given = read(request, PARAMETERS)
    if "url" not in given:
        raise BadRequest("Name the address of a page as url.", parameter="url")
    if not ctx.embed_ancestors:
        raise NotFound("Maps of this site are not for embedding.")
    if given.get("format", "json") not in {"json", "xml"}:
        raise HTTPException(501, "oEmbed is answered as json or xml.")
    target = target_of(ctx, given["url"])
    ctx = await ctx.at({PARAMETER: target.moment})
    told = rich(
        title=await _title(ctx, target),
        source=f"{ctx.links}/embed/{target.language}{target.path}",
        provider=f"Allimi {name_in(ctx.city.names, target.language)}",
        provider_url=f"{ctx.links}/{target.language}/",
        most_width=given.get("maxwidth"),
        most_height=given.get("maxheight"),
    )
    if given.get("format") == "xml":
        return answer(request, as_xml(told), "text/xml; charset=utf-8")
    return answer_json(request, told)


def target_of(ctx: Context, url: str) -> Target:
    """What the page at an address of this site shows. Raises NotFound; BadRequest where it names two instants."""
    base, asked = urlsplit(ctx.links), urlsplit(url)
    inside = asked.path.removeprefix(base.path).split("/")
    if (asked.scheme, asked.netloc) != (base.scheme, base.netloc) or not asked.path.startswith(base.path):
        raise NotFound("This address is not of this site.")
    match inside:
        case ["", language, "maps"] if language in ctx.city.languages:
            return Target(language, moment=_moment(asked.query))
        case ["", language, "maps", "districts" | "projects" as kind, name] if language in ctx.city.languages and name:
            return Target(language, kind, unquote(name), _moment(asked.query))
        case _:
            raise NotFound("There is no map at this address.")


def _moment(query: str) -> str | None:
    """The instant that the page's address asks for; the rest of it chooses works, which a frame does not."""
    found = [value for name, value in parse_qsl(query, keep_blank_values=True) if name == PARAMETER]
    if len(found) > 1:
        raise BadRequest(f"The address has {PARAMETER} twice.", parameter="url")
    return found[0] if found else None


async def _title(ctx: Context, target: Target) -> str:
    match target.kind:
        case "districts":
            return name_in((await district_place(ctx.pool, target.id, as_of=ctx.as_of)).names, target.language)
        case "projects":
            detail = await project_detail(ctx.pool, target.id, today=ctx.today(), as_of=ctx.as_of)
            return name_in(detail.titles, target.language)
        case _:
            return name_in(ctx.city.names, target.language)
