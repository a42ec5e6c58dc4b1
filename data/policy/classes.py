"""Which projects a rule of its own holds for."""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from data.policy.fields import every, flat
from data.policy.rules import Reasoned, Rule, Sentence, Strict, Tightening, Withheld
from data.policy.words import Words
from geo.codes import Category, Status
from geo.project import Project


class When(Strict):
    """Which projects a class holds: those that match every list that is given, but for those of `unless`.

    `words` match beginnings of words in titles and descriptions, but not in phrases of `not_in` (`data.policy.words`).
    """

    status: frozenset[Status] | None = None
    category: frozenset[Category] | None = None
    agency: frozenset[str] | None = None
    projects: frozenset[str] | None = None
    words: frozenset[Sentence] | None = None
    not_in: frozenset[Sentence] = frozenset()
    unless: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(one is None for one in (self.status, self.category, self.agency, self.projects, self.words)):
            raise ValueError("say status, category, agency, projects or words")
        return self

    def holds(self, project: Project, unknown: Container[str] = ()) -> bool:
        """Whether the project is of the class; what is `unknown` of it, since it is withheld, is taken to match."""
        return (
            project.id not in self.unless
            and all(
                allowed is None or name in unknown or value in allowed
                for name, allowed, value in (
                    ("status", self.status, project.status),
                    ("category", self.category, project.category),
                    ("agency", self.agency, project.agency),
                    ("id", self.projects, project.id),
                )
            )
            and (self._words is None or any(self._words.stand_in(text) for text in _texts(project)))
        )

    @cached_property
    def _words(self) -> Words | None:
        return None if self.words is None else Words(self.words, self.not_in)


def _texts(project: Project) -> tuple[str, ...]:
    return (*project.titles.values(), *project.descriptions.values())


class ProjectClass(Reasoned):
    """Projects of which less is published: rules here only tighten what holds otherwise.

    `withhold` names fields on the class's own ground; with `publish = false` the whole project stays unpublished.
    `share_plans` says whether planners of other agencies may see where and when such a project is planned before it is
    published; where it is not said, they may if such projects are published at all.
    """

    name: Sentence
    when: When
    withhold: frozenset[str] = frozenset()
    fields: dict[str, Tightening] = Field(default_factory=dict)
    publish: bool = True
    share_plans: bool | None = None

    @property
    def shares_plans(self) -> bool:
        """Whether planners of other agencies may see plans of this class."""
        return self.publish if self.share_plans is None else self.share_plans

    @field_validator("fields", mode="before")
    @classmethod
    def _paths(cls, told: Any) -> Any:  # noqa: ANN401
        return dict(flat(told)) if isinstance(told, dict) else told

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """What it says of each field. Raises ValueError as `every` does."""
        own = {"ground": self.ground, "decided_by": self.decided_by, "review": self.review}
        withheld = Withheld(disclosure="withheld", **own)
        return every({**dict.fromkeys(self.withhold, withheld), **self.fields})


class AgencyRules(Strict):
    """What agencies publish otherwise: these rules stand in place of the general ones."""

    agencies: frozenset[str] = Field(min_length=1)
    fields: dict[str, Rule]

    @field_validator("fields", mode="before")
    @classmethod
    def _paths(cls, told: Any) -> Any:  # noqa: ANN401
        return dict(flat(told)) if isinstance(told, dict) else told

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """What it says of each field. Raises ValueError as `every` does."""
        return every(self.fields)
