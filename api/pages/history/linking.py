"""What every feed has: its links in all languages, whom it is by, and the ETag by which an unchanged one is known."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable

from api.pages.history import atom
from api.pages.site import Page
from api.release import program_version


def tag(page: Page, path: str, before: Hashable, number: int) -> str:
    """The ETag of a feed at the publication of this number: all that it is made of."""
    made_of = (page.language, path, before, page.ctx.links, program_version(), number)
    return f'W/"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'


def rights(page: Page) -> str:
    """The licence of a feed."""
    return f"{page.ctx.city.licence} {page.ctx.city.licence_url}"


def links(page: Page, path: str, shown_at: str, *, before: str | None, earlier: str | None) -> list[atom.Link]:
    """The links of the feed at a path, or with `before` of that document of its archive.

    `shown_at` is the address of the page it belongs to, `earlier` the cursor of the document before it.
    """

    def here(language: str, cursor: str | None) -> str:
        return f"{page.ctx.links}/{language}{path}" + (f"?before={cursor}" if cursor else "")

    found = [
        atom.Link("self", here(page.language, before), atom.MEDIA_TYPE),
        atom.Link("alternate", page.ctx.links + page.path(shown_at), "text/html", page.language),
        *(
            atom.Link("alternate", here(code, before), atom.MEDIA_TYPE, code)
            for code in page.site.tongues
            if code != page.language
        ),
        atom.Link("license", page.ctx.city.licence_url, "text/html"),
    ]
    if before is not None:
        found.append(atom.Link("current", here(page.language, None), atom.MEDIA_TYPE))
    if earlier is not None:
        found.append(atom.Link("prev-archive", here(page.language, earlier), atom.MEDIA_TYPE))
    return found
