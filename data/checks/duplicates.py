"""Rows of one file that share an id: repeats, parts of one work, or contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Final, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from data.checks.outcomes import Held, Outcome, Prepared
from data.readers.gathering import side_by_side
from data.rules import Reason
from geo.errors import BadInput
from geo.project import Project

MOST: Final = 20_000
"""More rows than these under shared ids mean that the id is none."""
_NAMES: Final = tuple(f.name for f in fields(Project))
_NOTHING: Final = Project(id="", titles={}, agency="")
_MISSING: Final = frozenset({"title.missing", "agency.missing"})


@dataclass(slots=True)
class SharedIds:
    """Keeps rows whose id stands more than once, until the whole file has been read."""

    shared: Literal["refuse", "parts"]
    groups: dict[str, list[Outcome]] = field(default_factory=dict)
    count: int = 0

    def keep(self, row: Outcome) -> None:
        """Keep a row, be it held for a reason of its own. Raises BadInput when there are too many."""
        identifier = _project(row).id
        self.groups.setdefault(identifier, []).append(row)
        self.count += 1
        if self.count > MOST:
            raise BadInput(
                f"More than {MOST:,} rows share their id with another (the last: {identifier!r}), so it is no id. "
                "Choose other columns under [id] in the mapping."
            )

    def outcomes(self) -> Iterator[Outcome]:
        """What becomes of the rows kept.

        A row that says nothing that another of its id does not say as well is a repeat: the fullest row goes on,
        its repeats are held. Rows that contradict each other are all held: nobody here can tell which is right.
        A value that cannot be read contradicts every other.
        """
        for group in self.groups.values():
            passed = [row for row in group if isinstance(row, Prepared)]
            joined = _joined(passed) if self.shared == "parts" and len(passed) == len(group) else None
            if joined is not None:
                yield joined
            elif passed:
                yield from _resolved(group, passed)
            else:
                yield from group


def _resolved(group: list[Outcome], passed: list[Prepared]) -> Iterator[Outcome]:
    fullest = next((row for row in passed if all(_adds_nothing(other, row) for other in group)), None)
    if fullest is None:
        names = ", ".join(sorted({name for row in group for name in _contradicted(row, passed[0])}))
        numbers = ", ".join(str(row.number) for row in group[:10])
        message = f"Rows {numbers} have one id and contradict each other in {names}."
        yield from (_held(row, message) for row in group)
        return
    yield fullest
    message = f"Row {fullest.number} has this id; this row says nothing that it does not say."
    yield from (_held(row, message) for row in group if row is not fullest)


def _held(row: Outcome, message: str) -> Held:
    project, own = _project(row), row.reasons if isinstance(row, Held) else ()
    reason = Reason("id.duplicate", "id", project.id, message)
    return Held(row.number, row.raw, project.id, (*own, reason), row.sent, project)


def _project(row: Outcome) -> Project:
    return row.project or _NOTHING


def _contradicted(row: Outcome, other: Prepared) -> list[str]:
    return [*differing(_project(row), other.project), *(reason.field for reason in _unreadable(row))]


def _unreadable(row: Outcome) -> list[Reason]:
    """The reasons of a row for values that are there and cannot be used."""
    return [reason for reason in row.reasons if reason.rule not in _MISSING] if isinstance(row, Held) else []


def differing(one: Project, other: Project) -> list[str]:
    """Names of the fields in which two projects are not the same."""
    return [name for name in _NAMES if getattr(one, name) != getattr(other, name)]


def _adds_nothing(row: Outcome, fuller: Prepared) -> bool:
    project = _project(row)
    different = differing(project, fuller.project)
    return not _unreadable(row) and all(getattr(project, name) == getattr(_NOTHING, name) for name in different)


def _joined(group: list[Prepared]) -> Prepared | None:
    """The rows as one work whose footprint is all their footprints; `None` when they differ in anything else."""
    first, *others = group
    if any(differing(first.project, row.project) not in ([], ["footprint"]) for row in others):
        return None
    parts = [row.project.footprint for row in group if row.project.footprint is not None]
    project = replace(first.project, footprint=together(parts) if parts else None)
    return replace(first, project=project, joined=tuple((row.number, row.raw) for row in others))


def together(parts: list[BaseGeometry]) -> BaseGeometry:
    """Footprints as one: points and lines side by side, polygons united."""
    whole = side_by_side(parts)
    return whole if shapely.is_valid(whole) else shapely.orient_polygons(shapely.union_all(parts))
