"""What a file says of itself: whose data it is, of which publication, under which licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

from data.exports.columns import COLUMNS, TABLES, Column

TITLES: Final = {
    "projects": "Public works",
    "districts": "Districts",
    "overlaps": "Overlaps",
    "agencies": "Agencies",
    "progress": "Progress reports",
}
BEFORE_ANY: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""The instant that stands in a file made before anything was published; the earliest that a zip file knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is the same for every format.

    `day` (ISO) is the date that days late are counted to; `published_at` is an instant in ISO 8601, None before the
    first publication; `query` the selection as it was asked, empty for everything. `random_bits` (hexadecimal) stand in
    files of what can be purged, so that nobody confirms a guess by the SHA-256 of a file that was withdrawn.
    """

    collection: str
    city: str
    licence: str
    licence_url: str
    attribution: Mapping[str, str]
    publication: int
    published_at: str | None
    day: str
    release: str
    query: str = ""
    random_bits: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the collection."""
        return COLUMNS[self.collection]

    @property
    def placed(self) -> bool:
        """Whether features of the collection have a geometry; those that have none are rows of a plain table."""
        return self.collection not in TABLES

    @property
    def title(self) -> str:
        """The title of the file, in English."""
        return f"{TITLES[self.collection]} of {self.city}"

    @property
    def instant(self) -> datetime:
        """When the publication was made, UTC: the one time that may stand in a file."""
        if self.published_at is None:
            return BEFORE_ANY
        return datetime.fromisoformat(self.published_at).astimezone(UTC)

    @property
    def credits(self) -> str:
        """Attribution, licence and publication in one line."""
        said = "; ".join(dict.fromkeys(self.attribution.values()))
        bits = f" Random bits: {self.random_bits}." if self.random_bits else ""
        return (
            f"{said}. Licence: {self.licence} ({self.licence_url}). Publication {self.publication}, {self.day}.{bits}"
        )

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"attribution": dict(self.attribution)}
