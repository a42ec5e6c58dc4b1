"""Every error that Allimi raises on purpose; its text is safe to show to anyone.

GeoError
├── BadRequest            a parameter or value cannot be understood
├── NotFound              nothing published has this id
│   └── Withdrawn         something had it, and only its history is published
├── Conflict              the request contradicts what is stored
├── Overloaded            too much is being asked at once
├── NoRoom                there is no room on the disk
├── StoreUnavailable      the database does not answer, or is not migrated
├── SchemaMismatch        the database is newer than this program
├── BadInput              a file, mapping, policy or setting cannot be used
└── ClusterError          the private database cluster cannot be run (geo.cluster)
"""

from __future__ import annotations


class GeoError(Exception):
    """Base of all errors whose text may be shown."""


class BadRequest(GeoError):  # noqa: N818
    """A parameter or value cannot be understood; `parameter` names it."""

    def __init__(self, message: str, *, parameter: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter


class NotFound(GeoError):  # noqa: N818
    """Nothing published has this id."""


class Withdrawn(NotFound):
    """Something published had this id; it is withdrawn, and only its history is published."""


class Conflict(GeoError):  # noqa: N818
    """The request contradicts what is stored."""


class Overloaded(GeoError):  # noqa: N818
    """Too much is being asked at once; later it may be answered."""


class NoRoom(GeoError):  # noqa: N818
    """There is no room on the disk for what is asked."""


class StoreUnavailable(GeoError):  # noqa: N818
    """The database does not answer, or is not migrated."""


class SchemaMismatch(GeoError):  # noqa: N818
    """The database is newer than this program; writing to it could lose facts."""


class BadInput(GeoError):  # noqa: N818
    """A file, mapping, policy or setting cannot be used."""


class LibraryTooOld(GeoError):  # noqa: N818
    """A library of this installation is older than the program needs it."""


class ClusterError(GeoError):
    """The private database cluster cannot be run."""
