"""Published places: boundary sets, districts and background lines."""

from __future__ import annotations

from datetime import date

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import PUBLISHED, Base, SortableId


class BoundarySet(Base):
    """One division of the city, with the dates between which it is in force."""

    __tablename__ = "boundary_set"
    __table_args__ = ({"schema": PUBLISHED},)

    code: Mapped[str] = mapped_column(SortableId, primary_key=True)
    names: Mapped[dict[str, str]]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str | None]
    licence: Mapped[str | None]
    sketch: Mapped[bool]
    sample: Mapped[bool]


class District(Base):
    """A unit of a boundary set; its public id is `set.code`."""

    __tablename__ = "district"
    __table_args__ = (
        UniqueConstraint("set_code", "code"),
        Index("district_boundary_idx", "boundary", postgresql_using="gist"),
        {"schema": PUBLISHED},
    )

    id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    set_code: Mapped[str] = mapped_column(SortableId, ForeignKey(BoundarySet.code))
    code: Mapped[str]
    parent: Mapped[str | None]
    level: Mapped[int]
    names: Mapped[dict[str, str]]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    boundary: Mapped[WKBElement] = mapped_column(Geometry("MULTIPOLYGON", srid=4326, spatial_index=False))
    label_point: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
    area_m2: Mapped[float]


class DistrictPart(Base):
    """A district cut into small pieces, so that shares of many footprints are quick to find."""

    __tablename__ = "district_part"
    __table_args__ = (
        Index("district_part_part_idx", "part", postgresql_using="gist"),
        {"schema": PUBLISHED},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    district_id: Mapped[str] = mapped_column(SortableId, ForeignKey(District.id), index=True)
    part: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))


class BackgroundLine(Base):
    """A coast, river or road under the map."""

    __tablename__ = "background_line"
    __table_args__ = (
        Index("background_line_line_idx", "line", postgresql_using="gist"),
        {"schema": PUBLISHED},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    source: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    names: Mapped[dict[str, str]]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))
    line: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))
