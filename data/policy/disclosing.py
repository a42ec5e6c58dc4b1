"""Apply the policy to a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from data.policy.rules import Policy
from geo.disclosure import FACTS, Disclosed
from geo.project import Project
from geo.values import Progress

_PROGRESS: Final = MappingProxyType(
    {"progress_planned": "planned", "progress_actual": "actual", "progress_as_of": "as_of"}
)
_TRUST: Final = MappingProxyType(
    {f"location_{name}": name for name in ("source", "method", "accuracy", "verified_by", "verified_on")}
)
_FACTS: Final = frozenset(FACTS)
_OTHER_NAMES: Final = MappingProxyType({"declared_districts": "districts"})
_EMPTY: Final[Mapping[str, Any]] = MappingProxyType({"descriptions": {}, "districts": ()})


def disclose(project: Project, policy: Policy) -> Disclosed:
    """What the public may see of the project; what is withheld is gone from it, and named."""
    blocked = policy.blocked(project)
    entered = _named_once({name for name in blocked if _entered(project, name)})
    shown = replace(project, **_changes(project, entered)) if entered else project
    return Disclosed(project=shown, withheld=entered, blocked=blocked)


def _named_once(names: set[str]) -> frozenset[str]:
    """Without the fields of a section that is withheld as a whole."""
    return frozenset(name for name in names if "." not in name or name.partition(".")[0] not in names)


def _entered(project: Project, name: str) -> bool:
    if name not in _FACTS:
        return project.details.has(name)
    if name in _PROGRESS:
        part = _PROGRESS[name]
        return any(getattr(report, part) is not None for report in (project.progress, *project.reports))
    if name in _TRUST:
        return getattr(project.location, _TRUST[name]) is not None
    value = getattr(project, _OTHER_NAMES.get(name, name))
    return value is not None and value not in ({}, ())


def _changes(project: Project, withheld: frozenset[str]) -> dict[str, Any]:
    """The fields of the project without what is withheld."""
    changes: dict[str, Any] = {}
    if trust := dict.fromkeys(_TRUST[name] for name in withheld & _TRUST.keys()):
        changes["location"] = replace(project.location, **trust)
    if progress := dict.fromkeys(_PROGRESS[name] for name in withheld & _PROGRESS.keys()):
        changes["progress"] = replace(project.progress, **progress)
        changes["reports"] = _without(project.reports, progress)
    if sections := withheld - _FACTS:
        changes["details"] = project.details.without(sections)
    for name in (withheld & _FACTS) - _TRUST.keys() - _PROGRESS.keys():
        attribute = _OTHER_NAMES.get(name, name)
        changes[attribute] = _EMPTY.get(attribute)
    return changes


def _without(reports: tuple[Progress, ...], gone: dict[str, Any]) -> tuple[Progress, ...]:
    # A report without its date cannot be told from another, so it goes as a whole.
    return () if "as_of" in gone else tuple(replace(report, **gone) for report in reports)
