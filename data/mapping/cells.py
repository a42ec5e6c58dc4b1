"""From a row's cell to a cleaned text, or to `None` where the mapping says that it means *not entered*."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Table
from typing import TypeAlias

from data.mapping.columns import Column
from data.mapping.model import FilePart, LocationPart
from data.mapping.texts import clean, fold
from data.readers.source import Value
from geo.errors import BadInput

Values: TypeAlias = Table[str, Value]
Cell: TypeAlias = Callable[[Values], str | None]


def cell_of(name: str, file: FilePart, *, absent: Column | LocationPart | None = None) -> Cell:
    """A function that gives the column's text in a row; blank and not-entered texts are `None`.

    `a.b` reaches into nested values when no column has that very name.
    """
    get = _getter(name)
    replacements = tuple(file.replace.items())
    is_absent = _absent([*file.not_entered, *(absent.not_entered if absent else ())], _patterns(absent))

    def cell(values: Values) -> str | None:
        raw = get(values)
        if raw is None:
            return None
        text = raw if type(raw) is str else text_of(raw)
        for old, new in replacements:
            text = text.replace(old, new)
        text = clean(text)
        return None if not text or (is_absent and is_absent(text)) else text

    return cell


def text_of(value: Value) -> str:
    """A value that is not text, as text: `3.0` is `3`, lists are joined by commas."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(text_of(inner) for inner in value if inner is not None)
    return str(value)


def has_column(name: str, columns: Table[str, object] | frozenset[str] | set[str]) -> bool:
    """Whether the columns contain this one, or the outermost part of its dotted name."""
    return name in columns or ("." in name and name.split(".", 1)[0] in columns)


def _getter(name: str) -> Callable[[Values], Value]:
    if "." not in name:
        return lambda values: values.get(name)
    steps = name.split(".")

    def reach(values: Values) -> Value:
        if name in values:
            return values[name]
        inner: object = values
        for step in steps:
            inner = inner.get(step) if isinstance(inner, dict) else None
        return inner  # type: ignore[return-value]

    return reach


def _patterns(absent: Column | LocationPart | None) -> list[re.Pattern[str]]:
    try:
        return [re.compile(pattern, re.IGNORECASE) for pattern in (absent.not_entered_patterns if absent else ())]
    except re.error as error:
        raise BadInput(f"The pattern {error.pattern!r} in the mapping is not a regular expression: {error}.") from error


def _absent(texts: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> Callable[[str], bool] | None:
    folded = frozenset(fold(text) for text in texts)
    if not folded and not patterns:
        return None
    return lambda text: fold(text) in folded or any(pattern.fullmatch(text) for pattern in patterns)
