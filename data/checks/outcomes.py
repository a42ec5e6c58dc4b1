"""What becomes of a row: prepared for publication, or held with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from shapely.geometry.base import BaseGeometry

from data.readers import Value
from data.rules import Reason
from geo.project import Agency, Project

Raw: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A row that passed every check. `raw` has every column as sent, `sent` the geometry in the file's CRS.

    `joined` are further rows of the same work (number, raw), where the mapping says that rows may be parts of one.
    """

    number: int
    raw: Raw
    project: Project
    agency: Agency
    sent: BaseGeometry | None = None
    joined: tuple[tuple[int, Raw], ...] = ()

    @property
    def rows(self) -> int:
        """How many rows of the file it stands for."""
        return 1 + len(self.joined)


@dataclass(frozen=True, slots=True)
class Held:
    """A row that is kept back, with at least one reason. `project_id` is `None` when no id could be formed.

    `project` is what could be read of it, for comparison with other rows of its id; it is never published.
    """

    number: int
    raw: Raw
    project_id: str | None
    reasons: tuple[Reason, ...]
    sent: BaseGeometry | None = None
    project: Project | None = None

    @property
    def rows(self) -> int:
        """How many rows of the file it stands for: one."""
        return 1


Outcome: TypeAlias = Prepared | Held
