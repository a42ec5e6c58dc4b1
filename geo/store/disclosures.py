"""What is kept of how much is disclosed. Derived, so it may be made again, but for the terms of versions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import PUBLISHED, Base, SortableId


class VersionTerms(Base):
    """Which of a version's withheld fields become public of themselves; a version without such has no row."""

    __tablename__ = "version_terms"
    __table_args__ = ({"schema": PUBLISHED},)

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    delayed: Mapped[list[str]] = mapped_column(ARRAY(Text))


class DisclosureCount(Base):
    """By how much a month (its first day, UTC) changed the number of an agency's projects that disclose a field.

    `published` counts those of `zeros` and `generalised` too, `withheld` those of `delayed`. The field '' counts the
    projects. The sum over all months up to one is how many there were at its end.
    """

    __tablename__ = "disclosure_count"
    __table_args__ = ({"schema": PUBLISHED},)

    agency: Mapped[str] = mapped_column(SortableId, primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(SortableId, primary_key=True)
    published: Mapped[int] = mapped_column(BigInteger)
    zeros: Mapped[int] = mapped_column(BigInteger)
    generalised: Mapped[int] = mapped_column(BigInteger)
    withheld: Mapped[int] = mapped_column(BigInteger)
    delayed: Mapped[int] = mapped_column(BigInteger)


class DisclosureReport(Base):
    """How many ongoing projects of an agency have their progress as of a date, the year 1 where they have none."""

    __tablename__ = "disclosure_report"
    __table_args__ = ({"schema": PUBLISHED},)

    agency: Mapped[str] = mapped_column(SortableId, primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    projects: Mapped[int] = mapped_column(BigInteger)


class DisclosureDecision(Base):
    """How many changes of an agency's projects were decided on one day and first published on another (UTC)."""

    __tablename__ = "disclosure_decision"
    __table_args__ = ({"schema": PUBLISHED},)

    agency: Mapped[str] = mapped_column(SortableId, primary_key=True)
    decided_on: Mapped[date] = mapped_column(primary_key=True)
    published_on: Mapped[date] = mapped_column(primary_key=True)
    decisions: Mapped[int] = mapped_column(BigInteger)


class DisclosureUpdate(Base):
    """When something of an agency was published last."""

    __tablename__ = "disclosure_update"
    __table_args__ = ({"schema": PUBLISHED},)

    agency: Mapped[str] = mapped_column(SortableId, primary_key=True)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
