"""The transparency log: a leaf for every version, the nodes of the tree, and the checkpoints that are signed."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005a"
branch_labels = None
depends_on = None

EVERYTHING = (Path(__file__).parent.parent / "sql" / "0006_log.sql").read_text("utf-8")

HASHES = """
CREATE FUNCTION published.leaf_hash(
    kind text, publication bigint, instant timestamptz, version integer, nonce bytea, project_id text, feature_text text
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256('\\x00'::bytea || convert_to(concat_ws(E'\\n', 'allimi-leaf/1', kind, publication,
        to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), version, encode(nonce, 'hex'),
        octet_length(project_id), project_id, feature_text), 'UTF8'))
$$;
COMMENT ON FUNCTION published.leaf_hash(text, bigint, timestamptz, integer, bytea, text, text) IS
    'The hash of a leaf of the log (RFC 9162) over what docs/log.md says';
CREATE FUNCTION published.log_nonce() RETURNS bytea LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16)
$$;
COMMENT ON FUNCTION published.log_nonce() IS '128 random bits';
"""

GUARD = """
CREATE FUNCTION published.guard_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE erased published.log_leaf;
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'log_leaf' THEN
        erased := NEW;
        erased.nonce := OLD.nonce;
        IF NEW.nonce IS NULL AND erased *= OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The log only grows; nothing of a leaf changes but that a purge erases its nonce.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

GUARDS = """
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON published.{table}
    FOR EACH ROW EXECUTE FUNCTION published.guard_log();
CREATE TRIGGER guard_all BEFORE TRUNCATE ON published.{table}
    FOR EACH STATEMENT EXECUTE FUNCTION published.guard_log();
GRANT SELECT ON published.{table} TO allimi_reader;
GRANT SELECT, INSERT ON published.{table} TO allimi_writer;
"""


def upgrade() -> None:
    """Apply."""
    op.execute(HASHES)
    _tables()
    op.execute(GUARD)
    for table in ("log_leaf", "log_node", "checkpoint"):
        op.execute(GUARDS.format(table=table))
    op.execute("GRANT UPDATE (nonce) ON published.log_leaf TO allimi_writer")
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    connection.execute(EVERYTHING)


def downgrade() -> None:
    """Take back, the log and its checkpoints included."""
    for table in ("checkpoint", "log_node", "log_leaf"):
        op.drop_table(table, schema="published")
    for function in ("guard_log", "log_nonce", "leaf_hash"):
        op.execute(f"DROP FUNCTION published.{function}")


def _tables() -> None:
    op.create_table(
        "log_leaf",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("publication", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("log_leaf_pkey")),
        schema="published",
    )
    op.create_index("log_leaf_project_id_idx", "log_leaf", ["project_id", "version"], schema="published")
    op.create_table(
        "log_node",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("log_node_pkey")),
        schema="published",
    )
    op.create_table(
        "checkpoint",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("tree_size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("verifiers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("checkpoint_pkey")),
        schema="published",
    )
