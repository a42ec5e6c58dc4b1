"""Read all features of an order, a page at a time: every page shows one publication, and waits hold no connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from api.context import Context
from api.downloads.orders import Order, context_of
from geo.errors import StoreUnavailable
from geo.items import Asked, Page, Position
from geo.store import failures

PAGE: Final = 1_000
"""Features of a page: few enough that a statement takes a fraction of its time limit."""


async def count(ctx: Context, order: Order) -> int:
    """About how many features there will be: those of now, which an earlier publication may differ from."""
    asked = replace(_asked(ctx, order), limit=1, position=None)
    page = await order.collection.page(context_of(ctx, order), order.given, asked)
    return page.matched


async def features(ctx: Context, order: Order) -> AsyncGenerator[tuple[str, ...], None]:
    """The features as GeoJSON texts in CRS84, by id, a page at a time.

    Raises StoreUnavailable where the database that answers does not know the publication yet.
    """
    asked, ctx = _asked(ctx, order), context_of(ctx, order)
    while True:
        page = await order.collection.page(ctx, order.given, asked)
        _must_be_of(order, page)
        yield tuple(feature.decode() for feature in page.features())
        if page.following is None:
            return
        asked = replace(asked, position=replace(page.following, publication=order.about.publication))


async def spool(ctx: Context, order: Order, target: Path, tell: Callable[[int], None]) -> None:
    """Write the features to a file, a line each; `tell` is told how many have been written."""
    written = 0
    with target.open("wb") as file:
        async for texts in features(ctx, order):
            await asyncio.to_thread(file.write, "".join(f"{text}\n" for text in texts).encode())
            tell(written := written + len(texts))


def _must_be_of(order: Order, page: Page) -> None:
    about = order.about
    known = about.published_at is None or page.published_at is not None
    if page.publication != about.publication or not known:
        raise StoreUnavailable(failures.AWAY)


def _asked(ctx: Context, order: Order) -> Asked:
    """The first page, by a place before every id: so it is of the ordered publication from the start."""
    return Asked(
        limit=PAGE,
        language=ctx.language,
        today=date.fromisoformat(order.about.day),
        zone=ctx.zone,
        position=Position(after=(), matched=0, publication=order.about.publication),
    )
