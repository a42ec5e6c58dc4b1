"""What the screening finds, and how a hit is masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MASK: Final = "•••"
"""Stands in place of every hit: of one length, so that it tells nothing of what it covers."""


class Kind(StrEnum):
    """What a hit is."""

    EMAIL = "email"
    PHONE = "phone"
    NATIONAL_ID = "national_id"
    PLATE = "plate"
    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Personal data in a text: from `start` to before `end`, in characters."""

    start: int
    end: int
    kind: Kind


def apart(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in order of place without those that overlap an earlier given one."""
    kept: list[Finding] = []
    for found in findings:
        if all(found.end <= other.start or found.start >= other.end for other in kept):
            kept.append(found)
    return tuple(sorted(kept))


def masked(text: str, findings: Iterable[Finding]) -> str:
    """The text with the mask in place of each finding; the findings do not overlap."""
    for found in sorted(findings, reverse=True):
        text = text[: found.start] + MASK + text[found.end :]
    return text
