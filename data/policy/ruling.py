"""A whole policy, and what it rules of one project on one day."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

from pydantic import Field, PrivateAttr, field_validator, model_validator

from data.policy.classes import AgencyRules, ProjectClass
from data.policy.coarser import Districts
from data.policy.fields import every, flat
from data.policy.rules import NOT_NAMED, Delayed, Generalised, Plans, Public, Reasoned, Rule, Sentence, Strict, Withheld
from data.screening import ScreeningRules
from geo.disclosure import WITHHOLDABLE
from geo.project import Project


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is hidden of a project and why, which of it for a time only, and what is told more coarsely.

    A section that is hidden stands alone; of one that is shown, its hidden fields are named by their paths.
    """

    hidden: Mapping[str, Reasoned]
    coarse: Mapping[str, tuple[Generalised, ...]] = field(default_factory=dict)
    delayed: frozenset[str] = frozenset()

    def reason(self, name: str) -> Reasoned | None:
        """Why not all of a field is public; None where it is."""
        section = name.partition(".")[0]
        return self.hidden.get(name) or self.hidden.get(section) or next(iter(self.coarse.get(name, ())), None)


@dataclass(frozen=True, slots=True)
class _Laid:
    """The rules laid over each other for one kind of project: what needs no look at its dates, and what does."""

    ruling: Ruling
    delays: tuple[tuple[str, Delayed], ...]


class Policy(Strict):
    """A whole policy. What it does not name is withheld.

    An agency's rules stand in place of the general ones; the rules of classes only tighten what holds otherwise. Of
    several that hide a field, one that never ends comes before one that does; of several that generalise, all apply.
    """

    title: Sentence
    fields: dict[str, Rule]
    agencies: tuple[AgencyRules, ...] = ()
    classes: tuple[ProjectClass, ...] = ()
    screening: ScreeningRules = ScreeningRules()
    plans: Plans = Plans()
    approval: dict[str, Any] = Field(default_factory=dict)  # read by `data.intake.approval`
    _hidden: dict[date, frozenset[str]] = PrivateAttr(default_factory=dict)
    _known: dict[tuple[str | None, tuple[bool, ...]], _Laid] = PrivateAttr(default_factory=dict)

    @field_validator("fields", mode="before")
    @classmethod
    def _paths(cls, told: Any) -> Any:  # noqa: ANN401
        return dict(flat(told)) if isinstance(told, dict) else told

    @model_validator(mode="after")
    def _rules_suit(self) -> Self:
        _ = self._tables
        named = [code for one in self.agencies for code in one.agencies]
        if twice := sorted({code for code in named if named.count(code) > 1}):
            raise ValueError(f"agencies: {', '.join(twice)} has rules twice")
        return self

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The general rules by field. Raises ValueError as `every` does."""
        return every(self.fields)

    @cached_property
    def asks_for_places(self) -> bool:
        """Whether any rule tells footprints as districts."""
        rules = (rules.get("footprint") for rules in self._tables)
        return any(isinstance(rule, Generalised) and isinstance(rule.how, Districts) for rule in rules)

    @cached_property
    def waits(self) -> frozenset[str]:
        """The fields that some rule delays."""
        return frozenset(name for rules in self._tables for name, rule in rules.items() if isinstance(rule, Delayed))

    @cached_property
    def generalised(self) -> frozenset[str]:
        """The fields that some rule tells more coarsely."""
        rules = [pair for rules in self._tables for pair in rules.items()]
        return frozenset(name for name, rule in rules if isinstance(rule, Generalised))

    def unpublished(self, project: Project, unknown: Container[str] = ()) -> ProjectClass | None:
        """The class for which nothing of the project is published; `unknown` as for a ruling."""
        return next((one for one in self.classes if not one.publish and one.when.holds(project, unknown)), None)

    def shares_plan(self, project: Project) -> bool:
        """Whether planners of other agencies may see anything of the project before it is published."""
        return bool(self.plans.share) and all(one.shares_plans for one in self.classes if one.when.holds(project))

    def ruling(
        self, project: Project, today: date, *, latest: Project | None = None, unknown: Container[str] = ()
    ) -> Ruling:
        """What the policy rules of a project on the day asked.

        `latest` is what is known last of it, by which waits end; `unknown` names facts that are not known since they
        are withheld, so that every class that asks for them holds.
        """
        laid = self._laid(project.agency, tuple(one.when.holds(project, unknown) for one in self.classes))
        waiting = {name: one for name, one in laid.delays if not one.is_over(latest or project, today)}
        if not waiting:
            return laid.ruling
        return _ruled({**waiting, **laid.ruling.hidden}, laid.ruling.coarse, waiting)

    def hidden_from_all(self, today: date) -> frozenset[str]:
        """The fields that are public for no project on the day asked, whatever it is."""
        if (known := self._hidden.get(today)) is not None:
            return known
        tables = [self.rules, *({**self.rules, **one.rules} for one in self.agencies)]
        self._hidden.clear()
        self._hidden[today] = found = frozenset(
            name for name in WITHHOLDABLE if all(_is_shut(rules.get(name, NOT_NAMED), today) for rules in tables)
        )
        return found

    def _laid(self, agency: str, holds: tuple[bool, ...]) -> _Laid:
        own = next((one for one in self.agencies if agency in one.agencies), None)
        key = (agency if own else None, holds)
        if key not in self._known:
            base = {**self.rules, **(own.rules if own else {})}
            tighter = [one.rules for one, held in zip(self.classes, holds, strict=True) if held]
            self._known[key] = _lay(base, tighter)
        return self._known[key]

    @cached_property
    def _tables(self) -> tuple[dict[str, Rule], ...]:
        """The rules of every part. Raises ValueError as `every` does."""
        return (self.rules, *(one.rules for one in self.agencies), *(one.rules for one in self.classes))


def _lay(base: Mapping[str, Rule], tighter: list[dict[str, Rule]]) -> _Laid:
    hidden: dict[str, Reasoned] = {}
    coarse: dict[str, tuple[Generalised, ...]] = {}
    delays: list[tuple[str, Delayed]] = []
    for name in WITHHOLDABLE:
        rules = [base.get(name, NOT_NAMED), *(more[name] for more in tighter if name in more)]
        if (shut := next((rule for rule in rules if isinstance(rule, Withheld)), None)) is not None:
            hidden[name] = shut
            continue
        delays += [(name, rule) for rule in rules if isinstance(rule, Delayed)]
        if found := tuple(rule for rule in rules if isinstance(rule, Generalised)):
            coarse[name] = found
    return _Laid(_ruled(hidden, coarse, ()), tuple(delays))


def _ruled(hidden: Mapping[str, Reasoned], coarse: Mapping[str, tuple[Generalised, ...]], waiting: Any) -> Ruling:  # noqa: ANN401
    """The ruling without the fields of sections that are hidden as wholes."""
    kept = {name: rule for name, rule in hidden.items() if name.partition(".")[0] not in hidden or "." not in name}
    shown = {name: how for name, how in coarse.items() if name not in kept and name.partition(".")[0] not in kept}
    return Ruling(MappingProxyType(kept), MappingProxyType(shown), frozenset(name for name in waiting if name in kept))


def _is_shut(rule: Rule, today: date) -> bool:
    if isinstance(rule, Delayed):
        return isinstance(rule.until, date) and rule.until > today
    return not isinstance(rule, (Public, Generalised))
