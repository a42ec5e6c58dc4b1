"""`allimi load`: a city's own files."""

from __future__ import annotations

import typer

app = typer.Typer(help="Load a city's own files.", no_args_is_help=True)


@app.callback()
def load() -> None:
    """Load a city's own files."""
