"""Published works: agencies, publications, projects, their dated versions, progress and district shares."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, DateTime, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, Numeric, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import PUBLISHED, Base, SortableId
from geo.store.places import District

Fraction = Numeric(9, 6)
_NOW = "upper_inf(published) AND NOT withdrawn"
_THEN = "NOT upper_inf(published) AND NOT withdrawn"


class Agency(Base):
    """The body that orders works."""

    __tablename__ = "agency"
    __table_args__ = ({"schema": PUBLISHED},)

    code: Mapped[str] = mapped_column(SortableId, primary_key=True)
    names: Mapped[dict[str, str]]


class Publication(Base):
    """One publishing transaction: its number and its instant strictly increase."""

    __tablename__ = "publication"
    __table_args__ = ({"schema": PUBLISHED},)

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), unique=True)
    versions: Mapped[int] = mapped_column(BigInteger)


class Project(Base):
    """A project's identity, which never changes."""

    __tablename__ = "project"
    __table_args__ = ({"schema": PUBLISHED},)

    id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    first_publication: Mapped[int] = mapped_column(ForeignKey(Publication.number))


class ProjectVersion(Base):
    """What was published of a project between two instants; money is exact, progress is a fraction 0..1.

    A row changes in two ways only (held by a trigger): the next version closes its open end, and a purge blanks what
    `purged` names then. `withheld` names what was entered and is withheld, `blocked` all that the policy withholds, so
    that nothing older shines through. `details` are the sections that were entered (`geo.details`), `ground` is a word
    for what the version was submitted on.
    """

    __tablename__ = "project_version"
    __table_args__ = (
        Index("project_version_now_key", "project_id", unique=True, postgresql_where=text("upper_inf(published)")),
        Index("project_version_order_idx", "publication", "project_id", "version"),
        Index("project_version_footprint_idx", "footprint", postgresql_using="gist", postgresql_where=text(_NOW)),
        Index("project_version_status_idx", "status", "project_id", postgresql_where=text(_NOW)),
        Index("project_version_category_idx", "category", "project_id", postgresql_where=text(_NOW)),
        Index("project_version_agency_idx", "agency", "project_id", postgresql_where=text(_NOW)),
        Index("project_version_geometry_class_idx", "geometry_class", "project_id", postgresql_where=text(_NOW)),
        Index("project_version_status_category_idx", "status", "category", "project_id", postgresql_where=text(_NOW)),
        Index(
            "project_version_then_idx",
            "footprint",
            "published",
            postgresql_using="gist",
            postgresql_where=text(_THEN),
        ),
        {"schema": PUBLISHED},
    )

    project_id: Mapped[str] = mapped_column(SortableId, ForeignKey(Project.id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    publication: Mapped[int] = mapped_column(ForeignKey(Publication.number))
    published: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    withdrawn: Mapped[bool]
    title: Mapped[str | None]
    titles: Mapped[dict[str, str]]
    descriptions: Mapped[dict[str, str]]
    status: Mapped[str | None]
    category: Mapped[str | None]
    agency: Mapped[str] = mapped_column(SortableId, ForeignKey(Agency.code))
    contractor: Mapped[str | None]
    supervisor: Mapped[str | None]
    address: Mapped[str | None]
    original_start: Mapped[date | None]
    original_end: Mapped[date | None]
    planned_start: Mapped[date | None]
    planned_end: Mapped[date | None]
    actual_start: Mapped[date | None]
    actual_end: Mapped[date | None]
    progress_planned: Mapped[Decimal | None] = mapped_column(Fraction)
    progress_actual: Mapped[Decimal | None] = mapped_column(Fraction)
    progress_as_of: Mapped[date | None]
    original_budget: Mapped[Decimal | None] = mapped_column(Numeric)
    original_budget_currency: Mapped[str | None]
    budget: Mapped[Decimal | None] = mapped_column(Numeric)
    budget_currency: Mapped[str | None]
    contract_amount: Mapped[Decimal | None] = mapped_column(Numeric)
    contract_currency: Mapped[str | None]
    location_source: Mapped[str | None]
    location_method: Mapped[str | None]
    location_accuracy: Mapped[str | None]
    location_verified_by: Mapped[str | None]
    location_verified_on: Mapped[date | None]
    declared_districts: Mapped[list[str]] = mapped_column(ARRAY(Text))
    withheld: Mapped[list[str]] = mapped_column(ARRAY(Text))
    blocked: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sample: Mapped[bool]
    footprint: Mapped[WKBElement | None] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))
    facts_hash: Mapped[bytes] = mapped_column(LargeBinary)
    feature_text: Mapped[str]
    feature_hash: Mapped[bytes] = mapped_column(LargeBinary)
    geometry_class: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    ground: Mapped[str | None]
    end_shift_days: Mapped[int | None]
    extension_count: Mapped[int | None]
    cost_growth: Mapped[Decimal | None] = mapped_column(Numeric)
    progress_gap: Mapped[Decimal | None] = mapped_column(Numeric)
    purged: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    generalised: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")


class Purge(Base):
    """A tombstone: which fields of a version were blanked by a publication, when, on which ground, who decided."""

    __tablename__ = "purge"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "version"], ["published.project_version.project_id", "published.project_version.version"]
        ),
        Index("purge_order_idx", "publication", "project_id", "version"),
        {"schema": PUBLISHED},
    )

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    publication: Mapped[int] = mapped_column(ForeignKey(Publication.number), primary_key=True)
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    ground: Mapped[str]
    decided_by: Mapped[str]
    purged_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ProgressReport(Base):
    """How far a work had got on a date, as a publication said it; a later publication may say it otherwise.

    `shows_planned` and `shows_actual` say what of it is public now; both are false where a later one has the last word.
    """

    __tablename__ = "progress_report"
    __table_args__ = (Index("progress_report_as_of_idx", "as_of", "project_id"), {"schema": PUBLISHED})

    project_id: Mapped[str] = mapped_column(SortableId, ForeignKey(Project.id), primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    publication: Mapped[int] = mapped_column(ForeignKey(Publication.number), primary_key=True)
    planned: Mapped[Decimal | None] = mapped_column(Fraction)
    actual: Mapped[Decimal | None] = mapped_column(Fraction)
    shows_planned: Mapped[bool]
    shows_actual: Mapped[bool]


class DistrictShare(Base):
    """How much of a version's footprint lies in a district; derived, so it may be computed again.

    `measure` is `area` (square metres), `length` (metres), `count` (points) or `declared` (no footprint: the agency
    names the district itself; amount and share are null). No foreign key to the version: the rows are made from it in
    one statement, and the check would cost a fifth of a large load.
    """

    __tablename__ = "district_share"
    __table_args__ = (
        Index("district_share_district_id_idx", "district_id", "project_id", "version"),
        {"schema": PUBLISHED},
    )

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[str] = mapped_column(SortableId, ForeignKey(District.id), primary_key=True)
    measure: Mapped[str]
    amount: Mapped[float | None]
    share: Mapped[float | None]
