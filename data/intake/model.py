"""What a push may say: the whole model of a project, and the pushes of a part of it. JSON Schema is made of it.

Names and types are those of the published features and of `geo.details`; numbers are exact decimals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from data.intake.geometry import CRS, plain
from data.intake.revisions import Conditional
from data.readers.geojsongeometry import geometry_of
from data.rules import Fault as BrokenRule
from geo.details import (
    SECTIONS,
    Change,
    Contact,
    Contract,
    Coordination,
    Details,
    Document,
    MonitoringBrief,
    Participant,
    Payment,
    Penalty,
    Photo,
    Scale,
)
from geo.details.values import Day, Id, Language, Line, Number, Part, Text, Value

ID_FORM: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,118}$"
ID: Final = re.compile(ID_FORM.removeprefix("^").removesuffix("$"))
"""The form of a project's code, for a whole text."""
_INSTANT: Final = re.compile(r"(?!000[01]|9999)\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)")


def _instant(value: object) -> datetime:
    if not (isinstance(value, str) and _INSTANT.fullmatch(value)):
        raise ValueError("an instant is written as 2026-11-26T08:00:00+07:00; its offset is needed")
    return datetime.fromisoformat(value.upper().replace("Z", "+00:00")).astimezone(UTC)


def _geometry(value: object) -> object:
    try:
        geometry_of(plain(value))
    except BrokenRule as fault:
        raise ValueError(str(fault)) from fault
    return value


GEOMETRIES: Final = (
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
    "GeometryCollection",
)
Instant = Annotated[datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]
ProjectCode = Annotated[str, Field(strict=True, pattern=ID_FORM)]
Sequence = Annotated[int, Field(strict=True, ge=0, le=2**53)]
Names = Annotated[dict[Language, Text], Field(min_length=1, max_length=20)]
Geometry = Annotated[
    Any,
    AfterValidator(_geometry),
    WithJsonSchema(
        {
            "description": "A GeoJSON geometry (RFC 7946, section 3.1), or null.",
            "type": ["object", "null"],
            "required": ["type"],
            "properties": {"type": {"enum": [*GEOMETRIES]}},
        }
    ),
]


class Ordered(Part):
    """Where a push stands among those of its source: a number that grows, or the instant at which it was true."""

    sequence: Sequence | None = None
    source_time: Instant | None = None


class ProgressReport(Part):
    """How far a work has got: fractions from 0 to 1, planned and actual, and the day on which they were true."""

    planned: Number | None = None
    actual: Number | None = None
    as_of: Day | None = None


class DatedReport(ProgressReport):
    """A progress with its day."""

    as_of: Day


class Location(Part):
    """Where the footprint comes from and how far it can be trusted."""

    source: Line | None = None
    method: Line | None = None
    accuracy: Line | None = None
    verified_by: Line | None = None
    verified_on: Day | None = None


class Sections(Part):
    """The sections of a project's details; each stands in one order, and has an id only once."""

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

    @field_validator(*SECTIONS, mode="after")
    @classmethod
    def _in_order(cls, parts: object, info: ValidationInfo) -> object:
        try:
            return getattr(Details(**{str(info.field_name): parts}), str(info.field_name))
        except ValidationError as cause:
            raise ValueError(cause.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")) from cause


class Facts(Sections):
    """All that is said of a project. Only a title is needed; null is *not entered*.

    `geometry` is GeoJSON, in the CRS that `crs` names (east before north), else longitude and latitude on WGS 84.
    `sample` says that the project is made up; it is published with it.
    """

    titles: Names
    descriptions: Names | None = None
    status: Line | None = None
    category: Line | None = None
    contractor: Line | None = None
    supervisor: Line | None = None
    address: Line | None = None
    original_start: Day | None = None
    original_end: Day | None = None
    planned_start: Day | None = None
    planned_end: Day | None = None
    actual_start: Day | None = None
    actual_end: Day | None = None
    progress: ProgressReport | None = None
    reports: tuple[DatedReport, ...] | None = None
    original_budget: Value | None = None
    budget: Value | None = None
    contract_amount: Value | None = None
    geometry: Geometry = None
    crs: Annotated[str, Field(strict=True, pattern=CRS)] | None = None
    location: Location | None = None
    districts: tuple[Line, ...] | None = None
    sample: Annotated[bool, Field(strict=True)] | None = None

    def members(self) -> dict[str, Any]:
        """What was entered, as JSON's own kinds of values, with numbers as exact decimals."""
        return self.model_dump(exclude_none=True)


class ProjectPush(Facts, Ordered):
    """A project as its agency sees it now.

    What has an interface of its own and the other lists stay where they are absent; all else that is absent goes.
    """

    code: ProjectCode | None = None


class BatchProject(ProjectPush, Conditional):
    """A project of a batch, with its code, and what it asks of the revision that is known."""

    code: ProjectCode


class ProgressPush(Ordered, DatedReport):
    """A report of progress: it joins those that are known, and the newest is the project's progress."""


class SentContract(Contract):
    """A contract, and the codes of the other projects that it stands in, all of the same agency."""

    projects: tuple[ProjectCode, ...] = ()


class ContractsPush(Ordered):
    """Contracts: each takes the place of the one with its id; subcontracts and payments that are absent stay."""

    contracts: Annotated[tuple[SentContract, ...], Field(min_length=1, max_length=500)]


class SentPayment(Payment):
    """A payment under the contract of this id."""

    contract: Id


class PaymentsPush(Ordered):
    """Payments: each takes the place of the one with its id, in every project that its contract stands in."""

    payments: Annotated[tuple[SentPayment, ...], Field(min_length=1, max_length=2_000)]


class SentChange(Change):
    """An extension or another change, with its reason."""

    reason: Text


class ChangesPush(Ordered):
    """Changes: each takes the place of the one with its id. The newest extension moves the planned end."""

    changes: Annotated[tuple[SentChange, ...], Field(min_length=1, max_length=500)]


class Withdrawal(Ordered):
    """A project that is taken back, and why; its history stays."""

    reason: Text


class Decision(Part):
    """Why a submission is rejected."""

    reason: Text


KEPT: Final = ("progress", "reports", *SECTIONS)
"""Members of a project that stay as they were where a push leaves them out."""


def entered(part: Part) -> Mapping[str, Any]:
    """The members that were given, absent ones left out."""
    return {name: getattr(part, name) for name in part.model_fields_set}
