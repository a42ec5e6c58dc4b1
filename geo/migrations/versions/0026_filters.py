"""The briefs have every fact that filters ask for but the footprint, so that these need not look at whole works."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0026"
down_revision = "0024"
branch_labels = None
depends_on = None

WIDER = Path(__file__).parent.parent / "sql" / "0026_filters.sql"
COLUMNS = (
    *("contractor", "supervisor", "address", "original_budget_currency", "budget_currency", "contract_currency"),
    *("location_source", "location_method", "location_verified_by", "location_verified_on"),
    *("declared_districts", "withheld", "published"),
)


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    connection.execute(WIDER.read_text("utf-8"))


def downgrade() -> None:
    """Take back."""
    op.execute("DROP FUNCTION published.footprint_of")
    for column in COLUMNS:
        op.drop_column("project_brief", column, schema="published")
