"""On what ground a fact is withheld, as the disclosure policy says."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from urllib.parse import quote

from data.policy import Policy
from geo.codes import Category, Status
from geo.project import Project
from geo.values import Names
from maps.texts import Translate


class Described(Protocol):
    """As much of a project as a policy asks for."""

    @property
    def id(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def titles(self) -> Names: ...  # noqa: D102
    @property
    def agency(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str | None: ...  # noqa: D102
    @property
    def category(self) -> str | None: ...  # noqa: D102
    @property
    def withheld(self) -> frozenset[str]: ...  # noqa: D102


def ground(policy: Policy, name: str, detail: Described, today: date) -> str | None:
    """The ground of a withheld fact; None where the present policy knows none."""
    project = Project(
        id=detail.id,
        titles=detail.titles,
        agency=detail.agency,
        status=Status(detail.status) if detail.status else None,
        category=Category(detail.category) if detail.category else None,
    )
    reason = policy.ruling(project, today, unknown=detail.withheld).reason(name)
    return None if reason is None else reason.ground


def register(language: str, field: str) -> str:
    """The page of the register that tells of one field, in a language."""
    return f"/{language}/disclosure/withheld?field={quote(field, safe='')}"


def unnamed(_: Translate) -> str:
    """The ground of what a policy does not name; what shipped policies say is translated as they stand."""
    return _("The disclosure policy does not name this field.")
