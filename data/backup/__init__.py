"""One file that holds the whole database: what was sent, what is published, and the numbers to check it by."""

from data.backup.archive import Manifest, read_manifest
from data.backup.restoring import restore
from data.backup.writing import backup

__all__ = ["Manifest", "backup", "read_manifest", "restore"]
