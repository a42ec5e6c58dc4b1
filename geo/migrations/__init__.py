"""Alembic migrations: they own every object of the database."""
