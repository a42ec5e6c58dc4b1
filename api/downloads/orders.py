"""What is ordered: a file of a collection, as one publication shows it, of everything or of a selection."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from api.context import Context
from api.ogc.catalogue import known
from api.ogc.collection import Collection
from api.release import program_version
from data.exports import FORMATS, TABLES, About, FileFormat, format_of
from geo.collections import publication
from geo.errors import NotFound
from geo.history import newest_purge
from geo.log.bits import random_bits
from geo.moments import PARAMETER, Moment
from geo.store.newest import Newest
from geo.values import name_in

COLLECTIONS: Final = ("projects", "districts", "overlaps", "agencies", "progress")
"""The collections that can be had as files."""


@dataclass(frozen=True, slots=True)
class Order:
    """A file to serve or to build; `given` are the parameters of the selection, empty for everything.

    `asked_on` is the day on which a selection is asked, since a filter may speak of today; where a past instant is
    asked for (`of_then`) it is the day of its publication.
    """

    collection: Collection
    kind: FileFormat
    about: About
    given: Mapping[str, Any]
    asked_on: date
    of_then: bool = False

    @property
    def name(self) -> str:
        """The file's name on the shelf."""
        return f"{self.collection.name}.{self.kind.suffix}"

    @property
    def key(self) -> str:
        """What tells this order from every other; also of another release, which may write other bytes."""
        about = self.about
        day = "" if self.everything else self.asked_on.isoformat()
        parts = [self.name, about.publication, about.query, about.release, day]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]

    @property
    def streamed(self) -> bool:
        """Whether it is sent while it is read, where it is not stored already."""
        return self.kind.streamed and not self.everything

    @property
    def manifest(self) -> str:
        """The path of the manifest of these very bytes, whatever is published meanwhile."""
        published = self.about.published_at
        if published is None or self.of_then:
            then = {PARAMETER: published} if published is not None else {}
            return f"/downloads/{self.name}.json?{'&'.join(filter(None, (self.about.query, urlencode(then))))}"
        return f"/downloads/{self.about.publication}/{self.name}.json?{self.about.query}"

    @property
    def everything(self) -> bool:
        """Whether it is of the whole set, whose files are stored by publication."""
        return not self.given


def split(file: str, ctx: Context | None = None) -> tuple[Collection, FileFormat]:
    """The collection and the format of a file's name. Raises NotFound."""
    name, _, suffix = file.partition(".")
    if name not in COLLECTIONS:
        raise NotFound(f"There are files of {', '.join(COLLECTIONS)}, not of {name[:40]!r}.")
    kind = format_of(suffix)
    if kind not in formats_of(name):
        raise NotFound(f"There is no {kind.title} of {name}.")
    return known(name, ctx), kind


def formats_of(collection: str) -> tuple[FileFormat, ...]:
    """The formats in which a collection can be had.

    Only works and districts are drawn as a map; what has no geometry comes in formats that hold tables.
    """
    kinds = tuple(kind for kind in FORMATS.values() if not kind.drawn or collection != "overlaps")
    return tuple(kind for kind in kinds if kind.tabular) if collection in TABLES else kinds


async def order(
    ctx: Context, file: str, given: Mapping[str, Any], asked: Mapping[str, str], number: int | None = None
) -> Order:
    """The order of a file; `asked` are the parameters as text.

    It is of the newest publication, unless another is named, or a past instant is asked for. Raises NotFound for a file
    or a publication that there is not, BadRequest for an instant that cannot be.
    """
    collection, kind = split(file, ctx)
    of_then = PARAMETER in given
    state = await state_of(ctx, (await ctx.at(given)).as_of if of_then else number)
    chosen = {name: value for name, value in given.items() if name != PARAMETER}
    told = about(ctx, collection.name, state, urlencode(sorted(pair for pair in asked.items() if pair[0] in chosen)))
    day = date.fromisoformat(told.day) if of_then else ctx.today()
    return Order(collection, kind, told, chosen, day, of_then)


def context_of(ctx: Context, order: Order) -> Context:
    """The context that an order is read in: that of its publication, where it asks for a past instant."""
    published = order.about.published_at
    if not order.of_then or published is None:
        return ctx
    instant = datetime.fromisoformat(published)
    return replace(ctx, moment=Moment(published, instant, order.about.publication, instant, order.asked_on))


async def state_of(ctx: Context, number: int | None) -> Newest:
    """The publication of this number, or the newest. Raises NotFound."""
    if number is None:
        return await ctx.pool.newest()
    found = await publication(ctx.pool, number)
    if found.published_at is None:
        raise NotFound(f"There is no publication {number}." if number else "Nothing was published by then.")
    return found


async def salted(ctx: Context, order: Order) -> About:
    """What the file says of itself, with random bits where it holds what can be purged.

    A stream begins at once: its bits are not those of the log, which take a look at every version, but made with the
    site's key, the same on all of its hosts until something is purged.
    """
    if order.collection.name in {"districts", "agencies"}:
        return order.about
    if order.streamed and ctx.secret:
        return replace(order.about, random_bits=_bits(ctx.secret, order, await newest_purge(ctx.pool)))
    return replace(order.about, random_bits=await random_bits(ctx.pool, order.about.publication))


def _bits(secret: bytes, order: Order, purge: int) -> str:
    about = order.about
    said = json.dumps([order.name, about.publication, about.query, about.release, purge])
    return hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()[:32]


def about(ctx: Context, collection: str, state: Newest, query: str = "") -> About:
    """What a file of a publication says of itself; days late are counted to the day on which it was made."""
    made = state.published_at or datetime.fromtimestamp(0, UTC)
    return About(
        collection=collection,
        city=name_in(ctx.city.names, "en"),
        licence=ctx.city.licence,
        licence_url=ctx.city.licence_url,
        attribution=dict(ctx.city.attribution),
        publication=state.number,
        published_at=None if state.published_at is None else made.astimezone(UTC).isoformat(),
        day=made.astimezone(ctx.city.timezone).date().isoformat(),
        release=program_version(),
        query=query,
    )
