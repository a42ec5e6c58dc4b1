"""The sections of a project's details: what was entered, what is withheld on which ground, and what nobody entered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType
from typing import Any

from api.pages.details import reaching, sums
from api.pages.details.codes import code_names, direction
from api.pages.grounds import ground, register
from api.pages.history.naming import more_labels
from api.pages.site import Page
from geo.details import SECTIONS
from geo.details.values import Part
from geo.projects.details import ProjectDetail


class State(StrEnum):
    """What is known of a section; nothing in it that was entered as empty is not the same as nobody entered it."""

    ENTERED = "entered"
    NONE = "none"
    WITHHELD = "withheld"
    PURGED = "purged"
    NOT_ENTERED = "not entered"


@dataclass(frozen=True, slots=True)
class Limit:
    """Why a section, or a field of one, is not told in full: its ground, and where the register tells of it."""

    label: str
    ground: str | None
    register: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `hidden` and `coarse` are the fields of its parts that are withheld or told more coarsely.

    `purged` are those that this version told and that were blanked since.
    """

    name: str
    label: str
    state: State
    parts: tuple[Part, ...]
    limit: Limit | None
    hidden: Mapping[str, Limit]
    coarse: Mapping[str, Limit]
    purged: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sections:
    """All of them, and what a template needs to write them."""

    by_name: Mapping[str, Section]
    codes: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, str]
    sums: ModuleType
    reaching: ModuleType
    direction: Callable[[Any], str]

    def __getitem__(self, name: str) -> Section:
        return self.by_name[name]

    @property
    def without_parts(self) -> list[Section]:
        """The sections of which there is nothing to show but why."""
        return [one for one in self.by_name.values() if one.state is not State.ENTERED]

    @property
    def any_parts(self) -> bool:
        """Whether any section has something to show."""
        return len(self.without_parts) < len(self.by_name)


def sections(page: Page, detail: ProjectDetail) -> Sections:
    """The sections of a project in the page's language."""
    _ = page.translate
    labels = more_labels(_)
    told = {name: _section(page, detail, name, labels) for name in SECTIONS}
    return Sections(told, code_names(_), labels, sums, reaching, lambda degrees: direction(_, degrees))


def _section(page: Page, detail: ProjectDetail, name: str, labels: Mapping[str, str]) -> Section:
    parts = getattr(detail.details, name)
    limits = {path: _limit(page, detail, path, labels) for path in _within(name, detail.withheld | detail.generalised)}
    return Section(
        name=name,
        label=labels[name],
        state=_state(name, parts, detail),
        parts=parts or (),
        limit=limits.get(name),
        hidden=_fields(name, detail.withheld, limits),
        coarse=_fields(name, detail.generalised, limits),
        purged=frozenset(path.removeprefix(f"{name}.") for path in _within(name, detail.purged)),
    )


def _state(name: str, parts: tuple[Part, ...] | None, detail: ProjectDetail) -> State:
    if parts is not None:
        return State.ENTERED if parts else State.NONE
    if name in detail.purged:
        return State.PURGED
    return State.WITHHELD if name in detail.withheld else State.NOT_ENTERED


def _within(section: str, paths: Collection[str]) -> Iterator[str]:
    return (path for path in sorted(paths) if path == section or path.startswith(f"{section}."))


def _fields(section: str, paths: Collection[str], limits: Mapping[str, Limit]) -> dict[str, Limit]:
    prefix = f"{section}."
    return {path.removeprefix(prefix): limits[path] for path in _within(section, paths) if path != section}


def _limit(page: Page, detail: ProjectDetail, path: str, labels: Mapping[str, str]) -> Limit:
    found = ground(page.site.policy, path, detail, page.ctx.today())
    label = labels.get(path.rpartition(".")[2], path)
    return Limit(label, None if found is None else page.translate(found), register(page.language, path))
