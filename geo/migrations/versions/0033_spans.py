"""A box is kept for as long as its footprint was shown, over however many versions, and no districts with it."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

SPANS = Path(__file__).parent.parent / "sql" / "0033_spans.sql"
TAKEN_BACK = """
ALTER TABLE published.project_box_past ADD COLUMN districts text[] COLLATE "C";
CREATE TEMPORARY TABLE box_span ON COMMIT DROP AS
SELECT v.project_id, v.publication AS since, upper_inf(v.published) AS is_open,
    CASE WHEN NOT upper_inf(v.published) THEN n.publication END AS until, b.box, b.one_place, b.other_place
FROM (
    SELECT project_id, since, NULL::bigint AS until, box, one_place, other_place FROM published.project_box
    UNION ALL SELECT project_id, since, until, box, one_place, other_place FROM published.project_box_past
) AS b
JOIN published.project_version AS v ON v.project_id = b.project_id
    AND v.publication >= b.since AND (b.until IS NULL OR v.publication < b.until)
LEFT JOIN published.project_version AS n ON n.project_id = v.project_id AND n.version = v.version + 1;
DELETE FROM published.project_box;
DELETE FROM published.project_box_past;
INSERT INTO published.project_box (project_id, since, box, one_place, other_place)
SELECT project_id, since, box, one_place, other_place FROM box_span WHERE is_open;
INSERT INTO published.project_box_past (project_id, since, until, box, one_place, other_place)
SELECT project_id, since, until, box, one_place, other_place FROM box_span WHERE NOT is_open;
"""


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    connection.execute(SPANS.read_text("utf-8"))


def downgrade() -> None:
    """Take back; the districts of past boxes are not known any more, which boxes say that named none."""
    op.execute(TAKEN_BACK)
