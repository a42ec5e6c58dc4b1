"""The free texts of a project: hits are masked, or the project is held with reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from data.rules import Reason
from data.screening.findings import Finding, Kind, masked
from data.screening.rules import ScreeningRules
from data.screening.screen import screen
from data.screening.sections import read_details
from geo.disclosure import Disclosed
from geo.project import Project
from geo.values import Names

_TEXTS: Final = ("contractor", "supervisor", "address")
_TRUST: Final = ("source", "method")
_WORDS: Final = MappingProxyType(
    {
        Kind.EMAIL: "an e-mail address",
        Kind.PHONE: "a telephone number",
        Kind.NATIONAL_ID: "a national identity number",
        Kind.PLATE: "a number plate",
        Kind.PERSON: "the name of a person",
        Kind.HOUSEHOLD: "a household by name",
    }
)


def screened(project: Project, rules: ScreeningRules, languages: Collection[str]) -> Project | tuple[Reason, ...]:
    """The project with personal data in its free texts masked, or why it is held.

    `languages` are those of the city. Screen what the policy has left: what is not published needs no screening.
    A reason names its field by a JSON Pointer (RFC 6901) into the project, and quotes the text masked.
    """
    desk = _Desk(rules, languages)
    shown = desk.facts(project)
    return tuple(desk.reasons) or shown


def safe(disclosed: Disclosed, rules: ScreeningRules, languages: Collection[str]) -> Disclosed | tuple[Reason, ...]:
    """What is disclosed, with its project screened; or why it is held."""
    project = screened(disclosed.project, rules, languages)
    if not isinstance(project, Project):
        return project
    return disclosed if project is disclosed.project else replace(disclosed, project=project)


def hidden(disclosed: Disclosed, rules: ScreeningRules, languages: Collection[str]) -> Disclosed:
    """What is disclosed, with every hit masked, also of kinds that would hold it: for what is published already."""
    project = _Desk(rules, languages).facts(disclosed.project)
    return disclosed if project is disclosed.project else replace(disclosed, project=project)


class _Desk:
    """Reads the texts of one project and gathers the reasons to hold it."""

    def __init__(self, rules: ScreeningRules, languages: Collection[str]) -> None:
        self._rules = rules
        self._languages = frozenset(languages)
        self.reasons: list[Reason] = []

    def facts(self, project: Project) -> Project:
        """The project with what is to be masked masked; the same one where nothing is."""
        changes: dict[str, Any] = {
            "titles": self._names(project.titles, "/titles"),
            "descriptions": self._names(project.descriptions, "/descriptions"),
        }
        changes |= {name: self._text(getattr(project, name), f"/{name}") for name in _TEXTS}
        changes["details"] = read_details(project.details, self._text)
        trust = {name: self._text(getattr(project.location, name), f"/location/{name}") for name in _TRUST}
        changed = {name: value for name, value in changes.items() if value != getattr(project, name)}
        if any(value != getattr(project.location, name) for name, value in trust.items()):
            changed["location"] = replace(project.location, **trust)
        return replace(project, **changed) if changed else project

    def _names(self, names: Names, pointer: str) -> Mapping[str, str]:
        return {language: self._text(text, f"{pointer}/{language}", language) for language, text in names.items()}

    def _text(self, text: Any, pointer: str, *languages: str) -> Any:  # noqa: ANN401
        """The text masked; None stays None."""
        if not text:
            return text
        found = screen(text, self._languages.union(languages), self._rules.country)
        if not found:
            return text
        self._hold(found, masked(text, found), pointer)
        return masked(text, found)

    def _hold(self, found: tuple[Finding, ...], text: str, pointer: str) -> None:
        held = dict.fromkeys(one.kind for one in found if self._rules.action(one.kind) == "hold")
        for kind in held:
            message = f"The text holds {_WORDS[kind]}, which is personal data: take it out and send the text again."
            self.reasons.append(Reason(f"personal_data.{kind.value}", pointer, text[:200], message))
