"""What can stand in the way of the private cluster."""

from __future__ import annotations

from geo.errors import ClusterError


class BinariesMissing(ClusterError):  # noqa: N818
    """PostgreSQL or one of the extensions is not installed; `line` is the command that installs it."""

    def __init__(self, message: str, line: str) -> None:
        super().__init__(
            f"{message}\nInstall it with:\n  {line}\nor use another database: set ALLIMI_DATABASE_URL, "
            "or run `docker compose up`."
        )
        self.line = line


class WrongMajorVersion(ClusterError):  # noqa: N818
    """The data folder was made by another major version of PostgreSQL than the one installed."""


class DataFolderInUse(ClusterError):  # noqa: N818
    """Another program runs on the same data folder."""
