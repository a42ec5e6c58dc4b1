"""What was sent: loads and their submissions. The serving role cannot read any of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import INTAKE, Base


class Load(Base):
    """One file that was loaded, with what became of its rows."""

    __tablename__ = "load"
    __table_args__ = ({"schema": INTAKE},)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    mapping: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    publication: Mapped[int | None] = mapped_column(BigInteger)
    published: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    unchanged: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    held: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class Submission(Base):
    """One row exactly as it was sent, and its state: `published`, `unchanged` or `held` with reasons."""

    __tablename__ = "submission"
    __table_args__ = (
        Index("submission_held_idx", "load_id", "row_number", postgresql_where=text("state = 'held'")),
        {"schema": INTAKE},
    )

    load_id: Mapped[int] = mapped_column(ForeignKey(Load.id), primary_key=True)
    row_number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    project_id: Mapped[str | None]
    state: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    geometry: Mapped[bytes | None] = mapped_column(LargeBinary)
    reasons: Mapped[list[dict[str, Any]] | None]
