"""What the map draws: shapes, cells and tiles of published works, and districts. Derived, so it may be made again.

All geometries are in EPSG:3857. A tile or cell is named by its quad code: a 1, then two bits a zoom from the coarsest
on (y before x), so that a code shifted right by two is the one that it lies in, and the 1,024 cells of a tile are one
range. A cell of a tile at zoom z is as large as a tile at zoom z + 5.
"""

from __future__ import annotations

from decimal import Decimal

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import PUBLISHED, Base, SortableId
from geo.store.works import Fraction

Code = Text(collation="C")
"""A code of a list; empty text stands for one that is not entered, where it is part of a key."""


class MapShape(Base):
    """A current work with a footprint.

    `simple` is the generalised shape, null where it is no smaller. The anchor lies on the shape, in whole metres, and
    `cell` is its cell at zoom 14. `span` is the longer side of the shape's box, and `clearance` how near corners and
    edges of an area come to each other, both in units of EPSG:3857; it is infinite for lines, whose corners may meet,
    and null for points and for what is mixed.
    """

    __tablename__ = "map_shape"
    __table_args__ = (Index("map_shape_shape_idx", "shape", postgresql_using="gist"), {"schema": PUBLISHED})

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    geometry_class: Mapped[str]
    status: Mapped[str | None]
    category: Mapped[str | None]
    agency: Mapped[str] = mapped_column(SortableId)
    title: Mapped[str]
    progress_actual: Mapped[Decimal | None] = mapped_column(Fraction)
    anchor_x: Mapped[int]
    anchor_y: Mapped[int]
    cell: Mapped[int] = mapped_column(BigInteger)
    span: Mapped[float]
    shape: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=3857, spatial_index=False))
    simple: Mapped[WKBElement | None] = mapped_column(Geometry("GEOMETRY", srid=3857, spatial_index=False))
    clearance: Mapped[float | None]


class MapCell(Base):
    """The works whose anchor lies in a cell, of the zooms 0 to 14: counts and exact sums, progress in millionths."""

    __tablename__ = "map_cell"
    __table_args__ = ({"schema": PUBLISHED},)

    cell: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    works: Mapped[int]
    progress_sum: Mapped[int] = mapped_column(BigInteger)
    progress_count: Mapped[int]
    sum_x: Mapped[int] = mapped_column(BigInteger)
    sum_y: Mapped[int] = mapped_column(BigInteger)
    identification: Mapped[int]
    preparation: Mapped[int]
    implementation: Mapped[int]
    completion: Mapped[int]
    completed: Mapped[int]
    cancelled: Mapped[int]
    suspended: Mapped[int]
    not_entered: Mapped[int]


class MapCellKind(Base):
    """The same as `MapCell` for the works of one status and category."""

    __tablename__ = "map_cell_kind"
    __table_args__ = ({"schema": PUBLISHED},)

    cell: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(Code, primary_key=True)
    category: Mapped[str] = mapped_column(Code, primary_key=True)
    works: Mapped[int]
    progress_sum: Mapped[int] = mapped_column(BigInteger)
    progress_count: Mapped[int]
    sum_x: Mapped[int] = mapped_column(BigInteger)
    sum_y: Mapped[int] = mapped_column(BigInteger)


class MapTile(Base):
    """A tile of the zooms 0 to 14: how many works have their anchor in it.

    `generation` is the publication that last changed what is drawn on it, `below` the one that last changed all tiles
    below it.
    """

    __tablename__ = "map_tile"
    __table_args__ = ({"schema": PUBLISHED},)

    tile: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    works: Mapped[int]
    generation: Mapped[int] = mapped_column(BigInteger)
    below: Mapped[int] = mapped_column(BigInteger)


class MapDistrict(Base):
    """A district as it is drawn: its outline whole and generalised to 10 and 150 m, and where its name stands.

    `labels` are its names, by `name_` and the language.
    """

    __tablename__ = "map_district"
    __table_args__ = (
        Index("map_district_shape_idx", "shape", postgresql_using="gist"),
        {"schema": PUBLISHED},
    )

    district_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    set_code: Mapped[str] = mapped_column(SortableId, index=True)
    code: Mapped[str]
    labels: Mapped[dict[str, str]]
    coarse: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=3857, spatial_index=False))
    middle: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=3857, spatial_index=False))
    shape: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=3857, spatial_index=False))
    label: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=3857, spatial_index=False))
