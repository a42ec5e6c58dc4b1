"""`allimi snapshot`: the files of one publication, made at once, and kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from api.cli.bars import progress_bar
from api.cli.database import database
from api.context import Context
from api.downloads.building import Builder
from api.downloads.installing import folder_of
from api.downloads.orders import COLLECTIONS, formats_of, state_of
from api.settings import Settings, load_settings
from data.cities import load_city
from data.exports import FORMATS, Manifest
from geo.errors import BadInput, NotFound
from geo.moments import moment
from geo.store.connecting import ReadPool
from geo.store.urls import Logins

Told = Callable[[str, int, int], None]
"""Told which file is made, the how manieth of how many."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A publication (by its number, by a day at whose end it was the newest, or the newest of all), and formats."""

    formats: Sequence[str]
    publication: int | None = None
    day: date | None = None

    @property
    def files(self) -> list[str]:
        """The names of the files, of every collection."""
        return [
            f"{name}.{kind.suffix}" for name in COLLECTIONS for kind in formats_of(name) if kind.suffix in self.formats
        ]


def snapshot(
    formats: Annotated[
        list[str] | None, typer.Option("--format", help=f"Of {', '.join(FORMATS)} (repeat); all where none is named.")
    ] = None,
    publication: Annotated[int | None, typer.Option(help="The number of the publication; the newest without.")] = None,
) -> None:
    """Make the files of a publication, in the data folder of the site, and keep them until they are removed by hand."""
    unknown = [one for one in formats or [] if one not in FORMATS]
    if unknown:
        raise BadInput(f"There is no format {unknown[0][:20]!r}; there are {', '.join(FORMATS)}.")
    settings = load_settings()
    with database(settings, migrated=False) as logins, progress_bar() as bar:
        task = bar.add_task("Files", total=None)
        made = asyncio.run(
            kept(
                settings,
                logins,
                Wanted(formats or list(FORMATS), publication),
                lambda name, at, of: bar.update(task, description=name, completed=at, total=of),
            )
        )
    for one in made:
        typer.echo(f"{one.publication}/{one.file}: {one.members['count']} features, {one.size / 1e6:.1f} MB")


async def kept(settings: Settings, logins: Logins, wanted: Wanted, tell: Told) -> list[Manifest]:
    """Mark the publication as one that stays, and make what is not there yet of its files.

    Raises NotFound where there is no such publication.
    """
    async with _builder(settings, logins) as files:
        number = await _number(files.ctx, wanted)
        files.shelf.keep(number)
        made = []
        for place, name in enumerate(wanted.files):
            tell(name, place, len(wanted.files))
            made.append(await files.rebuild(number, name))
        return made


async def _number(ctx: Context, wanted: Wanted) -> int:
    if wanted.day is not None:
        found = await moment(ctx.pool, wanted.day.isoformat(), ctx.city.timezone)
        number, there = found.number, found.published_at is not None
    else:
        state = await state_of(ctx, wanted.publication)
        number, there = state.number, state.published_at is not None
    if not there:
        raise NotFound("Nothing was published by then.")
    return number


@asynccontextmanager
async def _builder(settings: Settings, logins: Logins) -> AsyncIterator[Builder]:
    """What builds into the data folder; a site that uses the same folder builds beside it, one file at a time."""
    pool = ReadPool(logins.readers, size=2, statement_timeout=settings.statement_timeout)
    context = Context(
        city=load_city(settings.city),
        pool=pool,
        links="",
        secret=b"",
        data_dir=settings.data_dir,
        sizes=settings.sizes,
    )
    await pool.open()
    try:
        yield Builder(context, folder_of(context), snapshots=settings.snapshots)
    finally:
        await pool.close()
