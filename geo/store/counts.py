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
