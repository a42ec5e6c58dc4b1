"""The commands, and how an error ends them: one line on standard error, and a code that says what kind it is."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Final

import typer

from api import logs
from geo.cluster import BinariesMissing
from geo.errors import BadInput, GeoError, LibraryTooOld, StoreUnavailable

EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_MISSING: Final = 3
EXIT_UNAVAILABLE: Final = 4

COMMANDS: Final = MappingProxyType(
    {
        "run": ("api.cli.serving", "run"),
        "serve": ("api.cli.serving", "serve"),
        "inspect": ("api.cli.inspecting", "inspect_file"),
        "load": ("api.cli.loading", "app"),
        "export": ("api.cli.exporting", "export"),
        "snapshot": ("api.cli.snapshotting", "snapshot"),
        "republish": ("api.cli.republishing", "republish"),
        "redraw": ("api.cli.redrawing", "redraw"),
        "overlaps": ("api.cli.overlaps", "app"),
        "sample": ("api.cli.sampling", "sample"),
        "simulate": ("api.cli.simulating", "simulate"),
        "backup": ("api.cli.backing", "backup"),
        "restore": ("api.cli.backing", "restore"),
        "keys": ("api.cli.keys", "app"),
        "audit": ("api.cli.auditing", "audit"),
        "intake": ("api.cli.intaking", "app"),
        "verify": ("api.cli.log.verifying", "verify"),
        "witness": ("api.cli.log.verifying", "witness"),
        "log": ("api.cli.log.exporting", "app"),
        "checkpoint": ("api.cli.log.signing", "checkpoint"),
        "log-key": ("api.cli.log.signing", "log_key"),
        "worker": ("api.cli.serving", "worker"),
        "migrate": ("api.cli.serving", "migrate"),
        "doctor": ("api.cli.doctor", "doctor"),
    }
)
HIDDEN: Final = frozenset({"worker"})
"""What the program calls itself."""


def program(words: Sequence[str]) -> typer.Typer:
    """The command line; only the command that the words name is loaded, since a site should start at once."""
    app = typer.Typer(
        name="allimi",
        help="An open map of a city's public works.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_allimi)
    for name in [words[0]] if words and words[0] in COMMANDS else COMMANDS:
        module, member = COMMANDS[name]
        found = getattr(import_module(module), member)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name, hidden=name in HIDDEN)(found)
    return app


def main() -> None:
    """Run a command; errors made for people are one line, never a trace."""
    logs.configure()
    try:
        program(sys.argv[1:])()
    except GeoError as error:
        print(f"allimi: {error}", file=sys.stderr)
        sys.exit(_code(error))


def _allimi() -> None:
    """An open map of a city's public works."""


def _code(error: GeoError) -> int:
    match error:
        case BinariesMissing() | LibraryTooOld():
            return EXIT_MISSING
        case StoreUnavailable():
            return EXIT_UNAVAILABLE
        case BadInput():
            return EXIT_USAGE
        case _:
            return EXIT_FAILED
