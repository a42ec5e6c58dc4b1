"""One push as the simulated system sends it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from geo.details import exact_json

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """A push: `path` is behind `/intake/v1`, `key` the number of the agency's key among those of the play.

    It is sent `repeats` times more under the same Idempotency-Key. Where it is `lost`, its first answer does not
    arrive, and it is sent again.
    """

    key: int
    method: str
    path: str
    body: bytes
    media_type: str = JSON
    repeats: int = 0
    lost: bool = False
    salt: str = ""

    @property
    def idempotency(self) -> str:
        """The Idempotency-Key: the same for the same push, also in another run of the same play."""
        said = "\n".join((self.method, self.path, self.salt)).encode() + b"\n" + self.body
        return f"simulated-{hashlib.sha256(said).hexdigest()[:32]}"

    @property
    def under_way(self) -> bool:
        """Whether an outage that begins now finds it on its way: one in four."""
        return self.idempotency[-1] in "0123"


Script: TypeAlias = Sequence[Send]
"""Pushes that follow each other, each after the answer to the one before."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Scripts that run beside each other; the next phase begins when all of them have ended.

    While the service is `down`, nothing arrives but what was on its way when it went: of that no answer comes back.
    """

    name: str
    scripts: Sequence[Script]
    down: bool = False


def body_of(document: Mapping[str, Any]) -> bytes:
    """A document as JSON with exact digits."""
    return exact_json(document).encode()
