"""What was published of projects before: their versions, what each changed, and all changes in their order."""

from geo.history.comparing import Change, Entries, State, compared
from geo.history.following import Following, Place, changes
from geo.history.versions import Stored, Version, stored, versions

__all__ = [
    "Change",
    "Entries",
    "Following",
    "Place",
    "State",
    "Stored",
    "Version",
    "changes",
    "compared",
    "stored",
    "versions",
]
