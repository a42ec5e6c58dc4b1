"""The moment that a page shows, the way back to now, and the way to another day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from geo.moments import PARAMETER

if TYPE_CHECKING:
    from api.pages.site import Page


@dataclass(frozen=True, slots=True)
class Times:
    """`instant` is the past one that the page shows, None for now; `now` the address of the same page now.

    `last_day` is the newest day that can be asked for, `kept` what else the address says.
    """

    instant: datetime | None
    now: str
    last_day: str
    kept: tuple[tuple[str, str], ...]


def times(page: Page) -> Times:
    """The times of a page."""
    request, moment = page.request, page.ctx.moment
    # A place in a list is of one moment.
    kept = tuple(pair for pair in request.query_params.multi_items() if pair[0] not in {PARAMETER, "cursor"})
    yesterday = datetime.now(page.ctx.city.timezone).date() - timedelta(days=1)
    instant = None if moment is None else moment.instant.astimezone(page.ctx.city.timezone)
    now = f"{page.request.url.path}?{urlencode(kept)}" if kept else page.request.url.path
    return Times(instant, now, yesterday.isoformat(), kept)
