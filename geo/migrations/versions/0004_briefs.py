"""Projects in brief, with what is counted of them by district and by delay; which progress reports are public."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BRIEFS = Path(__file__).parent.parent / "sql" / "0004_briefs.sql"

SHOWN = """
UPDATE published.progress_report AS r SET
    shows_planned = NOT 'progress_planned' = ANY (v.blocked), shows_actual = NOT 'progress_actual' = ANY (v.blocked)
FROM published.project_now AS v
WHERE v.project_id = r.project_id AND NOT 'progress_as_of' = ANY (v.blocked) AND NOT EXISTS (
    SELECT FROM published.progress_report AS later
    WHERE later.project_id = r.project_id AND later.as_of = r.as_of AND later.publication > r.publication
);
CREATE OR REPLACE VIEW published.progress_now AS
    SELECT project_id, as_of, publication, CASE WHEN shows_planned THEN planned END AS planned,
        CASE WHEN shows_actual THEN actual END AS actual
    FROM published.progress_report WHERE shows_planned OR shows_actual;
INSERT INTO published.collection_count (collection, features)
SELECT 'progress', count(*) FROM published.progress_now HAVING count(*) > 0;
"""

RIGHTS = """
GRANT SELECT ON published.project_brief, published.project_tally, published.project_delay, published.collection_count
    TO allimi_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON published.project_brief, published.project_tally, published.project_delay,
    published.collection_count TO allimi_writer;
GRANT UPDATE (shows_planned, shows_actual) ON published.progress_report TO allimi_writer;
"""

SHOWN_BEFORE = """
CREATE OR REPLACE VIEW published.progress_now AS
    SELECT p.project_id, p.as_of, p.publication,
        CASE WHEN 'progress_planned' = ANY (v.blocked) THEN NULL ELSE p.planned END AS planned,
        CASE WHEN 'progress_actual' = ANY (v.blocked) THEN NULL ELSE p.actual END AS actual
    FROM published.progress_report AS p
    JOIN published.project_now AS v ON v.project_id = p.project_id
    WHERE NOT ('progress_as_of' = ANY (v.blocked)
            OR 'progress_planned' = ANY (v.blocked) AND 'progress_actual' = ANY (v.blocked))
        AND NOT EXISTS (
            SELECT FROM published.progress_report AS later
            WHERE later.project_id = p.project_id AND later.as_of = p.as_of AND later.publication > p.publication
        );
"""

WORKS_BEFORE = """
INSERT INTO published.map_work (
    project_id, version, geometry_class, status, category, agency, planned_start, planned_end, actual_start, actual_end,
    districts
)
SELECT project_id, version, geometry_class, status, category, agency, planned_start, planned_end, actual_start,
    actual_end, districts
FROM published.project_brief WHERE geometry_class IS NOT NULL;
GRANT SELECT ON published.map_work TO allimi_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON published.map_work TO allimi_writer;
"""


def upgrade() -> None:
    """Apply."""
    op.drop_table("map_work", schema="published")
    _briefs()
    _counts()
    for column in ("shows_planned", "shows_actual"):
        shown: sa.Column[bool] = sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column("progress_report", shown, schema="published")
        op.alter_column("progress_report", column, server_default=None, schema="published")
    op.execute(SHOWN)
    op.execute(RIGHTS)
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    connection.execute(BRIEFS.read_text("utf-8"))


def downgrade() -> None:
    """Take back."""
    op.execute(SHOWN_BEFORE)
    for column in ("shows_planned", "shows_actual"):
        op.drop_column("progress_report", column, schema="published")
    _works_before()
    op.execute(WORKS_BEFORE)
    for table in ("collection_count", "project_delay", "project_tally", "project_brief"):
        op.drop_table(table, schema="published")


def _briefs() -> None:
    op.create_table(
        "project_brief",
        sa.Column("project_id", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("publication", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("west", "south", "east", "north")),
        *(sa.Column(name, sa.Date(), nullable=True) for name in _DATES),
        sa.Column("sample", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("geometry_class", "status", "category")),
        sa.Column("agency", sa.Text(collation="C"), nullable=False),
        sa.Column("location_accuracy", sa.Text(), nullable=True),
        sa.Column("progress_planned", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("progress_actual", sa.Numeric(precision=9, scale=6), nullable=True),
        *(sa.Column(name, sa.Numeric(), nullable=True) for name in ("original_budget", "budget", "contract_amount")),
        sa.Column("by_progress", sa.Text(collation="C"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("districts", postgresql.ARRAY(sa.Text(collation="C")), nullable=False),
        sa.PrimaryKeyConstraint("project_id", name=op.f("project_brief_pkey")),
        schema="published",
    )
    _index("agency", ["agency", "project_id"])
    _index("by_progress", ["by_progress", "project_id"])
    _index("districts", ["districts"], using="gin")
    _index("due", ["due"], where="due IS NOT NULL")
    _index("sample", ["project_id"], where="sample")
    _index("unmapped", ["agency", "project_id"], where="geometry_class IS NULL")


_DATES = (
    "original_start",
    "original_end",
    "planned_start",
    "planned_end",
    "actual_start",
    "actual_end",
    "progress_as_of",
    "due",
)


def _index(name: str, columns: list[str], *, using: str = "btree", where: str | None = None) -> None:
    op.create_index(
        f"project_brief_{name}_idx",
        "project_brief",
        columns,
        schema="published",
        postgresql_using=using,
        postgresql_where=None if where is None else sa.text(where),
    )


def _counts() -> None:
    op.create_table(
        "project_tally",
        sa.Column("district_id", sa.Text(collation="C"), nullable=False),
        sa.Column("geometry_class", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("category", sa.Text(collation="C"), nullable=False),
        sa.Column("projects", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "geometry_class", "status", "category", name=op.f("project_tally_pkey")),
        schema="published",
    )
    op.create_table(
        "project_delay",
        sa.Column("district_id", sa.Text(collation="C"), nullable=False),
        sa.Column("span", sa.Text(collation="C"), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("category", sa.Text(collation="C"), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _SUMS),
        sa.PrimaryKeyConstraint("district_id", "span", "starts", "category", name=op.f("project_delay_pkey")),
        schema="published",
    )
    op.create_table(
        "collection_count",
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("features", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("collection", name=op.f("collection_count_pkey")),
        schema="published",
    )


_SUMS = ("works", "late", "original_days", "due_days")


def _works_before() -> None:
    op.create_table(
        "map_work",
        sa.Column("project_id", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=name != "geometry_class") for name in ("geometry_class", "status")),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(collation="C"), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in _DATES[2:6]),
        sa.Column("districts", postgresql.ARRAY(sa.Text(collation="C")), nullable=False),
        sa.PrimaryKeyConstraint("project_id", name=op.f("map_work_pkey")),
        schema="published",
    )
