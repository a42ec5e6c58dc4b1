"""Works that come near each other: what is compared, and what was found. Derived, so it may be made again."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, Numeric, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import PUBLISHED, Base, SortableId

Codes = ARRAY(Text(collation="C"))


class OverlapSite(Base):
    """Where and when a published work can concern others: none that is told coarsely, none that is cancelled.

    `start_on` to `end_on` are its days, `soonest` to `latest` those that it could have; all are null where it has no
    date. `distance` (metres) is that of its category. `shape` holds the parts of the footprint of its highest dimension
    (EPSG:4326), `length` and `area` are geodesic, metres and square metres. `streets` and
    `road_classes` are the names and classes, in the same order, of the streets that it lies along. `axis` and
    `half_width` (metres) are those of a street that is drawn as an area. `crowded` are those where so many works are
    said to be that it is nobody's true place; they are compared with nothing.
    """

    __tablename__ = "overlap_site"
    __table_args__ = (
        Index("overlap_site_idx", "shape", postgresql_using="gist"),
        Index("overlap_site_crowded_idx", "project_id", postgresql_where=text("crowded")),
        {"schema": PUBLISHED},
    )

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    since: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str]
    start_on: Mapped[date | None]
    end_on: Mapped[date | None]
    soonest: Mapped[date | None]
    latest: Mapped[date | None]
    cuts: Mapped[bool]
    paves: Mapped[bool]
    distance: Mapped[float]
    dimension: Mapped[int] = mapped_column(SmallInteger)
    length: Mapped[float]
    area: Mapped[float]
    streets: Mapped[list[str | None]] = mapped_column(Codes)
    road_classes: Mapped[list[str | None]] = mapped_column(Codes)
    crowded: Mapped[bool] = mapped_column(server_default="false")
    shape: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))
    axis: Mapped[WKBElement | None] = mapped_column(Geometry("LINESTRING", srid=4326, spatial_index=False))
    half_width: Mapped[float | None]


class OverlapLeftOut(Base):
    """A published work with a place that is compared with nothing, and why; `place` is the box of its footprint."""

    __tablename__ = "overlap_left_out"
    __table_args__ = (Index("overlap_left_out_place_idx", "place", postgresql_using="gist"), {"schema": PUBLISHED})

    project_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    reason: Mapped[str]
    place: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))


class _Found:
    """What was found of a pair; `one_id` comes before `other_id`. Metres, square metres, degrees, days, money."""

    id: Mapped[str] = mapped_column(SortableId)
    kind: Mapped[str] = mapped_column(SortableId)
    also: Mapped[list[str]] = mapped_column(Codes)
    relation: Mapped[str]
    distance: Mapped[float]
    shared_length: Mapped[float]
    shared_area: Mapped[float]
    bearing_gap: Mapped[float | None]
    road_class: Mapped[str | None]
    days_shared: Mapped[int]
    gap_days: Mapped[int | None]
    joint_start: Mapped[date | None]
    joint_end: Mapped[date | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    lead_id: Mapped[str | None]
    lead_reason: Mapped[str | None]
    exception: Mapped[str | None]
    score: Mapped[Decimal] = mapped_column(Numeric)
    currency: Mapped[str]
    likelihood: Mapped[Decimal] = mapped_column(Numeric)
    terms: Mapped[list[dict[str, Any]]]
    agencies: Mapped[list[str]] = mapped_column(Codes)
    categories: Mapped[list[str]] = mapped_column(Codes)
    districts: Mapped[list[str]] = mapped_column(Codes)
    sample: Mapped[bool]
    ground: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))


class Overlap(_Found, Base):
    """A pair of published works that concern each other, since a publication."""

    __tablename__ = "overlap"
    __table_args__ = (
        Index("overlap_id_key", "id", unique=True),
        Index("overlap_other_id_idx", "other_id"),
        Index("overlap_since_idx", "since", "id"),
        Index("overlap_score_idx", text("score DESC NULLS LAST"), "id"),
        Index("overlap_agencies_idx", "agencies", postgresql_using="gin"),
        Index("overlap_districts_idx", "districts", postgresql_using="gin"),
        Index("overlap_ground_idx", "ground", postgresql_using="gist"),
        {"schema": PUBLISHED},
    )

    one_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    other_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    since: Mapped[int] = mapped_column(BigInteger)


class OverlapPast(_Found, Base):
    """The same as publications from `since` on found it, before `until`."""

    __tablename__ = "overlap_past"
    __table_args__ = (
        Index("overlap_past_until_idx", "until", "since"),
        Index("overlap_past_since_idx", "since", "id"),
        Index("overlap_past_gone_idx", "until", "id"),
        Index("overlap_past_other_id_idx", "other_id"),
        Index("overlap_past_agencies_idx", "agencies", postgresql_using="gin"),
        Index("overlap_past_districts_idx", "districts", postgresql_using="gin"),
        {"schema": PUBLISHED},
    )

    one_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    other_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    since: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    until: Mapped[int] = mapped_column(BigInteger)


class OverlapMark(Base):
    """What a pair was marked as from a publication on; the newest counts.

    `agency` marked it; it is null where the pair is open again since a work has changed. `saving` is what was at stake
    where both agreed to join. `basis` has the days of both works and the shared ground as they were then.
    """

    __tablename__ = "overlap_mark"
    __table_args__ = (
        Index("overlap_mark_other_id_idx", "other_id"),
        CheckConstraint("state IN ('open', 'joined', 'sequenced', 'no-conflict')", name="state"),
        {"schema": PUBLISHED},
    )

    one_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    other_id: Mapped[str] = mapped_column(SortableId, primary_key=True)
    publication: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    marked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    state: Mapped[str]
    reason: Mapped[str]
    agency: Mapped[str | None] = mapped_column(SortableId)
    saving: Mapped[Decimal | None] = mapped_column(Numeric)
    currency: Mapped[str | None]
    basis: Mapped[dict[str, Any]]


class OverlapRules(Base):
    """The rules and costs in force from a publication on, whole; `shipped` ones are those that the program brings."""

    __tablename__ = "overlap_rules"
    __table_args__ = ({"schema": PUBLISHED},)

    publication: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    rules: Mapped[dict[str, Any]]
    fingerprint: Mapped[str]
    shipped: Mapped[bool]
