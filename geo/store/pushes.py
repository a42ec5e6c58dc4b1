"""The push interface: keys, what was pushed, the facts as they stand, answers given, rates, and the audit.

The serving role cannot read any of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Double, ForeignKey, Identity, Index, LargeBinary, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import INTAKE, Base, SortableId

_NOW = text("clock_timestamp()")


class ApiKey(Base):
    """A key of one agency: the SHA-256 of its secret, and what it may do."""

    __tablename__ = "api_key"
    __table_args__ = ({"schema": INTAKE},)

    id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    agency: Mapped[str] = mapped_column(SortableId)
    names: Mapped[dict[str, str]]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    label: Mapped[str]
    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=_NOW)
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Push(Base):
    """One push: what it asks for, how far it has come, and who decided on it."""

    __tablename__ = "push"
    __table_args__ = (
        Index("push_agency_idx", "agency", "id"),
        Index("push_open_idx", "agency", "id", postgresql_where=text("state IN ('held', 'waiting')")),
        {"schema": INTAKE},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    key_id: Mapped[str] = mapped_column(ForeignKey(ApiKey.id))
    agency: Mapped[str] = mapped_column(SortableId)
    kind: Mapped[str]
    partial: Mapped[bool]
    full: Mapped[bool] = mapped_column("is_full")
    state: Mapped[str]
    reason: Mapped[str | None]
    items: Mapped[int] = mapped_column(BigInteger)
    publication: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=_NOW)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(ForeignKey(ApiKey.id))
    purged_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class PushItem(Base):
    """What a push says of one project, as it was sent, and what became of it; a purge leaves no payload.

    `revision` is the one that If-Match asked for, as `data.intake.pushed.Pushed` has it.
    """

    __tablename__ = "push_item"
    __table_args__ = (
        Index("push_item_open_idx", "push_id", "number", postgresql_where=text("state IN ('held', 'waiting')")),
        {"schema": INTAKE},
    )

    push_id: Mapped[int] = mapped_column(ForeignKey(Push.id), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    code: Mapped[str]
    project_id: Mapped[str] = mapped_column(SortableId)
    state: Mapped[str]
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    reasons: Mapped[list[dict[str, Any]] | None]
    revision: Mapped[int | None] = mapped_column(BigInteger)


class Record(Base):
    """The facts of a project as its agency last stated them, withheld ones included; `revision` is its ETag."""

    __tablename__ = "record"
    __table_args__ = (Index("record_agency_idx", "agency", "code", unique=True), {"schema": INTAKE})

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    agency: Mapped[str] = mapped_column(SortableId)
    code: Mapped[str] = mapped_column(SortableId)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    revision: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    source_time: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    withdrawn: Mapped[bool]
    push_id: Mapped[int] = mapped_column(ForeignKey(Push.id))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=_NOW)


class Idempotency(Base):
    """The answer that a key was given for an Idempotency-Key; `digest` is the SHA-256 of the request."""

    __tablename__ = "idempotency"
    __table_args__ = (Index("idempotency_made_idx", "made_at"), {"schema": INTAKE})

    key_id: Mapped[str] = mapped_column(ForeignKey(ApiKey.id), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(SortableId, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int | None] = mapped_column(SmallInteger)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=_NOW)


class Rate(Base):
    """How often a key or an address may still ask, as of an instant; unlogged, since a crash may forget it."""

    __tablename__ = "rate"
    __table_args__ = ({"schema": INTAKE, "prefixes": ["UNLOGGED"]},)

    name: Mapped[str] = mapped_column(SortableId, primary_key=True)
    remaining: Mapped[float] = mapped_column(Double)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Audit(Base):
    """Who did what, when, from where, and what came of it; rows are only ever added (held by a trigger)."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_agency_idx", "agency", "id"), {"schema": INTAKE})

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=_NOW)
    actor: Mapped[str]
    agency: Mapped[str | None] = mapped_column(SortableId)
    address: Mapped[str | None]
    action: Mapped[str]
    target: Mapped[str | None]
    outcome: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
