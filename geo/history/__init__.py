"""What was published of projects before: their versions, what each changed, and all changes in their order."""

from geo.history.comparing import Change, Entries, State, compared
from geo.history.following import Following, Place, changes
from geo.history.latest import Latest, Scope, latest
from geo.history.versions import Stored, Version, stored, versions

__all__ = [
    "Change",
    "Entries",
    "Following",
    "Latest",
    "Place",
    "Scope",
    "State",
    "Stored",
    "Version",
    "changes",
    "compared",
    "latest",
    "stored",
    "versions",
]
