"""The pages' own style sheet and picture; the maps' files are those of `maps.assets`."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "static"
PREFIX: Final = "/static/pages/"


@cache
def version() -> str:
    """Eight hexadecimal digits that change whenever one of the files does."""
    files = sorted(path for path in FOLDER.iterdir() if path.is_file())
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:8]


def url(name: str) -> str:
    """The address of a file: `url("pages.css")`."""
    return f"{PREFIX}{version()}/{name}"
