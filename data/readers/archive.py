"""Zip files, looked through before anything is unpacked."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from geo.errors import BadInput

ENTRIES: Final = 100
"""Most entries of an archive."""
RATIO: Final = 100
"""Most times an archive may grow when unpacked."""
TOTAL: Final = 4 * 2**30
"""Most bytes of an archive, unpacked."""
SMALL: Final = 2**20
"""Below this many bytes no ratio is harmful."""
_PARTS: Final = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})


def names(path: Path) -> frozenset[str]:
    """The entries' names, after the archive has passed every check. Raises BadInput when it has not."""
    with _opened(path) as archive:
        return frozenset(info.filename for info in archive.infolist())


def unpack_shapefile(path: Path, folder: Path) -> Path:
    """Unpack the one shapefile of a zip into a private folder, and return its `.shp`.

    Only the five files that make it up are written, under plain names. Raises BadInput when the archive could do
    harm (too many entries, growing more than 100 times, entries that lead out of the folder, links, encryption) or
    does not hold exactly one shapefile.
    """
    with _opened(path) as archive:
        shapes = [i for i in archive.infolist() if i.filename.lower().endswith(".shp") and not _is_litter(i)]
        if len(shapes) != 1:
            found = ", ".join(info.filename for info in shapes) or "none"
            raise BadInput(f"The zip file {path.name} must hold exactly one shapefile (.shp); it holds {found}.")
        base = shapes[0].filename[:-4]
        for info in archive.infolist():
            stem, suffix = info.filename[:-4], info.filename[-4:].lower()
            if stem == base and suffix in _PARTS:
                _write(archive, info, folder / f"{PurePosixPath(base).name}{suffix}")
        return folder / f"{PurePosixPath(base).name}.shp"


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadInput(f"The file {path.name} is not a whole zip file.") from error
    try:
        _check(path, archive.infolist())
    except BaseException:
        archive.close()
        raise
    return archive


def _check(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise BadInput(f"The zip file {path.name} has {len(entries):,} entries; at most {ENTRIES} are taken.")
    for info in entries:
        _check_entry(path, info)
    total = sum(info.file_size for info in entries)
    if total > TOTAL or (total > SMALL and total > RATIO * path.stat().st_size):
        raise BadInput(f"The zip file {path.name} would grow to {total:,} bytes: more than {RATIO} times its size.")


def _check_entry(path: Path, info: zipfile.ZipInfo) -> None:
    name = PurePosixPath(info.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in info.filename or "\0" in info.filename:
        raise BadInput(f"The zip file {path.name} has an entry that leads out of it: {info.filename!r}.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise BadInput(f"The zip file {path.name} has an entry that is a link: {info.filename!r}.")
    if info.flag_bits & 1:
        raise BadInput(f"The zip file {path.name} is encrypted; send it without a password.")
    if info.filename.lower().endswith(".zip"):
        raise BadInput(f"The zip file {path.name} has another zip file in it; send that one.")


def _is_litter(info: zipfile.ZipInfo) -> bool:
    return info.filename.startswith("__MACOSX/") or PurePosixPath(info.filename).name.startswith("._")


def _write(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    try:
        with archive.open(info) as packed, target.open("xb") as file:
            left = info.file_size  # what the directory promised; a lying entry is cut short and found out
            while block := packed.read(min(2**20, left + 1)):
                left -= len(block)
                if left < 0:
                    raise BadInput(f"The zip entry {info.filename!r} is longer than it says.")
                file.write(block)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise BadInput(f"The zip entry {info.filename!r} cannot be unpacked: {error}.") from error
