"""What is kept of the published projects as wholes: how many there are, and where and when they lie."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import PUBLISHED, Base, SortableId


class ProjectCount(Base):
    """How many projects of a class of geometry have a code of an attribute (`all` has the code '')."""

    __tablename__ = "project_count"
    __table_args__ = ({"schema": PUBLISHED},)

    geometry_class: Mapped[str] = mapped_column(primary_key=True)
    attribute: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(SortableId, primary_key=True)
    projects: Mapped[int] = mapped_column(BigInteger)


class ProjectExtent(Base):
    """Where (CRS84 degrees) and when the projects of a class of geometry lie; null where nothing is known."""

    __tablename__ = "project_extent"
    __table_args__ = ({"schema": PUBLISHED},)

    geometry_class: Mapped[str] = mapped_column(primary_key=True)
    west: Mapped[float | None]
    south: Mapped[float | None]
    east: Mapped[float | None]
    north: Mapped[float | None]
    starts: Mapped[date | None]
    ends: Mapped[date | None]


class ProjectTally(Base):
    """How many projects of a kind lie in a district, or with the id '' in the whole city, where each counts once.

    `geometry_class` is none without a footprint; `status` and `category` are empty where they are not entered.
    """

    __tablename__ = "project_tally"
    __table_args__ = ({"schema": PUBLISHED},)

    district_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    geometry_class: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(SortableId, primary_key=True)
    category: Mapped[str] = mapped_column(SortableId, primary_key=True)
    projects: Mapped[int] = mapped_column(BigInteger)


class ProjectDelay(Base):
    """Sums over the ongoing projects of a district with a known original end, from which their delays to a day follow.

    `span` and `starts` say which: those that are due in the `year` or in the `month` that starts then, or those that
    have `ended`. `late` counts those that are due, or ended, after their original end; days are those since 2000-01-01.
    """

    __tablename__ = "project_delay"
    __table_args__ = ({"schema": PUBLISHED},)

    district_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    span: Mapped[str] = mapped_column(SortableId, primary_key=True)
    starts: Mapped[date] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(SortableId, primary_key=True)
    works: Mapped[int] = mapped_column(BigInteger)
    late: Mapped[int] = mapped_column(BigInteger)
    original_days: Mapped[int] = mapped_column(BigInteger)
    due_days: Mapped[int] = mapped_column(BigInteger)


class CollectionCount(Base):
    """How many features a collection has."""

    __tablename__ = "collection_count"
    __table_args__ = ({"schema": PUBLISHED},)

    collection: Mapped[str] = mapped_column(primary_key=True)
    features: Mapped[int] = mapped_column(BigInteger)
