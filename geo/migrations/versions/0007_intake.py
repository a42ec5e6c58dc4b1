"""The push interface: keys, pushes, the facts as they stand, answers given, and a record that only grows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

GUARD = """
CREATE FUNCTION intake.guard_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record of what happened only grows.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON intake.audit
    FOR EACH ROW EXECUTE FUNCTION intake.guard_audit();
CREATE TRIGGER guard_all BEFORE TRUNCATE ON intake.audit
    FOR EACH STATEMENT EXECUTE FUNCTION intake.guard_audit();
"""

COMPRESSION = """
DO $$ BEGIN
    ALTER TABLE intake.push_item ALTER COLUMN payload SET COMPRESSION lz4;
    ALTER TABLE intake.record ALTER COLUMN facts SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;  -- a server built without lz4 keeps its default
END $$;
"""

RIGHTS = """
GRANT SELECT, INSERT ON intake.audit TO allimi_writer;
GRANT SELECT, INSERT, UPDATE ON intake.api_key, intake.push, intake.push_item, intake.record TO allimi_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON intake.idempotency TO allimi_writer;
"""


def _instant(name: str, *, now: bool = False) -> sa.Column[Any]:
    default = sa.text("clock_timestamp()") if now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=not now)


def _code(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(collation="C"), nullable=nullable)


def upgrade() -> None:
    """Apply."""
    _keys_and_pushes()
    _items_and_records()
    _answers_and_audit()
    op.execute(GUARD)
    op.execute(COMPRESSION)
    op.execute(RIGHTS)


def _keys_and_pushes() -> None:
    op.create_table(
        "api_key",
        _code("id"),
        _code("agency"),
        sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("secret_sha256", sa.LargeBinary(), nullable=False),
        _instant("created_at", now=True),
        _instant("revoked_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("api_key_pkey")),
        schema="intake",
    )
    op.create_table(
        "push",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        _code("key_id"),
        _code("agency"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("items", sa.BigInteger(), nullable=False),
        sa.Column("publication", sa.BigInteger(), nullable=True),
        _instant("received_at", now=True),
        _instant("decided_at"),
        _code("decided_by", nullable=True),
        _instant("purged_at"),
        sa.ForeignKeyConstraint(["decided_by"], ["intake.api_key.id"], name=op.f("push_decided_by_fkey")),
        sa.ForeignKeyConstraint(["key_id"], ["intake.api_key.id"], name=op.f("push_key_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("push_pkey")),
        schema="intake",
    )
    op.create_index("push_agency_idx", "push", ["agency", "id"], unique=False, schema="intake")
    op.create_index(
        "push_open_idx",
        "push",
        ["agency", "id"],
        unique=False,
        schema="intake",
        postgresql_where=sa.text("state IN ('held', 'waiting')"),
    )


def _items_and_records() -> None:
    op.create_table(
        "push_item",
        sa.Column("push_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        _code("project_id"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["push_id"], ["intake.push.id"], name=op.f("push_item_push_id_fkey")),
        sa.PrimaryKeyConstraint("push_id", "number", name=op.f("push_item_pkey")),
        schema="intake",
    )
    op.create_index(
        "push_item_open_idx",
        "push_item",
        ["push_id", "number"],
        unique=False,
        schema="intake",
        postgresql_where=sa.text("state IN ('held', 'waiting')"),
    )
    op.create_table(
        "record",
        _code("project_id"),
        _code("agency"),
        _code("code"),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        _instant("source_time"),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("push_id", sa.BigInteger(), nullable=False),
        _instant("updated_at", now=True),
        sa.ForeignKeyConstraint(["push_id"], ["intake.push.id"], name=op.f("record_push_id_fkey")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("record_pkey")),
        schema="intake",
    )
    op.create_index("record_agency_idx", "record", ["agency", "code"], unique=True, schema="intake")


def _answers_and_audit() -> None:
    op.create_table(
        "idempotency",
        _code("key_id"),
        _code("idempotency_key"),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        _instant("made_at", now=True),
        sa.ForeignKeyConstraint(["key_id"], ["intake.api_key.id"], name=op.f("idempotency_key_id_fkey")),
        sa.PrimaryKeyConstraint("key_id", "idempotency_key", name=op.f("idempotency_pkey")),
        schema="intake",
    )
    op.create_index("idempotency_made_idx", "idempotency", ["made_at"], unique=False, schema="intake")
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        _instant("at", now=True),
        sa.Column("actor", sa.Text(), nullable=False),
        _code("agency", nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_pkey")),
        schema="intake",
    )
    op.create_index("audit_agency_idx", "audit", ["agency", "id"], unique=False, schema="intake")


def downgrade() -> None:
    """Take it back; the load and submission tables stay."""
    for table in ("audit", "idempotency", "record", "push_item", "push", "api_key"):
        op.drop_table(table, schema="intake")
    op.execute("DROP FUNCTION intake.guard_audit()")
