"""What is wrong with a push, each finding with a JSON Pointer to its place; and the ways in which a push ends early.

A push that cannot be read or has a wrong type is `Unreadable` or `Untypable`: nothing of it is stored. What only
breaks a data rule is stored and held, and raises nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from data.rules import Reason


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: its place as a JSON Pointer (RFC 6901), the rule's stable name, and what to do about it."""

    pointer: str
    rule: str
    message: str

    def within(self, prefix: str) -> Finding:
        """The same in a larger document, where its own stands at the pointer `prefix`."""
        return Finding(prefix + self.pointer, self.rule, self.message)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


class Unreadable(Exception):  # noqa: N818
    """The text is not the JSON that is asked for: 400."""

    def __init__(self, message: str, *, pointer: str = "", rule: str = "json.form") -> None:
        super().__init__(message)
        self.findings: Sequence[Finding] = (Finding(pointer, rule, message),)


class Untypable(Exception):  # noqa: N818
    """Members are unknown, missing, or of a wrong type: 422."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: Sequence[Finding] = tuple(findings)
        super().__init__(self.findings[0].message)


def pointer(*names: str | int) -> str:
    """A JSON Pointer of names and places."""
    return "".join("/" + str(name).replace("~", "~0").replace("/", "~1") for name in names)


_MEMBERS = {"footprint": "geometry"}


def found(reason: Reason) -> Finding:
    """A reason of the data checks, whose field is a member of a project, as a finding."""
    first, *rest = reason.field.split(".")
    return Finding(pointer(_MEMBERS.get(first, first), *rest), reason.rule, reason.message)
