"""Run the migrations over the connection that `geo.store.migrating` hands over."""

from __future__ import annotations

from typing import Any

from alembic import context
from geoalchemy2 import alembic_helpers

from geo.store import briefs, counts, intake, maps, places, pushes, works  # noqa: F401 - the metadata is whole only with them
from geo.store.base import INTAKE, PUBLISHED, Base


def include_name(name: str | None, kind: str, _parents: Any) -> bool:  # noqa: ANN401 - Alembic's own type
    """Whether Alembic looks at it: our two schemas, nothing of the extensions."""
    return name in {INTAKE, PUBLISHED} if kind == "schema" else True


def run() -> None:
    """Migrate over the given connection, in one transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        include_schemas=True,
        include_name=include_name,
        include_object=alembic_helpers.include_object,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
        version_table_schema="public",
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
