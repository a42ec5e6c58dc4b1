"""A list of works, page by page, with cursors that only we can make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from urllib.parse import urlencode

from api.http.cursors import Cursor, sign, verify
from api.pages.site import Page
from geo.errors import BadRequest
from geo.projects.cards import Order, ProjectCard, cards, count
from geo.projects.choice import Choice

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of works; `first` and `following` are addresses, None where the reader is there already."""

    works: tuple[ProjectCard, ...]
    matched: int
    first: str | None
    following: str | None


async def listed(page: Page, choice: Choice, order: Order) -> Listed:
    """The page of the list that the address asks for. Raises BadRequest for a cursor of another list."""
    ctx, request = page.ctx, page.request
    cursor = _cursor(page, choice, order)
    ask = partial(count, ctx.pool, choice, as_of=ctx.as_of)
    matched = cursor.matched if cursor else await page.kept(("count", choice), ask)
    after = cursor.after[0] if cursor else None
    today, as_of = ctx.today(), ctx.as_of
    found = await cards(
        ctx.pool, choice, order=order, today=today, zone=ctx.zone, limit=PAGE_SIZE, after=after, as_of=as_of
    )
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    following = None
    if found.last is not None:
        token = sign(Cursor((found.last,), matched, _fingerprint(choice, order)), ctx.secret)
        following = f"?{urlencode([*kept, ('cursor', token)])}"
    return Listed(found.cards, matched, f"?{urlencode(kept)}" if cursor else None, following)


def _cursor(page: Page, choice: Choice, order: Order) -> Cursor | None:
    text = page.request.query_params.get("cursor")
    if text is None:
        return None
    cursor = verify(text, page.ctx.secret)
    if cursor.selection != _fingerprint(choice, order):
        raise BadRequest("The cursor belongs to another list; begin at the first page.", parameter="cursor")
    return cursor


def _fingerprint(choice: Choice, order: Order) -> str:
    """What ties a cursor to the list it was made for; sets are sorted, since their order differs between workers."""
    codes = [one and (sorted(one.codes), one.not_entered) for one in (choice.statuses, choice.categories)]
    parts = (order.name, codes, sorted(choice.selection.districts or ()), choice.selection.mapped)
    return sha256(repr(parts).encode()).hexdigest()[:16]
