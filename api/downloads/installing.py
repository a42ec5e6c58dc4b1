"""Add the files to an application."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir
from uuid import uuid4

from fastapi import FastAPI

from api.context import Context
from api.downloads.building import Builder
from api.downloads.routes import router


def install(app: FastAPI, context: Context) -> None:
    """Serve files from the data folder."""
    app.state.downloads = Builder(context, folder_of(context), snapshots=context.snapshots)
    app.include_router(router)


def folder_of(context: Context) -> Path:
    """Where files are kept; without a data folder in a new one, which is made when the first file is."""
    return (context.data_dir or Path(gettempdir()) / f"allimi-{uuid4().hex}") / "downloads"
