"""Build files in the background: one at a time on a host, each once however many ask for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import structlog

from api.context import Context
from api.downloads import drawing, reading, running
from api.downloads.claims import Claims
from api.downloads.orders import Order, order, salted
from api.downloads.progress import Notebook, Progress
from data.exports import Job, Manifest, Shelf, Stored
from geo.errors import GeoError, NoRoom, Overloaded
from geo.history import newest_purge

PATIENCE: Final = 6.0
"""Seconds that a request waits for a file before it is told where to look for it."""
MOST_PATIENT: Final = 4
"""Requests of a process that wait so; others are told at once."""
_LOOK_SECONDS: Final = 0.2
_STALE_SECONDS: Final = 3_600.0
_log = structlog.get_logger("allimi.downloads")


class Builder:
    """The files of a site, and the builds of those that are not there yet."""

    def __init__(self, ctx: Context, root: Path, *, snapshots: int) -> None:
        self.ctx = ctx
        self.shelf = Shelf(root)
        self.notebook = Notebook(root / "builds")
        self.claims = Claims(root / "builds")
        self._snapshots = snapshots
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._patient = 0

    async def have(self, order: Order, *, patience: float = PATIENCE) -> Stored | Progress:
        """The file, built if need be; or how far its build has got, where that takes longer than the patience.

        Raises NoRoom or Overloaded where it cannot be built now.
        """
        found = await self.find(order)
        if found is not None:
            return found
        self._begin(order)
        if self._patient < MOST_PATIENT:
            await self._wait(order, patience)
            found = await self.find(order)
            if found is not None:
                return found
        return self.notebook.read(order.key) or Progress(order.key, address(order))

    async def find(self, order: Order) -> Stored | None:
        """The file, if it is there and whole, and not of another database that the folder was used with."""
        found = await asyncio.to_thread(self.shelf.find, self.folder(order), order.name)
        return found if found and found.manifest.members["published"] == order.about.published_at else None

    def folder(self, order: Order) -> Path:
        """Where the file lies."""
        if order.everything:
            return self.shelf.snapshot(order.about.publication)
        return self.shelf.selection(order.key)

    async def rebuild(self, publication: int, name: str) -> Manifest:
        """Build a file of a snapshot and wait for it, however long it takes; for `replace_snapshots`."""
        ordered = await order(self.ctx, name, {}, {}, publication)
        found = await self.have(ordered, patience=running.LONGEST_SECONDS)
        if not isinstance(found, Stored):
            raise Overloaded(f"The file {name} of publication {publication} is not built yet.")
        return found.manifest

    def state(self, key: str) -> Progress | None:
        """How far the build of a key has got; one whose process is gone has failed."""
        noted = self.notebook.read(key)
        if noted is None or noted.state in {"done", "failed"} or self.claims.is_held(key):
            return noted
        noted = self.notebook.read(key) or noted  # it may have ended meanwhile
        return (
            noted if noted.state in {"done", "failed"} else noted.failed("The build broke off; ask for the file again.")
        )

    def _begin(self, order: Order) -> None:
        """Begin the build, unless this or another process is at it already. Raises Overloaded, NoRoom."""
        if order.key in self._tasks:
            return
        progress = Progress(order.key, address(order))
        with ExitStack() as held, _disk():
            claim = self.claims.take(order.key)
            if claim is None:
                return
            held.callback(claim.release)
            slot = self.claims.slot()
            if slot is None:
                raise Overloaded("Too many files are being built; try again in a moment.")
            held.callback(slot.release)
            self.notebook.note(progress)
            task = asyncio.create_task(self._build(order, progress, held.pop_all()))
        self._tasks[order.key] = task
        task.add_done_callback(lambda done: self._ended(order.key, done))

    def _ended(self, key: str, task: asyncio.Task[None]) -> None:
        del self._tasks[key]
        if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, GeoError):
            _log.error("build crashed", exc_info=error)

    async def _wait(self, order: Order, patience: float) -> None:
        """Wait for a build of ours, whose error is raised, or for that of another process."""
        self._patient += 1
        try:
            async with asyncio.timeout(patience):
                task = self._tasks.get(order.key)
                if task is not None:
                    await asyncio.shield(task)
                while task is None and self.claims.is_held(order.key):  # noqa: ASYNC110 - another process
                    await asyncio.sleep(_LOOK_SECONDS)
        except TimeoutError:
            pass
        finally:
            self._patient -= 1

    async def _build(self, order: Order, progress: Progress, held: ExitStack) -> None:
        """Build while the claims are `held`, which go in the end."""
        with held:
            try:
                with _disk():
                    async with self.claims.turn():
                        await self._make(order, progress)
                    self.notebook.note(progress.done())
            except Exception as error:
                safe = isinstance(error, GeoError)
                said = str(error) if safe else "The file could not be built; the reason is recorded."
                self._note_failure(progress.failed(said))
                raise

    def _note_failure(self, progress: Progress) -> None:
        try:
            self.notebook.note(progress)
        except OSError:  # no room even for that
            _log.warning("build failed", why=progress.error)

    async def _make(self, order: Order, progress: Progress) -> None:
        """Read the features, have the file written, and put it on the shelf."""
        if await self.find(order) is not None:
            return
        with self.shelf.workshop() as folder:
            made = folder / "made"
            made.mkdir()
            purge = await newest_purge(self.ctx.pool)
            job = replace(await self._spooled(order, folder, made, progress), purge=purge)
            await running.run(job, lambda written, of: self.notebook.note(progress.writing(written, of)))
            await self._must_be_newest(purge)
            await asyncio.to_thread(self.shelf.place, made, self.folder(order))
        try:
            await self._must_be_newest(purge)  # who purged meanwhile may have looked at the shelf before it was there
        except BaseException:
            self.shelf.remove(self.folder(order), order.name)
            raise
        await asyncio.to_thread(self._tidy)

    async def _must_be_newest(self, purge: int) -> None:
        """Raises Overloaded where anything was purged since this purge: what was read may have been."""
        if await newest_purge(self.ctx.pool) != purge:
            raise Overloaded("Something was purged while the file was made; ask for it again.")

    async def _spooled(self, order: Order, folder: Path, made: Path, progress: Progress) -> Job:
        expected = await reading.count(self.ctx, order)
        job = Job(await salted(self.ctx, order), order.kind.suffix, folder / "spool", made, order.name)
        tiles = folder / "tiles"
        if order.kind.drawn and order.collection.kind == "projects":
            # First: the newest publication is drawn from what is kept of the map, an earlier one in part anew.
            await drawing.spool_tiles(self.ctx, order, job.spool, tiles)
        await reading.spool(
            self.ctx, order, job.spool, lambda read: self.notebook.note(progress.reading(read, expected))
        )
        if order.kind.drawn and not tiles.exists():
            await drawing.spool_tiles(self.ctx, order, job.spool, tiles)
        return replace(job, tiles=tiles) if order.kind.drawn else job

    def _tidy(self) -> None:
        """Remove what is old; what fails of it, since another process withdraws files, is done after the next build."""
        stale = time.time() - _STALE_SECONDS
        try:
            self.shelf.prune(self._snapshots)
            self.shelf.sweep(older_than=stale)
            self.notebook.forget(stale)
        except OSError as cause:
            _log.warning("downloads not tidied", error=f"{type(cause).__name__}: {cause.strerror}")


def address(order: Order) -> str:
    """The path of the file, which stays what it is when something new is published."""
    if order.everything:
        return f"/downloads/{order.about.publication}/{order.name}"
    return f"/downloads/selections/{order.key}/{order.name}"


@contextmanager
def _disk() -> Iterator[None]:
    """Turn what a full or unwritable disk raises into NoRoom."""
    try:
        yield
    except OSError as cause:
        _log.warning("download not stored", error=f"{type(cause).__name__}: {cause.strerror}")
        raise NoRoom("The site cannot store files now: its disk is full or shut. Try again later.") from cause
