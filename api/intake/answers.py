"""What a request of the push interface is answered with, before it becomes a response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answered:
    """A status and a document; `again` where it was answered before."""

    status: int
    document: Mapping[str, Any]
    again: bool = False
