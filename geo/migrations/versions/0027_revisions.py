"""Items of pushes keep the revision that If-Match asked for, so that a late approval asks for it again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("push_item", sa.Column("revision", sa.BigInteger(), nullable=True), schema="intake")


def downgrade() -> None:
    """Take back."""
    op.drop_column("push_item", "revision", schema="intake")
