"""The transparency log: its leaves, the inner nodes of its tree, and the checkpoints that were signed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Identity, Index, LargeBinary, SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from geo.store.base import PUBLISHED, Base, SortableId


class LogLeaf(Base):
    """What is recorded of a version (`kind`): that it was published, or that something of it was purged, its reports.

    Or else a tombstone of it, or a record of a small table, which `project_id` names then.

    A row changes once only: its nonce is erased where a later leaf purges the same version (held by a trigger). No
    foreign keys: rows are made from those they would name, in one statement, and the checks would cost a fifth of a
    large load; `allimi verify --database` finds what does not fit.
    """

    __tablename__ = "log_leaf"
    __table_args__ = (Index("log_leaf_project_id_idx", "project_id", "version"), {"schema": PUBLISHED})

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    publication: Mapped[int] = mapped_column(BigInteger)
    project_id: Mapped[str] = mapped_column(SortableId)
    version: Mapped[int]
    kind: Mapped[str]
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    nonce: Mapped[bytes | None] = mapped_column(LargeBinary)


class LogText(Base):
    """What a leaf records that is no version: the text under its hash. It goes where the nonce is erased."""

    __tablename__ = "log_text"
    __table_args__ = ({"schema": PUBLISHED},)

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    text: Mapped[str]


class LogDue(Base):
    """A record of a small table that this transaction has changed, to be logged where it ends."""

    __tablename__ = "log_due"
    __table_args__ = ({"schema": PUBLISHED},)

    place: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    id: Mapped[str] = mapped_column(SortableId)


class LogNode(Base):
    """The hash of a complete subtree: over the leaves from `position << level` on, `1 << level` of them; level >= 1."""

    __tablename__ = "log_node"
    __table_args__ = ({"schema": PUBLISHED},)

    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Checkpoint(Base):
    """A signed note of the log's size and root (C2SP tlog-checkpoint); `verifiers` are the keys that check it."""

    __tablename__ = "checkpoint"
    __table_args__ = ({"schema": PUBLISHED},)

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    tree_size: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.clock_timestamp())
    note: Mapped[str]
    verifiers: Mapped[str]
