"""The roads of a city."""

from __future__ import annotations

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import PUBLISHED, Base


class Road(Base):
    """A piece of a road: its name and its class as the file says them, of which a city's costs may know some."""

    __tablename__ = "road"
    __table_args__ = (Index("road_shape_idx", "shape", postgresql_using="gist"), {"schema": PUBLISHED})

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    name: Mapped[str | None]
    road_class: Mapped[str | None] = mapped_column("class")
    source: Mapped[str]
    shape: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))
