"""The commands, and how an error ends them: one line on standard error, and a code that says what kind it is."""

from __future__ import annotations

import sys
from typing import Final

import typer

from api import logs
from api.cli import backing, doctor, inspecting, loading, sampling, serving
from geo.cluster import BinariesMissing
from geo.errors import BadInput, GeoError, StoreUnavailable

EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_MISSING: Final = 3
EXIT_UNAVAILABLE: Final = 4

app = typer.Typer(
    name="allimi",
    help="An open map of a city's public works.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serving.run)
app.command()(serving.serve)
app.command()(serving.migrate)
app.command()(sampling.sample)
app.command()(doctor.doctor)
app.command()(backing.backup)
app.command()(backing.restore)
app.command("inspect")(inspecting.inspect_file)
app.add_typer(loading.app, name="load")


def main() -> None:
    """Run a command; errors made for people are one line, never a trace."""
    logs.configure()
    try:
        app()
    except GeoError as error:
        print(f"allimi: {error}", file=sys.stderr)
        sys.exit(_code(error))


def _code(error: GeoError) -> int:
    match error:
        case BinariesMissing():
            return EXIT_MISSING
        case StoreUnavailable():
            return EXIT_UNAVAILABLE
        case BadInput():
            return EXIT_USAGE
        case _:
            return EXIT_FAILED
