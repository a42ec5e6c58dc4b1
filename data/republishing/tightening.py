"""What of an earlier version the policy of today would not publish, or only more coarsely."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from typing import Any

from shapely.geometry.base import BaseGeometry

from data.policy.facts import PROGRESS, entered, value_of
from data.policy.generalising import tell
from data.policy.rules import Reasoned
from data.policy.ruling import Policy
from geo.details import SECTIONS
from geo.disclosure import FACTS, TITLES
from geo.project import Project


def tightened(
    policy: Policy,
    project: Project,
    today: date,
    *,
    latest: Project | None = None,
    unknown: Container[str] = (),
    shut: Reasoned | None = None,
) -> Iterator[tuple[str, Reasoned]]:
    """The fields that a published version holds and may not, each with the decision that says so.

    `latest` is what is known last of the project, by which waits end. What the version withheld is `unknown`; by `shut`
    nothing of the project is published, whatever the version says.
    """
    if (shut := shut or policy.unpublished(project, unknown)) is not None:
        yield from ((name, shut) for name in (TITLES, *FACTS, *SECTIONS) if entered(project, name))
        return
    ruling = policy.ruling(project, today, latest=latest, unknown=unknown)
    yield from ((name, rule) for name, rule in ruling.hidden.items() if entered(project, name))
    coarse = {name: rules for name, rules in ruling.coarse.items() if entered(project, name)}
    told = tell(project, coarse, None) if coarse else project
    for name, rules in coarse.items():
        if not _same(_value(project, name), _value(told, name)):
            yield name, rules[-1]


def _value(project: Project, name: str) -> Any:  # noqa: ANN401
    if name in PROGRESS:
        return [getattr(one, PROGRESS[name]) for one in (project.progress, *project.reports)]
    section, _, field = name.partition(".")
    if not field:
        return value_of(project, name)
    return [getattr(part, field) for part in getattr(project.details, section)]


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401
    if isinstance(one, BaseGeometry) and isinstance(other, BaseGeometry):
        return bool(one.equals(other))
    return dict(one) == other if isinstance(one, Mapping) else (one,) == (other,)
