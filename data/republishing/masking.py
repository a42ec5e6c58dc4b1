"""Texts of earlier versions in which personal data are found that are masked now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from data.policy.facts import value_of
from data.screening import ScreeningRules, hidden
from geo.details import SECTIONS, Details
from geo.disclosure import PURGEABLE, TITLES, Disclosed
from geo.project import Project

GROUND: Final = "A free text held personal data"
_TEXTS: Final = (TITLES, "descriptions", "contractor", "supervisor", "address", "location_source", "location_method")


def unmasked(project: Project, rules: ScreeningRules, languages: Collection[str]) -> Iterator[str]:
    """The fields whose texts would be masked today; of a field that parts must have, its section."""
    shown = hidden(Disclosed(project, frozenset(), frozenset()), rules, languages).project
    yield from (name for name in _TEXTS if value_of(project, name) != value_of(shown, name))
    for section in SECTIONS:
        yield from _differing(section, project.details, shown.details)


def _differing(section: str, one: Details, other: Details) -> set[str]:
    pairs = zip(getattr(one, section) or (), getattr(other, section) or (), strict=True)
    parts = [(before, after) for before, after in pairs if before != after]
    paths = {
        f"{section}.{name}"
        for before, after in parts
        for name in type(before).model_fields
        if getattr(before, name) != getattr(after, name)
    }
    return paths if paths <= set(PURGEABLE) else {section}
