"""The ten sections of a project's details: in one fixed order, as JSON, and without what is withheld."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, TypeVar

from pydantic import Field, ValidationError, field_validator

from geo.details.sections import (
    Change,
    Contact,
    Contract,
    Coordination,
    Document,
    MonitoringBrief,
    Participant,
    Payment,
    Penalty,
    Photo,
    Scale,
    Subcontract,
)
from geo.details.texts import exact_json
from geo.details.values import Part
from geo.errors import BadInput

AnyPart = TypeVar("AnyPart", bound=Part)


class Details(Part):
    """What is known of a project beyond its facts. `None` is *not entered*, an empty section is entered as empty.

    Each section stands in one order, whatever order it was given in: by day where its parts have one, then by id.
    Ids are those of one section only once; of `coordination` there is one part at most.
    """

    scale: tuple[Scale, ...] | None = None
    participants: tuple[Participant, ...] | None = None
    contacts: tuple[Contact, ...] | None = None
    contracts: tuple[Contract, ...] | None = None
    changes: tuple[Change, ...] | None = None
    documents: tuple[Document, ...] | None = None
    photos: tuple[Photo, ...] | None = None
    briefs: tuple[MonitoringBrief, ...] | None = None
    penalties: tuple[Penalty, ...] | None = None
    coordination: tuple[Coordination, ...] | None = Field(default=None, max_length=1)

    @field_validator("*", mode="after")
    @classmethod
    def _in_order(cls, parts: tuple[Part, ...] | None) -> tuple[Part, ...] | None:
        return None if parts is None else _ordered(tuple(_inner(part) for part in parts))

    @property
    def entered(self) -> Mapping[str, tuple[Part, ...]]:
        """The sections that were entered, by their names."""
        return {name: parts for name in SECTIONS if (parts := getattr(self, name)) is not None}

    def has(self, path: str) -> bool:
        """Whether a section, or a field (`section.field`) of any part of it, was entered."""
        section, _, field = path.partition(".")
        parts = getattr(self, section)
        return parts is not None and (not field or any(getattr(part, field) is not None for part in parts))

    def without(self, paths: Collection[str]) -> Details:
        """The details without these sections and fields."""
        shown = {name: _bare(parts, name, paths) for name, parts in self.entered.items() if name not in paths}
        return Details(**shown)

    def members(self) -> dict[str, Any]:
        """What was entered, as JSON's own kinds of values, with numbers as exact decimals."""
        return self.model_dump(exclude_none=True)

    def as_json(self) -> str:
        """What was entered, as JSON text with exact digits; `{}` where nothing was."""
        return "{}" if self is NOTHING or self == NOTHING else exact_json(self.members())


NOTHING: Final = Details()
"""The details of a project of which none were entered."""
SECTIONS: Final = tuple(Details.model_fields)
"""The names of the sections, in their order."""
PARTS: Final[Mapping[str, type[Part]]] = {
    "scale": Scale,
    "participants": Participant,
    "contacts": Contact,
    "contracts": Contract,
    "changes": Change,
    "documents": Document,
    "photos": Photo,
    "briefs": MonitoringBrief,
    "penalties": Penalty,
    "coordination": Coordination,
}
"""What the parts of each section are."""


def details(members: Mapping[str, Any]) -> Details:
    """The details that JSON holds, read with its numbers as integers or decimals. Raises BadInput naming the place."""
    try:
        return Details.model_validate(members)
    except ValidationError as cause:
        fault = cause.errors(include_url=False, include_context=False)[0]
        place = "/".join(str(step) for step in fault["loc"])
        raise BadInput(f"The details cannot be used: /{place}: {fault['msg']}.") from cause


def paths() -> Iterator[str]:
    """Every section, and behind each the fields (`section.field`) that its parts need not have."""
    for section, part in PARTS.items():
        yield section
        yield from (f"{section}.{name}" for name, field in part.model_fields.items() if not field.is_required())


def _bare(parts: tuple[Part, ...], section: str, paths: Collection[str]) -> tuple[Part, ...]:
    prefix = f"{section}."
    gone = dict.fromkeys(path.removeprefix(prefix) for path in paths if path.startswith(prefix))
    return tuple(part.model_copy(update=gone) for part in parts) if gone else parts


def _inner(part: Part) -> Part:
    """A contract with its own lists in order."""
    if not isinstance(part, Contract):
        return part
    lists: dict[str, tuple[Subcontract | Payment, ...] | None] = {
        "subcontracts": part.subcontracts,
        "payments": part.payments,
    }
    return part.model_copy(update={name: _ordered(inner) for name, inner in lists.items() if inner is not None})


def _ordered(parts: tuple[AnyPart, ...]) -> tuple[AnyPart, ...]:
    ids = [part_id for part in parts if (part_id := getattr(part, "id", None)) is not None]
    if len(set(ids)) != len(ids):
        raise ValueError(f"an id stands twice: {next(one for one in ids if ids.count(one) > 1)!r}")
    return tuple(sorted(parts, key=_place))


def _place(part: Part) -> tuple[str, str, str]:
    """By day where there is one, the undated last; then by id; else, and among equals, by everything."""
    day = getattr(part, "date", None)
    return ("9999-99-99" if day is None else day.isoformat(), getattr(part, "id", ""), part.model_dump_json())
