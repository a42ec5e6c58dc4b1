"""The command line, `allimi`."""

from api.cli.program import main

__all__ = ["main"]
