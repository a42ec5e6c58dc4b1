"""Where files are kept: a folder for each publication, one for selections, and a list of what was withdrawn."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import structlog

from data.exports.manifest import Manifest, read_manifest, sha256, write_whole

KEPT_BYTES: Final = 2 * 2**30
"""Bytes that files of selections may take before the oldest go."""
_NUMBER: Final = re.compile(r"\d{1,18}", re.ASCII)
_log = structlog.get_logger("allimi.downloads")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A file that was replaced: whoever has one with this SHA-256 should throw it away."""

    publication: int
    file: str
    sha256: str
    withdrawn_at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is whole, with its manifest."""

    path: Path
    manifest: Manifest


class Shelf:
    """The folder of all files; several processes of a host may share it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._whole: dict[Path, tuple[tuple[int, ...], str]] = {}

    def snapshot(self, publication: int) -> Path:
        """The folder of a publication's files."""
        return self.root / "snapshots" / str(publication)

    def selection(self, key: str) -> Path:
        """The folder of the file of a selection."""
        return self.root / "selections" / key

    def snapshots(self) -> list[int]:
        """The publications that have files, newest first."""
        folder = self.root / "snapshots"
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        return sorted((int(name) for name in names if _NUMBER.fullmatch(name)), reverse=True)

    def publications(self) -> list[int]:
        """The publications of which anything is stored, selections too, newest first."""
        folder = self.root / "selections"
        chosen = {
            manifest.publication
            for one in (folder.iterdir() if folder.is_dir() else ())
            for manifest in self.manifests(one)
        }
        return sorted({*self.snapshots(), *chosen}, reverse=True)

    def manifests(self, folder: Path) -> list[Manifest]:
        """The manifests in a folder, by the names of their files."""
        return [found for path in sorted(folder.glob("*.json")) if (found := read_manifest(path)) is not None]

    def find(self, folder: Path, name: str) -> Stored | None:
        """The file, if it is there and is what its manifest says; a wrong or withdrawn one counts as not there."""
        manifest, path = read_manifest(folder / f"{name}.json"), folder / name
        if manifest is None or manifest.file != name or not path.is_file():
            return None
        if self._digest(path) != manifest.sha256 or self.is_withdrawn(manifest):
            _log.warning("download not whole", file=str(path))
            return None
        return Stored(path, manifest)

    def place(self, made: Path, folder: Path) -> None:
        """Move what was built into its folder: the file, then the manifest that makes it valid; `made` goes."""
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(made.iterdir(), key=lambda one: one.suffix == ".json"):
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.replace(folder / path.name)
        made.rmdir()
        for manifest in self.manifests(folder):
            self._not_withdrawn(manifest)

    def remove(self, folder: Path, name: str) -> None:
        """Remove a file, its manifest first."""
        for path in (folder / f"{name}.json", folder / name):
            path.unlink(missing_ok=True)

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """A folder to build in, on the same disk; nothing of it stays."""
        (self.root / "work").mkdir(parents=True, exist_ok=True)
        folder = Path(mkdtemp(dir=self.root / "work"))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, publication: int) -> None:
        """Keep the files of a publication, also those that are made later, until somebody removes the mark."""
        marks = self.root / "kept"
        marks.mkdir(parents=True, exist_ok=True)
        (marks / str(publication)).touch()

    def kept(self) -> frozenset[int]:
        """The publications whose files stay."""
        marks = self.root / "kept"
        names = [path.name for path in marks.iterdir()] if marks.is_dir() else []
        return frozenset(int(name) for name in names if _NUMBER.fullmatch(name))

    def prune(self, snapshots: int, kept_bytes: int = KEPT_BYTES) -> None:
        """Leave the snapshots that are kept, the newest of the others, and the newest selections as far as bytes go.

        The very newest selection stays, however large: somebody waits for it.
        """
        kept = self.kept()
        for number in [one for one in self.snapshots() if one not in kept][snapshots:]:
            shutil.rmtree(self.snapshot(number), ignore_errors=True)
        folder = self.root / "selections"
        chosen = sorted(folder.iterdir() if folder.is_dir() else (), key=lambda path: -path.stat().st_mtime)
        for place, one in enumerate(chosen):
            kept_bytes -= sum(path.stat().st_size for path in one.iterdir())
            if place and kept_bytes < 0:
                shutil.rmtree(one, ignore_errors=True)

    def sweep(self, *, older_than: float) -> None:
        """Remove what builds left behind that were killed; `older_than` is an instant of the system's clock."""
        folder = self.root / "work"
        for one in folder.iterdir() if folder.is_dir() else ():
            if one.stat().st_mtime < older_than:
                shutil.rmtree(one, ignore_errors=True)

    def withdrawn(self) -> list[Withdrawn]:
        """Everything that was withdrawn."""
        try:
            listed = json.loads((self.root / "withdrawn.json").read_bytes())
        except FileNotFoundError:
            return []
        return [Withdrawn(**one) for one in listed]

    def is_withdrawn(self, manifest: Manifest) -> bool:
        """Whether the very bytes that a manifest speaks of were withdrawn."""
        return any(one.sha256 == manifest.sha256 for one in self.withdrawn())

    def holds_older(self, publication: int, purge: int) -> bool:
        """Whether any file of a publication was made before a purge (its number); no clock is asked."""
        return any(one.purge < purge for folder in self._folders(publication) for one in self.manifests(folder))

    def withdraw(self, publication: int, *, reason: str, at: str) -> list[Withdrawn]:
        """List the files of a publication as withdrawn, then remove them; so also its selections.

        Where there is no room for the list they go first, and make some.
        """
        kept = self._folders(publication)
        gone = [
            Withdrawn(publication, manifest.file, manifest.sha256, at, reason)
            for folder in kept
            for manifest in self.manifests(folder)
        ]
        try:
            self._list(gone)
        except OSError:
            _clear(kept)
            self._list(gone)
        _clear(kept)
        return gone

    def _list(self, gone: Iterable[Withdrawn]) -> None:
        with self._listing() as listed:
            listed.extend(gone)

    def _folders(self, publication: int) -> list[Path]:
        """Where files of a publication may lie: the snapshot's folder, and those of its selections."""
        selections = self.root / "selections"
        chosen = [one for one in (selections.iterdir() if selections.is_dir() else ()) if self._is_of(one, publication)]
        return [self.snapshot(publication), *chosen]

    def _is_of(self, folder: Path, publication: int) -> bool:
        return any(manifest.publication == publication for manifest in self.manifests(folder))

    def _not_withdrawn(self, manifest: Manifest) -> None:
        """A file that came out the same held nothing of what was withdrawn."""
        if self.is_withdrawn(manifest):
            with self._listing() as listed:
                listed[:] = [one for one in listed if one.sha256 != manifest.sha256]

    @contextmanager
    def _listing(self) -> Iterator[list[Withdrawn]]:
        """The list of what was withdrawn, to change while nobody else does."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "withdrawn.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            listed = self.withdrawn()
            yield listed
            text = json.dumps([asdict(one) for one in listed], ensure_ascii=False, indent=1)
            write_whole(self.root / "withdrawn.json", text.encode())

    def _digest(self, path: Path) -> str:
        """The file's SHA-256, taken anew only where the file has changed."""
        seen = path.stat()
        mark = (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
        known = self._whole.get(path)
        if known is None or known[0] != mark:
            known = self._whole[path] = (mark, sha256(path))
        return known[1]


def _clear(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
