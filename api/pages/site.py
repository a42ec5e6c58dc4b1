"""What the pages share for as long as the program runs, and what one page knows of its request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import answer, preferred_language
from api.pages.drawing import Drawings
from api.pages.remembering import Remembered
from api.pages.tongues import Tongue
from api.pages.writing import Writing
from data.policy import Policy
from geo.collections import has_samples
from geo.districts import BoundarySetInfo, current_set
from geo.projects.choice import Choice
from geo.projects.tallies import Tally, tally

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

    @property
    def address(self) -> str:
        """The page's address without its language."""
        return quote(self.rest, safe="/:@!$'()*+,;=~")

    def path(self, rest: str) -> str:
        """The address of another page in the same language."""
        return f"/{self.language}{rest}"

    def oembed(self, form: str) -> str:
        """The address that tells another site how to frame the page's map."""
        here = f"{self.ctx.links}{self.path(self.address)}"
        return f"{self.ctx.links}/oembed?{urlencode({'url': here, 'format': form})}"

    async def boundary_set(self) -> BoundarySetInfo | None:
        """The division of the city that maps show."""
        today = self.ctx.today()
        return await self.site.remembered.get(("set", today), lambda: current_set(self.ctx.pool, today))

    async def tally(self, choice: Choice) -> Tally:
        """Counts of a choice, each project once."""
        today = self.ctx.today()
        return await self.site.remembered.get(
            ("tally", choice, today), lambda: tally(self.ctx.pool, choice, today=today)
        )

    async def show(self, template: str, **values: Any) -> Response:  # noqa: ANN401 - what the template takes
        """The page as an answer with an ETag."""
        sample = await self.site.remembered.get("sample", lambda: has_samples(self.ctx.pool))
        body = self.write(template, sample=sample, **values)
        headers = {"Content-Language": self.language, "Vary": "Accept-Encoding"}
        return answer(self.request, body, HTML, headers=headers)

    def write(self, template: str, **values: Any) -> bytes:  # noqa: ANN401 - what the template takes
        """The page as bytes."""
        found = self.tongue.environment.get_template(template)
        return found.render(page=self, path=self.path, alternates=self._alternates(), **values).encode()

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
    return page_of(request)  # FastAPI would call a function that is not async in a thread


Here = Annotated[Page, Depends(_here)]
