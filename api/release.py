"""Which release of the program this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def program_version() -> str:
    """The version of the program."""
    try:
        return version("allimi")
    except PackageNotFoundError:
        return "0.1.0"
