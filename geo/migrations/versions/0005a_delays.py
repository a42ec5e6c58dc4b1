"""Delays and overruns of what is published already; by itself, since whoever reads would wait where columns are added."""

from __future__ import annotations

from alembic import op

revision = "0005a"
down_revision = "0005"
branch_labels = None
depends_on = None

DELAYS = """
ALTER TABLE published.project_version DISABLE TRIGGER guard;
UPDATE published.project_version AS v SET
    end_shift_days = coalesce(v.actual_end, v.planned_end) - v.original_end,
    extension_count = 0,
    cost_growth = CASE WHEN v.original_budget > 0 AND v.budget_currency = v.original_budget_currency
        THEN trim_scale(round((v.budget - v.original_budget) / v.original_budget, 6)) END,
    progress_gap = trim_scale(v.progress_planned - v.progress_actual);
ALTER TABLE published.project_version ENABLE TRIGGER guard;
UPDATE published.project_brief AS b SET end_shift_days = v.end_shift_days, extension_count = v.extension_count,
    cost_growth = v.cost_growth, progress_gap = v.progress_gap
FROM published.project_version AS v WHERE v.project_id = b.project_id AND v.version = b.version;
"""


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    connection.execute(DELAYS)


def downgrade() -> None:
    """Nothing to take back: the columns go with the migration that made them."""
