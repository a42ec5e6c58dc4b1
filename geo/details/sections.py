"""The parts of the ten sections of a project's details. Ids are those of the agency, stable within the project."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

from geo.codes import Exemption, Firmness, Ground
from geo.details.codes import ChangeType, ContractStatus, Role
from geo.details.values import (
    Code,
    Day,
    Id,
    Identifier,
    Language,
    Line,
    Number,
    Organisation,
    Part,
    Sha256,
    Text,
    Url,
    Value,
)

Degrees = Annotated[Number, Field(ge=0, lt=Decimal(360))]


class Scale(Part):
    """How much is built, as a number with its unit: a UCUM code (`m`, `m2`, `km`) or a plain word (`floors`)."""

    name: Line
    value: Number | None = None
    unit: Line | None = None


class Participant(Part):
    """An organisation that takes part."""

    id: Id
    name: Line | None = None
    roles: tuple[Role, ...] | None = None
    identifier: Identifier | None = None


class Contact(Part):
    """Who may be asked. `phone` and `email` are of the office; `name` and `mobile` are of a person."""

    role: Line
    office: Line | None = None
    organisation: Line | None = None
    phone: Line | None = None
    email: Line | None = None
    name: Line | None = None
    mobile: Line | None = None


class Subcontract(Part):
    """A contract under a contract."""

    id: Id
    title: Line | None = None
    supplier: Organisation | None = None
    amount: Value | None = None


class Payment(Part):
    """A payment under a contract; `kind` is a code of the agency, as `advance` or `final`."""

    id: Id
    date: Day | None = None
    amount: Value | None = None
    payer: Line | None = None
    payee: Line | None = None
    kind: Code | None = None


class Contract(Part):
    """A contract. It may stand in several projects under the same id."""

    id: Id
    title: Line | None = None
    suppliers: tuple[Organisation, ...] | None = None
    amount: Value | None = None
    signed: Day | None = None
    start: Day | None = None
    end: Day | None = None
    status: ContractStatus | None = None
    subcontracts: tuple[Subcontract, ...] | None = None
    payments: tuple[Payment, ...] | None = None


class Change(Part):
    """An extension (`duration`) or another change of the design or the value, with its reason."""

    id: Id
    type: ChangeType
    date: Day | None = None
    reason: Text | None = None
    old_end: Day | None = None
    new_end: Day | None = None
    old_amount: Value | None = None
    new_amount: Value | None = None
    description: Text | None = None


class Document(Part):
    """A document, as an approval or a periodic report; `type` is a code of OC4IDS `documentType`."""

    id: Id
    type: Code | None = None
    title: Line | None = None
    url: Url | None = None
    published: Day | None = None
    sha256: Sha256 | None = None
    bytes: Annotated[int, Field(strict=True, ge=0, le=2**53)] | None = None
    language: Language | None = None


class Photo(Part):
    """A photo by its address; `direction` is where it looks to, in degrees clockwise from north."""

    id: Id
    url: Url
    title: Line | None = None
    taken_on: Day | None = None
    direction: Degrees | None = None


class MonitoringBrief(Part):
    """What citizens who monitor a work have said of it; `state` is a code, as `open` or `answered`."""

    id: Id
    date: Day | None = None
    text: Text | None = None
    state: Code | None = None


class Penalty(Part):
    """Penalty points that a contractor was given."""

    id: Id
    date: Day | None = None
    contractor: Line | None = None
    points: Number | None = None
    reason: Text | None = None


def _each_once(codes: tuple[Ground, ...]) -> tuple[Ground, ...]:
    return tuple(sorted(set(codes)))


class Coordination(Part):
    """When else the work could be done, how sure it is, and what it does to the ground: for those who plan beside it.

    The planned dates are the best ones; `early_*` and `late_*` are the earliest and the latest that are acceptable.
    `exception` is why it may cut into a street that was paved a short time ago.
    """

    id: Id
    firmness: Firmness | None = None
    exception: Exemption | None = None
    ground: Annotated[tuple[Ground, ...], AfterValidator(_each_once)] | None = None
    early_start: Day | None = None
    early_end: Day | None = None
    late_start: Day | None = None
    late_end: Day | None = None
