"""The command line: `./allimi bench`."""

from __future__ import annotations

import sys

import typer

from benchmarks.bench import bench
from geo.errors import GeoError


def main() -> None:
    """Run it; errors made for people are one line."""
    try:
        typer.run(bench)
    except GeoError as error:
        sys.exit(f"allimi bench: {error}")


if __name__ == "__main__":
    main()
