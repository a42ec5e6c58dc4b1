"""Plans that are not published yet, as other agencies' planners may see them. The serving role cannot read them."""

from __future__ import annotations

from datetime import date

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import INTAKE, Base, SortableId
from geo.store.pushes import Push


class Plan(Base):
    """Where and when a project that was pushed and is not published would take place; no title, no amount, no text.

    `number` stands for it towards other agencies. `shape` holds the parts of the footprint of its highest dimension
    (EPSG:4326). `office` may be asked. The rest is what the rules of overlaps ask of the agency's own plan.
    """

    __tablename__ = "plan"
    __table_args__ = (
        Index("plan_number_key", "number", unique=True),
        Index("plan_agency_idx", "agency"),
        Index("plan_push_idx", "push_id"),
        Index("plan_shape_idx", "shape", postgresql_using="gist"),
        {"schema": INTAKE},
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    agency: Mapped[str] = mapped_column(SortableId)
    push_id: Mapped[int] = mapped_column(ForeignKey(Push.id))
    window_start: Mapped[date | None]
    window_end: Mapped[date | None]
    early_start: Mapped[date | None]
    late_end: Mapped[date | None]
    category: Mapped[str | None]
    firmness: Mapped[str]
    ground: Mapped[list[str]] = mapped_column(ARRAY(Text))
    exception: Mapped[str | None]
    office: Mapped[str | None]
    shape: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))
