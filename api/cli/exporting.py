"""`allimi export`: what is published, as files."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.progress import Progress

from api.cli.bars import progress_bar
from api.cli.database import database
from api.context import Context
from api.downloads import drawing, reading, running
from api.downloads.orders import COLLECTIONS, Order, formats_of, order, salted, split
from api.http.parameters import values
from api.settings import Settings, load_settings
from data.cities import load_city
from data.exports import FORMATS, Job, Manifest
from data.exports.manifest import read_manifest
from data.policy import load_policy
from geo.errors import BadInput, BadRequest, Conflict, NoRoom
from geo.history import newest_purge
from geo.store.connecting import ReadPool


def export(
    target: Annotated[Path, typer.Argument(help="The file to write, or a folder for several.", show_default=False)],
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help=f"Of {', '.join(FORMATS)} (repeat); the file's suffix says it too."),
    ] = None,
    collection: Annotated[str, typer.Option(help=f"What to export: {', '.join(COLLECTIONS)}.")] = "projects",
    select: Annotated[
        list[str] | None,
        typer.Option(help="Only what this selects: a parameter of the items, like status=implementation (repeat)."),
    ] = None,
    publication: Annotated[int | None, typer.Option(help="As it was at an earlier publication (its number).")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="As it was at a past instant (RFC 3339), or at the end of a day in the city.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Write what is published to files, each with its manifest (columns, licence, SHA-256) beside it."""
    wanted = _targets(target, list(dict.fromkeys(formats or [])), collection)
    _must_be_new([path for path, _ in wanted], force=force)
    asked = _asked(select or [])
    if as_of is not None:
        asked["as-of"] = as_of
    if publication is not None and "as-of" in asked:
        raise BadInput("--publication and --as-of say the same in two ways; give one.")
    settings = load_settings()
    with database(settings, migrated=False) as logins:
        pool = ReadPool(logins.readers, size=2, statement_timeout=settings.statement_timeout)
        made = asyncio.run(_export(_context(settings, pool), wanted, asked, publication))
    for path, manifest in made:
        count, size = manifest.members["count"], manifest.size / 1e6
        typer.echo(f"{path}: {count} features, {size:.1f} MB, publication {manifest.publication}")
        for note in manifest.members["notes"]:
            typer.echo(f"  {note}")


def _targets(target: Path, formats: Sequence[str], collection: str) -> list[tuple[Path, str]]:
    """The files to write, each with the name `collection.suffix`. Raises BadInput."""
    suffix = next((one for one in FORMATS if target.name.endswith(f".{one}")), None)
    if not target.is_dir() and suffix is None and len(formats) == 1:
        suffix = formats[0]
    if not target.is_dir() and suffix is not None:
        if any(one != suffix for one in formats):
            raise BadInput(f"{target} is one file; name a folder for several formats.")
        return [(target, _known(collection, suffix))]
    if not target.is_dir():
        raise BadInput(f"{target} is no folder, and its name says no format; there are {', '.join(FORMATS)}.")
    return [(target / f"{collection}.{one}", _known(collection, one)) for one in formats or _every(collection)]


def _known(collection: str, suffix: str) -> str:
    if collection not in COLLECTIONS or suffix not in _every(collection):
        raise BadInput(f"There are {', '.join(COLLECTIONS)}, as {', '.join(_every(collection))}.")
    return f"{collection}.{suffix}"


def _every(collection: str) -> list[str]:
    """The suffixes that a collection can have."""
    return [kind.suffix for kind in formats_of(collection)]


def _must_be_new(paths: Sequence[Path], *, force: bool) -> None:
    for path in paths:
        if not path.parent.is_dir():
            raise BadInput(f"There is no folder {path.parent}.")
        for one in (path, _beside(path)):
            if one.exists() and not force:
                raise Conflict(f"{one} is there already; --force replaces it.")


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _asked(select: Sequence[str]) -> dict[str, str]:
    """The parameters as they would stand in an address. Raises BadInput."""
    asked: dict[str, str] = {}
    for one in select:
        name, equals, value = one.partition("=")
        if not equals or name in asked:
            raise BadInput(f"A selection is NAME=VALUE, each name once, not {one!r}.")
        asked[name] = value
    return asked


def _given(ctx: Context, name: str, asked: dict[str, str]) -> dict[str, Any]:
    """What the parameters mean to the collection of a file. Raises BadInput."""
    try:
        return values(asked.items(), split(name, ctx)[0].selecting, ctx.sizes)
    except BadRequest as cause:
        raise BadInput(str(cause)) from cause


def _context(settings: Settings, pool: ReadPool) -> Context:
    """As the site has it: what its policy hides of all works cannot be asked for, and the rest can."""
    city, policy = load_city(settings.city), load_policy(settings.policy)
    return Context(city=city, pool=pool, links="", secret=b"", sizes=settings.sizes, policy=policy)


async def _export(
    ctx: Context, wanted: Sequence[tuple[Path, str]], asked: dict[str, str], publication: int | None
) -> list[tuple[Path, Manifest]]:
    """The files that were written."""
    given = _given(ctx, wanted[0][1], asked)
    await ctx.pool.open()
    try:
        first = await order(ctx, wanted[0][1], given, asked, publication)
        # All of the state that is read once, whatever is published while the others are ordered.
        orders = [(path, replace(first, kind=split(name, ctx)[1])) for path, name in wanted]
        with progress_bar() as bar:
            return await _files(ctx, orders, bar)
    except BadRequest as cause:
        raise BadInput(str(cause)) from cause
    finally:
        await ctx.pool.close()


async def _files(ctx: Context, orders: Sequence[tuple[Path, Order]], bar: Progress) -> list[tuple[Path, Manifest]]:
    """Read once for all files, then build each."""
    made = []
    with _workshop(orders[0][0].parent) as folder:
        purge = await newest_purge(ctx.pool)
        spool = await _spooled(ctx, orders[0][1], folder, bar)
        tiles = await _tiles(ctx, orders, folder, bar)
        for path, ordered in orders:
            job = Job(
                about=await salted(ctx, ordered),
                suffix=ordered.kind.suffix,
                spool=spool,
                folder=folder / ordered.kind.suffix,
                name=path.name,
                tiles=tiles,
                purge=purge,
            )
            made.append((path, await _build(job, path, bar)))
    return made


@contextmanager
def _workshop(beside: Path) -> Iterator[Path]:
    """A folder to build in, on the disk of the target. Raises BadInput where nothing can be written there."""
    try:
        with TemporaryDirectory(prefix=".allimi-", dir=beside) as folder:
            yield Path(folder)
    except PermissionError as cause:
        raise BadInput(f"Nothing can be written to {beside}.") from cause
    except OSError as cause:
        raise NoRoom(f"The files cannot be written to {beside}: {cause.strerror}.") from cause


async def _spooled(ctx: Context, ordered: Order, folder: Path, bar: Progress) -> Path:
    task = bar.add_task("Reading", total=await reading.count(ctx, ordered))
    await reading.spool(ctx, ordered, folder / "spool", lambda read: bar.update(task, completed=read))
    return folder / "spool"


async def _tiles(ctx: Context, orders: Sequence[tuple[Path, Order]], folder: Path, bar: Progress) -> Path | None:
    """The tiles, where a map is among the files."""
    drawn = [one for _, one in orders if one.kind.drawn]
    if not drawn:
        return None
    task = bar.add_task("Drawing", total=None)
    await drawing.spool_tiles(ctx, drawn[0], folder / "spool", folder / "tiles")
    bar.update(task, total=1, completed=1)
    return folder / "tiles"


async def _build(job: Job, path: Path, bar: Progress) -> Manifest:
    job.folder.mkdir()
    task = bar.add_task(job.suffix, total=None)
    await running.run(job, lambda written, of: bar.update(task, completed=written, total=of))
    manifest = read_manifest(job.folder / f"{job.name}.json")
    assert manifest is not None  # noqa: S101 - the build wrote it
    for made, target in ((job.folder / job.name, path), (job.folder / f"{job.name}.json", _beside(path))):
        shutil.move(made, target)
    bar.update(task, completed=manifest.members["count"], total=manifest.members["count"])
    return manifest
