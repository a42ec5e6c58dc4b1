"""The free texts within a project's details."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from geo.details import Details, Part

Read: TypeAlias = Callable[[str, str], str]
"""From a text and a JSON Pointer to it, the text as it may be published."""

_NO_TEXTS: Final = frozenset(
    {"id", "url", "sha256", "language", "kind", "state", "type", "currency", "unit", "scheme", "status"}
)
_RULED_BY_THE_POLICY: Final = frozenset({"phone", "email", "name", "mobile"})
"""Fields of a contact that are made for what the screening looks for."""


def read_details(details: Details, read: Read) -> Details:
    """The details with every free text read; the same ones where nothing changes."""
    changed = {
        name: shown
        for name, parts in details.entered.items()
        if (shown := _parts(parts, f"/{name}", read, _RULED_BY_THE_POLICY if name == "contacts" else frozenset()))
        is not parts
    }
    return details.model_copy(update=changed) if changed else details


def _parts(parts: tuple[Any, ...], pointer: str, read: Read, kept: frozenset[str]) -> tuple[Any, ...]:
    shown = tuple(_value(one, f"{pointer}/{place}", read, kept) for place, one in enumerate(parts))
    return parts if all(one is other for one, other in zip(shown, parts, strict=True)) else shown


def _value(value: Any, pointer: str, read: Read, kept: frozenset[str]) -> Any:  # noqa: ANN401 - any value of a part
    if isinstance(value, Part):
        return _part(value, pointer, read, kept)
    if isinstance(value, tuple):
        return _parts(value, pointer, read, kept)
    return read(value, pointer) if type(value) is str else value


def _part(part: Part, pointer: str, read: Read, kept: frozenset[str]) -> Part:
    found = {
        name: _value(value, f"{pointer}/{name}", read, kept)
        for name, value in part
        if name not in _NO_TEXTS and name not in kept
    }
    changed = {name: value for name, value in found.items() if value is not getattr(part, name)}
    return part.model_copy(update=changed) if changed else part
