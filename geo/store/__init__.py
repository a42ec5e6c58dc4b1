"""The PostGIS store: two schemas, what was sent (`intake`) and what is published (`published`)."""

from geo.store.migrating import migrate

__all__ = ["migrate"]
