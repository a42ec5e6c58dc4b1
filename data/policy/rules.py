"""The policy file: TOML, one rule a field, and classes of projects with rules of their own."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, model_validator

from geo.codes import Category, Status
from geo.disclosure import WITHHOLDABLE
from geo.errors import BadInput
from geo.project import Project

DEFAULT_POLICY: Final = Path(__file__).parent / "default.toml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Public(_Strict):
    """The field is published."""

    disclosure: Literal["public"]


class Withheld(_Strict):
    """The field is not published, on a ground that is reviewed."""

    disclosure: Literal["withheld"]
    ground: Annotated[str, Field(min_length=1)]
    decided_by: Annotated[str, Field(min_length=1)]
    review: date


class When(_Strict):
    """Which projects a class holds: those that match every list that is given."""

    status: frozenset[Status] | None = None
    category: frozenset[Category] | None = None
    agency: frozenset[str] | None = None

    def holds(self, project: Project) -> bool:
        """Whether the project, as it was sent, is of the class."""
        return all(
            allowed is None or value in allowed
            for allowed, value in (
                (self.status, project.status),
                (self.category, project.category),
                (self.agency, project.agency),
            )
        )


class ProjectClass(_Strict):
    """Projects of which more is withheld."""

    name: Annotated[str, Field(min_length=1)]
    when: When
    withhold: frozenset[str]
    ground: Annotated[str, Field(min_length=1)]
    decided_by: Annotated[str, Field(min_length=1)]
    review: date


class Policy(_Strict):
    """A whole policy. What it does not name is withheld."""

    title: str
    fields: dict[str, Annotated[Public | Withheld, Field(discriminator="disclosure")]]
    classes: tuple[ProjectClass, ...] = ()
    _known: dict[tuple[bool, ...], frozenset[str]] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _fields_are_known(self) -> Policy:
        named = set(self.fields).union(*(c.withhold for c in self.classes))
        if unknown := sorted(named - set(WITHHOLDABLE)):
            raise ValueError(f"unknown fields {', '.join(unknown)}; known are {', '.join(WITHHOLDABLE)}")
        return self

    def blocked(self, project: Project) -> frozenset[str]:
        """The properties of this project that are not public."""
        holds = tuple(c.when.holds(project) for c in self.classes)
        if holds not in self._known:
            always = {name for name in WITHHOLDABLE if self._is_hidden(name)}
            more = (c.withhold for c, held in zip(self.classes, holds, strict=True) if held)
            self._known[holds] = frozenset(always.union(*more))
        return self._known[holds]

    def _is_hidden(self, name: str) -> bool:
        """A field of a section is as public as the section, where the policy does not name it."""
        section, _, field = name.partition(".")
        rule = self.fields.get(name) or (self.fields.get(section) if field else None)
        return not isinstance(rule, Public)


def load_policy(file: Path | None = None) -> Policy:
    """Read a policy file, the default one where none is named. Raises BadInput naming the place and the fault."""
    path = file or DEFAULT_POLICY
    try:
        return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as cause:
        fault = cause.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in fault["loc"]) or "the file"
        raise BadInput(f"The policy {path.name} cannot be used: {place}: {fault['msg']}.") from cause
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise BadInput(f"The policy {path.name} cannot be read: {cause}.") from cause
