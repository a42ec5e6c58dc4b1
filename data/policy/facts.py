"""The facts of a project by the names that a policy knows them by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from geo.disclosure import FACTS, TITLES
from geo.project import Project
from geo.values import Progress

PROGRESS: Final = MappingProxyType(
    {"progress_planned": "planned", "progress_actual": "actual", "progress_as_of": "as_of"}
)
_TRUST: Final = MappingProxyType(
    {f"location_{name}": name for name in ("source", "method", "accuracy", "verified_by", "verified_on")}
)
_FACTS: Final = frozenset({TITLES, *FACTS})
_OTHER_NAMES: Final = MappingProxyType({"declared_districts": "districts"})
_EMPTY: Final[Mapping[str, Any]] = MappingProxyType({"descriptions": {}, "districts": ()})


def entered(project: Project, name: str) -> bool:
    """Whether the project has a value of this field."""
    if name in PROGRESS:
        part = PROGRESS[name]
        return any(getattr(report, part) is not None for report in (project.progress, *project.reports))
    if name not in _FACTS:
        return project.details.has(name)
    return value_of(project, name) not in (None, {}, ())


def value_of(project: Project, name: str) -> Any:  # noqa: ANN401
    """The project's value of a fact; of progress that of now."""
    if name in PROGRESS:
        return getattr(project.progress, PROGRESS[name])
    if name in _TRUST:
        return getattr(project.location, _TRUST[name])
    return getattr(project, _OTHER_NAMES.get(name, name))


def without(project: Project, names: Collection[str]) -> Project:
    """The project without these fields."""
    if progress := dict.fromkeys(PROGRESS[name] for name in names if name in PROGRESS):
        reports = _without(project.reports, progress)
        project = replace(project, progress=replace(project.progress, **progress), reports=reports)
    if paths := frozenset(names) - _FACTS:
        project = replace(project, details=project.details.without(paths))
    return changed(project, dict.fromkeys(name for name in names if name in _FACTS and name not in PROGRESS))


def changed(project: Project, values: Mapping[str, Any]) -> Project:
    """The project with other values of these facts, none of them of progress; None empties one."""
    changes: dict[str, Any] = {}
    if trust := {_TRUST[name]: value for name, value in values.items() if name in _TRUST}:
        changes["location"] = replace(project.location, **trust)
    for name in values.keys() - _TRUST.keys():
        attribute = _OTHER_NAMES.get(name, name)
        changes[attribute] = _EMPTY.get(attribute) if values[name] is None else values[name]
    return replace(project, **changes) if changes else project


def _without(reports: tuple[Progress, ...], gone: dict[str, Any]) -> tuple[Progress, ...]:
    # A report without its date cannot be told from another, so it goes as a whole.
    return () if "as_of" in gone else tuple(replace(report, **gone) for report in reports)
