"""Lines of JSON: leaves as the site gives them, and the file for offline checks.

The file begins with a line that says its form, the log's size and its public keys; then come the checkpoints, a line
each; then the leaves with their texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from geo.errors import BadInput
from geo.log.leaves import KINDS, NONCE_SIZE, Entry, Leaf

FORM: Final = "allimi-log/1"
_NUMBERS: Final = ("position", "publication", "version")


class Head(NamedTuple):
    """The first line of a file: how many leaves follow, and the public keys that the log itself names."""

    size: int
    keys: tuple[str, ...]


def head_line(size: int, keys: Iterable[str]) -> bytes:
    """The first line of a file."""
    return _line({"form": FORM, "size": size, "keys": list(keys)})


def note_line(note: str) -> bytes:
    """A checkpoint as a line."""
    return _line({"checkpoint": note})


def read_head(line: str) -> Head:
    """The first line of a file. Raises BadInput."""
    found = read_line(line)
    if found.get("form") != FORM:
        raise BadInput("This is no file of a log: `allimi log export` writes one.")
    return Head(_number(found, "size"), tuple(map(str, found.get("keys", ()))))


def read_line(line: str) -> dict[str, Any]:
    """A line of JSON. Raises BadInput."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as cause:
        raise BadInput(f"A line of the log is no JSON: {line[:60]!r}.") from cause
    if not isinstance(found, dict):
        raise BadInput(f"A line of the log is no object: {line[:60]!r}.")
    return found


def entry(found: dict[str, Any]) -> Entry:
    """A leaf with its text. Raises BadInput where something is missing or is not what it should be."""
    try:
        position, publication, version = (_number(found, name) for name in _NUMBERS)
        instant, project_id, kind, text = found["instant"], found["id"], found["kind"], found.get("text")
        nonce = None if found["nonce"] is None else bytes.fromhex(found["nonce"])
        hashed = bytes.fromhex(found["hash"])
    except (KeyError, TypeError, ValueError) as cause:
        raise BadInput(f"A line of the log is no leaf: {str(found)[:80]}.") from cause
    texts = (instant, project_id, "" if text is None else text)
    whole = all(isinstance(one, str) for one in texts) and kind in KINDS and len(hashed) == 32
    if not whole or (nonce is not None and len(nonce) != NONCE_SIZE):
        raise BadInput(f"A line of the log is no leaf: {str(found)[:80]}.")
    return Entry(Leaf(position, publication, instant, project_id, version, kind, nonce, hashed), text)


def _number(found: dict[str, Any], name: str) -> int:
    number = found.get(name)
    if type(number) is not int or number < 0:
        raise BadInput(f"{name} is no whole number in a line of the log.")
    return number


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
