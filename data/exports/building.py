"""Build one file from a spool, with its manifest beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from data.exports.about import About
from data.exports.formats import format_of
from data.exports.manifest import Manifest, describe, write_whole
from data.exports.source import Source
from data.exports.survey import survey

Progressed: TypeAlias = Callable[[int, int], None]
"""Told how many features of how many have been written."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to build: `name` in `folder`, from the features in `spool` (a line each, sorted by id).

    `tiles` is a spool of tiles, for the formats that are `drawn`; `purge` the number of the newest purge when the
    features were read, 0 before the first.
    """

    about: About
    suffix: str
    spool: Path
    folder: Path
    name: str
    tiles: Path | None = None
    purge: int = 0

    def document(self) -> dict[str, Any]:
        """As JSON, for another process."""
        paths = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}
        return paths | {"about": self.about.document()}


def job_of(document: Mapping[str, Any]) -> Job:
    """The job of a document."""
    tiles = document["tiles"]
    return Job(
        about=About(**document["about"]),
        suffix=document["suffix"],
        spool=Path(document["spool"]),
        folder=Path(document["folder"]),
        name=document["name"],
        tiles=None if tiles is None else Path(tiles),
        purge=document["purge"],
    )


def build(job: Job, progressed: Progressed) -> Manifest:
    """Write the file, then its manifest `<name>.json`. Raises what the libraries raise."""
    kind = format_of(job.suffix)
    found = survey(job.spool, job.about.columns)
    written = 0

    def tell(features: int) -> None:
        nonlocal written
        written += features
        progressed(written, found.count)

    target = job.folder / job.name
    notes = kind.writer()(Source(job.about, job.spool, found, tell, job.tiles), target)
    manifest = describe(target, kind, job.about, found, notes, purge=job.purge)
    write_whole(job.folder / f"{job.name}.json", manifest.text)
    return manifest
