"""Apply the policy to a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from data.policy.rules import Policy
from geo.disclosure import Disclosed
from geo.project import Project

_PROGRESS: Final = MappingProxyType(
    {"progress_planned": "planned", "progress_actual": "actual", "progress_as_of": "as_of"}
)
_TRUST: Final = MappingProxyType(
    {f"location_{name}": name for name in ("source", "method", "accuracy", "verified_by", "verified_on")}
)
_OTHER_NAMES: Final = MappingProxyType({"declared_districts": "districts"})
_EMPTY: Final[Mapping[str, Any]] = MappingProxyType({"descriptions": {}, "districts": ()})


def disclose(project: Project, policy: Policy) -> Disclosed:
    """What the public may see of the project; what is withheld is gone from it, and named."""
    blocked = policy.blocked(project)
    entered = frozenset(name for name in blocked if _entered(project, name))
    shown = project
    for name in blocked:
        shown = _without(name)(shown)
    return Disclosed(project=shown, withheld=entered, blocked=blocked)


def _entered(project: Project, name: str) -> bool:
    if name in _PROGRESS:
        part = _PROGRESS[name]
        return any(getattr(report, part) is not None for report in (project.progress, *project.reports))
    if name in _TRUST:
        return getattr(project.location, _TRUST[name]) is not None
    value = getattr(project, _OTHER_NAMES.get(name, name))
    return value is not None and value not in ({}, ())


def _without(name: str) -> Callable[[Project], Project]:
    if name in _PROGRESS:
        return partial(_without_progress, part=_PROGRESS[name])
    if name in _TRUST:
        return partial(_without_trust, part=_TRUST[name])
    return partial(_without_fact, attribute=_OTHER_NAMES.get(name, name))


def _without_fact(project: Project, *, attribute: str) -> Project:
    gone: dict[str, Any] = {attribute: _EMPTY.get(attribute)}
    return replace(project, **gone)


def _without_trust(project: Project, *, part: str) -> Project:
    gone: dict[str, Any] = {part: None}
    return replace(project, location=replace(project.location, **gone))


def _without_progress(project: Project, *, part: str) -> Project:
    gone: dict[str, Any] = {part: None}
    # A report without its date cannot be told from another, so it goes as a whole.
    reports = () if part == "as_of" else tuple(replace(report, **gone) for report in project.reports)
    return replace(project, progress=replace(project.progress, **gone), reports=reports)
