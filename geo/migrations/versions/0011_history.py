"""History is read in the order of publications: indexes of it, and how long a project has been silent."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SILENCE = """
CREATE FUNCTION published.days_silent(progress_as_of date, published_at timestamptz, status text, today date)
RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN status IN ('completed', 'cancelled') THEN NULL
        ELSE greatest(today - greatest(progress_as_of, (published_at AT TIME ZONE 'UTC')::date), 0) END
$$;
COMMENT ON FUNCTION published.days_silent IS
    'Days since the date of the progress or the publication (UTC) of the version, whichever is later, never below 0';
"""


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "project_version_order_idx",
        "project_version",
        ["publication", "project_id", "version"],
        unique=False,
        schema="published",
    )
    op.drop_index("project_version_publication_idx", "project_version", schema="published")
    op.create_index(
        "purge_order_idx", "purge", ["publication", "project_id", "version"], unique=False, schema="published"
    )
    op.execute(SILENCE)


def downgrade() -> None:
    """Take back."""
    op.execute("DROP FUNCTION published.days_silent")
    op.drop_index("purge_order_idx", "purge", schema="published")
    op.create_index(
        "project_version_publication_idx", "project_version", ["publication"], unique=False, schema="published"
    )
    op.drop_index("project_version_order_idx", "project_version", schema="published")
