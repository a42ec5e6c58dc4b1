"""A shapefile's parts: which must be there, and the encoding of its texts."""

from __future__ import annotations

import codecs
import struct
from pathlib import Path
from types import MappingProxyType
from typing import Final

from geo.errors import BadInput

_CODE_PAGES: Final = MappingProxyType(
    {
        0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x04: "mac-roman", 0x13: "cp932", 0x4D: "gbk", 0x4E: "cp949",
        0x4F: "big5", 0x50: "cp874", 0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252", 0x78: "big5", 0x79: "cp949",
        0x7A: "gbk", 0x7B: "cp932", 0x7C: "cp874", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253",
        0xCC: "cp1257",
    }
)  # fmt: skip
"""Language driver byte of a DBF file to encoding. There is none for Vietnamese (CP1258): that needs a `.cpg`."""


def check_parts(path: Path) -> None:
    """Raises BadInput when a part is missing, promises more than it holds, or names another file.

    A shapefile is its `.shp`, `.shx` and `.dbf`; `.prj` and `.cpg` may be missing.
    """
    for suffix in (".shx", ".dbf"):
        if _part(path, suffix) is None:
            raise BadInput(f"The shapefile {path.name} lacks its {suffix} file; send all its parts, best as a zip.")
    prj = _part(path, ".prj")
    if prj is not None and b"grids" in prj.read_bytes()[:10_000].lower():
        raise BadInput(f"The .prj file of {path.name} names a grid file, which is not taken; say the EPSG code.")
    header = _dbf_header(path)
    if len(header) < 32:
        raise BadInput(f"The DBF file of {path.name} breaks off.")
    rows, first, width = struct.unpack("<IHH", header[4:12])
    dbf = _part(path, ".dbf")
    if dbf is None or first + rows * width > dbf.stat().st_size + width:
        raise BadInput(f"The DBF file of {path.name} says it has {rows:,} rows; it is too short for them.")


def dbf_encoding(path: Path) -> str:
    """The encoding of the texts: what the `.cpg` file says, else the DBF's code page byte, else UTF-8.

    Raises BadInput for a `.cpg` that names no known encoding.
    """
    cpg = _part(path, ".cpg")
    if cpg is not None:
        return _named(cpg)
    byte = _dbf_header(path)[29]
    return _CODE_PAGES.get(byte, "utf-8")


def _named(cpg: Path) -> str:
    name = cpg.read_text(encoding="latin-1")[:100].strip().lower()
    for spelling in (name, f"cp{name.removeprefix('ansi ').strip()}", name.replace("_", "-").removeprefix("oem ")):
        try:
            return codecs.lookup(spelling).name
        except (LookupError, ValueError):
            continue
    raise BadInput(f"The file {cpg.name} names no known encoding: {name!r}; say the encoding instead.")


def _dbf_header(path: Path) -> bytes:
    dbf = _part(path, ".dbf")
    if dbf is None:
        return b""
    with dbf.open("rb") as file:
        return file.read(32)


def _part(path: Path, suffix: str) -> Path | None:
    candidates = (path.with_suffix(s) for s in (suffix, suffix.upper()))
    return next((part for part in candidates if part.is_file()), None)
