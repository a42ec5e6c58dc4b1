"""Published projects in brief: what they are chosen, sorted and counted by. Derived, so it may be made again."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Index, Numeric, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import PUBLISHED, Base, SortableId
from geo.store.works import Fraction


class _Facts:
    """The columns of a brief, in its own table or in that of closed versions."""

    version: Mapped[int]
    publication: Mapped[int] = mapped_column(BigInteger)
    west: Mapped[float | None]
    south: Mapped[float | None]
    east: Mapped[float | None]
    north: Mapped[float | None]
    original_start: Mapped[date | None]
    original_end: Mapped[date | None]
    planned_start: Mapped[date | None]
    planned_end: Mapped[date | None]
    actual_start: Mapped[date | None]
    actual_end: Mapped[date | None]
    progress_as_of: Mapped[date | None]
    due: Mapped[date | None]
    sample: Mapped[bool]
    geometry_class: Mapped[str | None]
    status: Mapped[str | None]
    category: Mapped[str | None]
    agency: Mapped[str] = mapped_column(SortableId)
    location_accuracy: Mapped[str | None]
    progress_planned: Mapped[Decimal | None] = mapped_column(Fraction)
    progress_actual: Mapped[Decimal | None] = mapped_column(Fraction)
    original_budget: Mapped[Decimal | None] = mapped_column(Numeric)
    budget: Mapped[Decimal | None] = mapped_column(Numeric)
    contract_amount: Mapped[Decimal | None] = mapped_column(Numeric)
    end_shift_days: Mapped[int | None]
    extension_count: Mapped[int | None]
    cost_growth: Mapped[Decimal | None] = mapped_column(Numeric)
    progress_gap: Mapped[Decimal | None] = mapped_column(Numeric)
    by_progress: Mapped[str] = mapped_column(SortableId)
    districts: Mapped[list[str]] = mapped_column(ARRAY(Text(collation="C")))
    contractor: Mapped[str | None]
    supervisor: Mapped[str | None]
    address: Mapped[str | None]
    original_budget_currency: Mapped[str | None]
    budget_currency: Mapped[str | None]
    contract_currency: Mapped[str | None]
    location_source: Mapped[str | None]
    location_method: Mapped[str | None]
    location_verified_by: Mapped[str | None]
    location_verified_on: Mapped[date | None]
    declared_districts: Mapped[list[str]] = mapped_column(ARRAY(Text))
    withheld: Mapped[list[str]] = mapped_column(ARRAY(Text))
    published: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)


class ProjectBrief(_Facts, Base):
    """A project as it is published now, in so few bytes that all are soon looked through.

    It has every fact that filters ask for but the footprint; what is asked seldom stands last.

    `west`, `south`, `east`, `north` are the footprint's box, exactly (EPSG:4326 degrees). `due` is the day on which an
    ongoing project with a known original end shall be done by what is known; null where it has an actual end.
    `by_progress` sorts works under way first and the farthest first among them. `districts` are the ids of those that
    the project lies in, of every boundary set; indexes of codes hold them too, and alone find the works of a code in a
    district in the order of their ids.
    """

    __tablename__ = "project_brief"
    __table_args__ = (
        Index("project_brief_agency_idx", "agency", "project_id"),
        Index("project_brief_by_progress_idx", "by_progress", "project_id"),
        Index("project_brief_category_idx", "category", "project_id", postgresql_include=["districts"]),
        Index("project_brief_districts_idx", "districts", postgresql_using="gin"),
        Index("project_brief_due_idx", "due", postgresql_where=text("due IS NOT NULL")),
        Index("project_brief_status_idx", "status", "project_id", postgresql_include=["districts"]),
        Index("project_brief_sample_idx", "project_id", postgresql_where=text("sample")),
        Index("project_brief_unmapped_idx", "agency", "project_id", postgresql_where=text("geometry_class IS NULL")),
        {"schema": PUBLISHED},
    )

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    title: Mapped[str]


class ProjectBriefPast(_Facts, Base):
    """The brief of a version that the publication `until` closed, as it was then.

    Its districts are those of then; where a boundary set was published anew since, the shares of then tell. A title
    that was purged is null.
    """

    __tablename__ = "project_brief_past"
    __table_args__ = ({"schema": PUBLISHED},)

    until: Mapped[int] = mapped_column(BigInteger)
    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str | None]
