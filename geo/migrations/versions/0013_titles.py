"""A purge also takes titles: a project that may not be published at all keeps its id, its agency and its tombstones."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SCRIPTS = Path(__file__).parent.parent / "sql"

# The functions stay: of every other field they say and do what they did.
TAKEN_BACK = """
ALTER TABLE published.project_version DISABLE TRIGGER guard;
UPDATE published.project_version SET title = '' WHERE title IS NULL;
ALTER TABLE published.project_version ENABLE TRIGGER guard;
ALTER TABLE published.project_version ALTER COLUMN title SET NOT NULL;
REVOKE UPDATE (title, titles) ON published.project_version FROM allimi_writer;
"""


def upgrade() -> None:
    """Apply."""
    _run((SCRIPTS / "0013_titles.sql").read_text("utf-8"))


def downgrade() -> None:
    """Take back; titles that were purged become empty ones, in the columns."""
    _run(TAKEN_BACK)


def _run(script: str) -> None:
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    connection.execute(script)
