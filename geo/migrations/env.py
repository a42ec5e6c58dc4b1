"""Run the migrations over the connection that `geo.store.migrating` hands over."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from alembic import context
from geoalchemy2 import alembic_helpers

import geo.store
from geo.store.base import INTAKE, PUBLISHED, Base

for module in pkgutil.iter_modules(geo.store.__path__):  # the metadata is whole only with all of them
    import_module(f"geo.store.{module.name}")


def include_name(name: str | None, kind: str, _parents: Any) -> bool:  # noqa: ANN401 - Alembic's own type
    """Whether Alembic looks at it: our two schemas, nothing of the extensions."""
    return name in {INTAKE, PUBLISHED} if kind == "schema" else True


def run() -> None:
    """Migrate over the given connection, each migration in a transaction of its own: its locks end with it."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        include_schemas=True,
        include_name=include_name,
        include_object=alembic_helpers.include_object,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
        version_table_schema="public",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
