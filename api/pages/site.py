"""What the pages share for as long as the program runs, and what one page knows of its request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import answer, preferred_language
from api.pages.drawing import Drawings
from api.pages.remembering import Remembered
from api.pages.times import times
from api.pages.tongues import Tongue
from api.pages.writing import Writing
from data.policy import Policy
from geo.collections import has_samples
from geo.districts import BoundarySetInfo, current_set
from geo.moments import PARAMETER
from geo.projects.choice import Choice
from geo.projects.tallies import Tally, tally

Value = TypeVar("Value")
HTML: Final = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Site:
    """Languages, drawn maps, remembered answers, and the disclosure policy whose grounds are shown."""

    tongues: Mapping[str, Tongue]
    drawings: Drawings
    remembered: Remembered
    policy: Policy


class Page:
    """One page in one language: the first segment of its address, else what the reader likes best."""

    def __init__(self, request: Request, ctx: Context, site: Site) -> None:
        self.request, self.ctx, self.site = request, ctx, site
        first, _, rest = request.url.path.removeprefix("/embed")[1:].partition("/")
        known = first in site.tongues
        self.tongue = site.tongues[first if known else preferred_language(request)]
        self.rest = f"/{rest}" if known else request.url.path

    @property
    def language(self) -> str:
        """The page's language."""
        return self.tongue.code

    @property
    def writing(self) -> Writing:
        """How the page writes numbers, dates and money."""
        return self.tongue.writing

    def translate(self, message: str) -> str:
        """A message in the page's language."""
        return self.tongue.translate(message)

    def counted(self, one: str, many: str, count: float) -> str:
        """A message about so many, in the page's language."""
        return self.tongue.counted(one, many, count)

    @property
    def address(self) -> str:
        """The page's address without its language."""
        return quote(self.rest, safe="/:@!$'()*+,;=~")

    def path(self, rest: str, *pairs: tuple[str, str], **query: str) -> str:
        """The address of another page in the same language, of the same moment."""
        return f"/{self.language}{self.at(rest, *pairs, **query)}"

    def at(self, address: str, *pairs: tuple[str, str], **query: str) -> str:
        """An address of this site with parameters and the moment of this page."""
        kept = [*pairs, *query.items(), *self.asked.items()]
        return f"{address}?{urlencode(kept)}" if kept else address

    @property
    def moment_text(self) -> str:
        """The moment as it was asked for; empty for now."""
        return "" if self.ctx.moment is None else self.ctx.moment.text

    @property
    def asked(self) -> dict[str, str]:
        """The moment of this page as the parameter of an address; empty for now."""
        return {} if self.ctx.moment is None else {PARAMETER: self.ctx.moment.text}

    def oembed(self, form: str) -> str:
        """The address that tells another site how to frame the page's map."""
        here = f"{self.ctx.links}{self.path(self.address)}"
        return f"{self.ctx.links}/oembed?{urlencode({'url': here, 'format': form})}"

    async def boundary_set(self) -> BoundarySetInfo | None:
        """The division of the city that maps show."""
        today, as_of = self.ctx.today(), self.ctx.as_of
        return await self.kept(("set", today), lambda: current_set(self.ctx.pool, today, as_of=as_of))

    async def tally(self, choice: Choice) -> Tally:
        """Counts of a choice, each project once."""
        today, as_of = self.ctx.today(), self.ctx.as_of
        ask = partial(tally, self.ctx.pool, choice, today=today, as_of=as_of)
        return await self.kept(("tally", choice, today), ask)

    async def sample(self) -> bool:
        """Whether anything that is shown is sample data."""
        return await self.kept(("sample",), partial(has_samples, self.ctx.pool, as_of=self.ctx.as_of))

    async def kept(self, key: tuple[Hashable, ...], ask: Callable[[], Awaitable[Value]]) -> Value:
        """An answer that is the same for every reader of this moment, kept for a while."""
        return await self.site.remembered.get((self.ctx.as_of, *key), ask)

    async def show(self, template: str, **values: Any) -> Response:  # noqa: ANN401 - what the template takes
        """The page as an answer with an ETag."""
        body = self.write(template, sample=await self.sample(), **values)
        headers = {"Content-Language": self.language, "Vary": "Accept-Encoding"}
        return answer(self.request, body, HTML, headers=headers)

    def write(self, template: str, **values: Any) -> bytes:  # noqa: ANN401 - what the template takes
        """The page as bytes."""
        found = self.tongue.environment.get_template(template)
        addresses = {"path": self.path, "at": self.at, "alternates": self._alternates()}
        return found.render(page=self, time=times(self), **addresses, **values).encode()

    def _alternates(self) -> list[dict[str, str]]:
        """The same page in every language: `href` for a reader, who keeps the query, `canonical` for a crawler."""
        address = self.address
        query = f"?{self.request.url.query}" if self.request.url.query else ""
        return [
            {
                "code": code,
                "name": tongue.name,
                "href": f"/{code}{address}{query}",
                "canonical": f"{self.ctx.links}/{code}{address}",
            }
            for code, tongue in self.site.tongues.items()
        ]


def page_of(request: Request) -> Page:
    """The page that a request asks for."""
    state = request.app.state
    return Page(request, state.context, state.site)


async def _here(request: Request) -> Page:
    page = page_of(request)
    if PARAMETER in request.query_params:
        page.ctx = await page.ctx.at(request.query_params)
    return page


Here = Annotated[Page, Depends(_here)]
