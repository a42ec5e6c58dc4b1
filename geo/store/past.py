"""What publications replace besides versions: names of agencies, districts, and the shares of works in them.

A row is what was there before the publication `until` changed it, so that an earlier state is the row with the least
`until` behind that state's number, and where there is none what is there now. Triggers keep them.
"""

from __future__ import annotations

from datetime import date

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import PUBLISHED, Base, SortableId


class AgencyPast(Base):
    """The names that an agency had."""

    __tablename__ = "agency_past"
    __table_args__ = ({"schema": PUBLISHED},)

    code: Mapped[str] = mapped_column(SortableId, primary_key=True)
    until: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    names: Mapped[dict[str, str]]


class BoundarySetPast(Base):
    """A boundary set as it was before it was published anew; `names` is null where there was none.

    Its districts and the shares in them are those in the other tables with the same `until`.
    """

    __tablename__ = "boundary_set_past"
    __table_args__ = ({"schema": PUBLISHED},)

    code: Mapped[str] = mapped_column(SortableId, primary_key=True)
    until: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    names: Mapped[dict[str, str] | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str | None]
    licence: Mapped[str | None]
    sketch: Mapped[bool | None]
    sample: Mapped[bool | None]


class DistrictPast(Base):
    """A district as it was."""

    __tablename__ = "district_past"
    __table_args__ = ({"schema": PUBLISHED},)

    id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    until: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    set_code: Mapped[str] = mapped_column(SortableId)
    code: Mapped[str]
    parent: Mapped[str | None]
    level: Mapped[int]
    names: Mapped[dict[str, str]]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    boundary: Mapped[WKBElement] = mapped_column(Geometry("MULTIPOLYGON", srid=4326, spatial_index=False))
    label_point: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
    area_m2: Mapped[float]


class DistrictSharePast(Base):
    """How much of a version's footprint lay in a district, as its boundary was."""

    __tablename__ = "district_share_past"
    __table_args__ = ({"schema": PUBLISHED},)

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    until: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    set_code: Mapped[str] = mapped_column(SortableId)
    measure: Mapped[str]
    amount: Mapped[float | None]
    share: Mapped[float | None]
