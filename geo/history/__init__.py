"""What was published of projects before: their versions, what each changed, and all changes in their order."""

from geo.history.comparing import Change, Entries, State, compared, compared_with_nothing
from geo.history.following import Following, Place, changes
from geo.history.latest import Happening, Latest, Scope, latest
from geo.history.purges import newest_purge, purged
from geo.history.versions import Purge, Stored, Version, beside, stored, versions

__all__ = [
    "Change",
    "Entries",
    "Following",
    "Happening",
    "Latest",
    "Place",
    "Purge",
    "Scope",
    "State",
    "Stored",
    "Version",
    "beside",
    "changes",
    "compared",
    "compared_with_nothing",
    "latest",
    "newest_purge",
    "purged",
    "stored",
    "versions",
]
