"""How the texts of command-line options become values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from data.readers import check_name
from geo.errors import BadInput


def check_writable(path: Path) -> None:
    """Raises BadInput unless a file can be written there; a file that is there stays as it is."""
    check_name(path)
    try:
        there = path.exists()
        path.open("ab").close()
        if not there:
            path.unlink()
    except OSError as error:
        raise BadInput(f"No file can be written to {path}: {error.strerror}.") from error


def parse_date(text: str | None) -> date | None:
    """A date like 2025-07-01. Raises BadInput."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as cause:
        raise BadInput(f"A date looks like 2025-07-01, not {text!r}.") from cause


def parse_names(texts: Iterable[str]) -> dict[str, str]:
    """`vi=...` texts as `{language: text}`. Raises BadInput."""
    names = {}
    for text in texts:
        language, equals, value = text.partition("=")
        if not equals or not language.isalpha() or not value:
            raise BadInput(f"A name is given as LANGUAGE=TEXT, like vi=..., not {text!r}.")
        names[language.lower()] = value
    return names
