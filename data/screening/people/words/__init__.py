"""Lists of words, a file each."""

from __future__ import annotations

from pathlib import Path


def words(name: str) -> frozenset[str]:
    """The words of a list, separated by white space."""
    return frozenset((Path(__file__).parent / f"{name}.txt").read_text("utf-8").split())
