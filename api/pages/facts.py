"""The facts of a project as a reader sees them: a value, *not entered*, or *withheld* with its ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from api.pages.grounds import ground, register
from api.pages.site import Page
from api.pages.writing import Said
from geo.disclosure import WITHHOLDABLE
from geo.projects.details import ProjectDetail
from geo.values import Money, Names

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: `text` is None where nothing may or can be said; `exact` is the same with all its digits.

    `register` is where the register tells on which ground it is withheld or told coarsely. What an earlier version
    said and was `purged` since is neither withheld nor not entered.
    """

    label: str
    text: str | None
    withheld: bool = False
    purged: bool = False
    ground: str | None = None
    register: str | None = None
    coarse: bool = False
    lang: str | None = None
    exact: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What was planned at first, what is planned now, and what came of it."""

    label: str
    original: Fact
    current: Fact
    actual: Fact


@dataclass(frozen=True, slots=True)
class Facts:
    """A project's facts in the groups of its page."""

    work: tuple[Fact, ...]
    plan: tuple[Row, ...]
    money: tuple[Fact, ...]
    progress: tuple[Fact, ...]
    trust: tuple[Fact, ...]
    publication: tuple[Fact, ...]


def facts(page: Page, detail: ProjectDetail, taken: Mapping[str, str]) -> Facts:
    """The facts of a project in the page's language; `taken` says on which ground which were purged."""
    tell = _Teller(page, detail, taken)
    return Facts(
        work=_work(tell, detail),
        plan=_plan(tell),
        money=_money(tell, detail),
        progress=_progress(tell, detail),
        trust=_trust(tell, detail),
        publication=_publication(tell, detail),
    )


class _Teller:
    """Tells one fact after the other."""

    def __init__(self, page: Page, detail: ProjectDetail, taken: Mapping[str, str]) -> None:
        self.page, self.detail, self.names, self.taken = page, detail, labels(page), taken

    def one(self, name: str, value: Value | None, write: Callable[[Value], str] | None = None) -> Fact:
        if name in self.detail.withheld:
            return Fact(self.names[name], None, withheld=True, **self._why(name))
        if name in self.detail.purged:
            return Fact(self.names[name], None, purged=True, ground=self.taken.get(name))
        text = None if value is None or value == "" else write(value) if write else str(value)
        if text is not None and name in self.detail.generalised:
            return Fact(self.names[name], text, coarse=True, **self._why(name))
        return Fact(self.names[name], text)

    def derived(self, name: str, value: Value | None, write: Callable[[Value], str]) -> tuple[Fact, ...]:
        """A fact that follows from others; nobody enters it, so where it cannot be said there is none."""
        return () if value is None else (self.one(name, value, write),)

    def _why(self, name: str) -> dict[str, Any]:
        found = ground(self.page.site.policy, name, self.detail, self.page.ctx.today())
        told = register(self.page.language, name) if name in WITHHOLDABLE else None
        return {"ground": None if found is None else self.page.translate(found), "register": told}

    def money(self, name: str, value: Money | None) -> Fact:
        told = self.one(name, value, self.page.writing.money)
        if value is None or told.text is None:
            return told
        return replace(told, exact=self.page.writing.exact_money(value))

    def text(self, name: str, names: Names) -> Fact:
        said: Said = self.page.writing.said(names)
        told = self.one(name, said.text)
        return told if told.text is None else replace(told, lang=said.lang)

    def day(self, name: str) -> Fact:
        return self.one(name, getattr(self.detail, name), self.page.writing.day)


def _work(tell: _Teller, detail: ProjectDetail) -> tuple[Fact, ...]:
    tongue = tell.page.tongue
    return (
        tell.one("status", detail.status, lambda code: tongue.statuses.get(code, code)),
        tell.one("category", detail.category, lambda code: tongue.categories.get(code, code)),
        tell.text("agency", detail.agency_names or {"": detail.agency}),
        tell.one("contractor", detail.contractor),
        tell.one("supervisor", detail.supervisor),
        tell.one("address", detail.address),
        tell.text("descriptions", detail.descriptions),
    )


def _plan(tell: _Teller) -> tuple[Row, ...]:
    _ = tell.page.translate
    return (
        Row(_("Start"), tell.day("original_start"), tell.day("planned_start"), tell.day("actual_start")),
        Row(_("End"), tell.day("original_end"), tell.day("planned_end"), tell.day("actual_end")),
    )


def _money(tell: _Teller, detail: ProjectDetail) -> tuple[Fact, ...]:
    names = ("original_budget", "budget", "contract_amount")
    growth = tell.derived("cost_growth", detail.cost_growth, tell.page.writing.percent)
    return (*(tell.money(name, getattr(detail, name)) for name in names), *growth)


def _progress(tell: _Teller, detail: ProjectDetail) -> tuple[Fact, ...]:
    percent, progress = tell.page.writing.percent, detail.progress

    def late(days: int) -> str:
        shown = tell.page.writing.number(abs(days))
        if days >= 0:
            return shown
        return tell.page.counted("ready {days} day early", "ready {days} days early", -days).format(days=shown)

    return (
        tell.one("progress_planned", progress.planned, percent),
        tell.one("progress_actual", progress.actual, percent),
        tell.one("progress_as_of", progress.as_of, tell.page.writing.day),
        *tell.derived("progress_gap", detail.progress_gap, percent),
        *tell.derived("days_late", detail.days_late, late),
        *tell.derived("days_silent", detail.days_silent, tell.page.writing.number),
        *tell.derived("end_shift_days", detail.end_shift_days, tell.page.writing.number),
        *tell.derived("extension_count", detail.extension_count, tell.page.writing.number),
    )


def _trust(tell: _Teller, detail: ProjectDetail) -> tuple[Fact, ...]:
    place = detail.location
    accuracies = accuracy_names(tell.page)
    hidden = (tell.one("footprint", None),) if "footprint" in detail.withheld else ()
    return (
        *hidden,
        tell.one("location_source", place.source),
        tell.one("location_method", place.method),
        tell.one("location_accuracy", place.accuracy, lambda code: accuracies[code]),
        tell.one("location_verified_by", place.verified_by),
        tell.one("location_verified_on", place.verified_on, tell.page.writing.day),
    )


def _publication(tell: _Teller, detail: ProjectDetail) -> tuple[Fact, ...]:
    number = tell.page.writing.number
    return (
        tell.one("id", detail.id),
        tell.one("version", detail.version, number),
        tell.one("publication", detail.publication, number),
        tell.one("published_at", detail.published_at, tell.page.writing.instant),
    )


def accuracy_names(page: Page) -> dict[str, str]:
    """The accuracy classes of a footprint."""
    _ = page.translate
    return {
        "surveyed": _("Surveyed on the ground"),
        "design": _("From the design drawings"),
        "digitised": _("Drawn from a map or picture"),
        "geocoded": _("Found by address"),
        "approximate": _("Approximate"),
    }


def labels(page: Page) -> dict[str, Any]:
    """What each fact is called."""
    _ = page.translate
    return {
        "id": _("Id"),
        "status": _("Status"),
        "category": _("Category"),
        "agency": _("Agency"),
        "contractor": _("Contractor"),
        "supervisor": _("Supervisor"),
        "address": _("Address"),
        "descriptions": _("Description"),
        "original_start": _("Original start"),
        "original_end": _("Original end"),
        "planned_start": _("Planned start"),
        "planned_end": _("Planned end"),
        "actual_start": _("Actual start"),
        "actual_end": _("Actual end"),
        "progress_planned": _("Planned progress"),
        "progress_actual": _("Actual progress"),
        "progress_as_of": _("As of"),
        "progress_gap": _("Planned minus actual progress"),
        "days_late": _("Days late"),
        "days_silent": _("Days without news"),
        "end_shift_days": _("Days from the first planned end to the one known now"),
        "extension_count": _("Extensions"),
        "cost_growth": _("Growth of the budget since the first one"),
        "original_budget": _("Original budget"),
        "budget": _("Current budget"),
        "contract_amount": _("Contract amount"),
        "footprint": _("Place"),
        "location_source": _("Source of the place"),
        "location_method": _("Method"),
        "location_accuracy": _("Accuracy"),
        "location_verified_by": _("Verified by"),
        "location_verified_on": _("Verified on"),
        "version": _("Version"),
        "publication": _("Publication"),
        "published_at": _("Published"),
    }
