"""Where the published projects lie, in so few bytes that an index alone answers. Derived, so it may be made again."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from geo.store.base import PUBLISHED, Base, SortableId


class _Plain(UserDefinedType[str]):
    """A geometric type of PostgreSQL's own, whose index gives back what it was made from, unlike PostGIS's."""

    cache_ok = True
    name: str

    def get_col_spec(self, **_: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
        """The type's name."""
        return self.name


class PlainBox(_Plain):
    """Two corners in 64-bit numbers."""

    name = "BOX"


class PlainPoint(_Plain):
    """A place in 64-bit numbers."""

    name = "POINT"


_KNOWN: Final[dict[str, Any]] = ischema_names
_KNOWN.update(box=PlainBox, point=PlainPoint)


class ProjectBox(Base):
    """The exact box of a footprint (EPSG:4326 degrees) and two places of it; where one lies in a box, it touches that.

    The places are null for collections of mixed geometries. `since` is the publication that brought the footprint: most
    versions have that of the one before, and the box stays.
    """

    __tablename__ = "project_box"
    __table_args__ = (
        Index(
            "project_box_idx",
            "box",
            postgresql_using="gist",
            postgresql_include=["project_id", "one_place", "other_place", "since"],
        ),
        {"schema": PUBLISHED},
    )

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    since: Mapped[int] = mapped_column(BigInteger)
    box: Mapped[str] = mapped_column(PlainBox)
    one_place: Mapped[str | None] = mapped_column(PlainPoint)
    other_place: Mapped[str | None] = mapped_column(PlainPoint)


class ProjectBoxPast(Base):
    """The same of a footprint that the publication `until` replaced or took away."""

    __tablename__ = "project_box_past"
    __table_args__ = (
        Index(
            "project_box_past_idx",
            "box",
            postgresql_using="gist",
            postgresql_include=["project_id", "one_place", "other_place", "since", "until"],
        ),
        {"schema": PUBLISHED},
    )

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    since: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    until: Mapped[int] = mapped_column(BigInteger)
    box: Mapped[str] = mapped_column(PlainBox)
    one_place: Mapped[str | None] = mapped_column(PlainPoint)
    other_place: Mapped[str | None] = mapped_column(PlainPoint)
