"""Files of everything that is published, or of a selection, in the formats that people use."""

from data.exports.about import About
from data.exports.building import Job, build
from data.exports.columns import TABLES
from data.exports.formats import FORMATS, FileFormat, format_of
from data.exports.manifest import Manifest
from data.exports.replacing import replace_snapshots
from data.exports.shelf import Shelf, Stored, Withdrawn

__all__ = [
    "FORMATS",
    "TABLES",
    "About",
    "FileFormat",
    "Job",
    "Manifest",
    "Shelf",
    "Stored",
    "Withdrawn",
    "build",
    "format_of",
    "replace_snapshots",
]
