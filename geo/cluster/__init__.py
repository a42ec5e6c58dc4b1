"""The private PostgreSQL cluster that Allimi runs for itself when no outside database is named."""

from __future__ import annotations

from geo.cluster.binaries import find_binaries
from geo.cluster.errors import BinariesMissing, DataFolderInUse, WrongMajorVersion
from geo.cluster.folder import DataFolderLock, default_data_dir
from geo.cluster.server import Cluster
from geo.errors import ClusterError

__all__ = [
    "BinariesMissing",
    "Cluster",
    "ClusterError",
    "DataFolderInUse",
    "DataFolderLock",
    "WrongMajorVersion",
    "default_data_dir",
    "find_binaries",
]
