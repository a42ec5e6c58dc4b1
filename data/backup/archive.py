"""The backup file: a zip with PostgreSQL's own dump (custom format) and a manifest."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from geo.errors import BadInput
from geo.store.fingerprints import Fingerprint

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the dump holds: at which migration, from which server, and the fingerprint of every table."""

    made_at: str
    program: str
    migration: str
    postgresql: int
    publication: int
    tables: dict[str, Fingerprint]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    def to_json(self) -> str:
        """As it stands in the file."""
        return json.dumps({"format": FORMAT} | asdict(self), indent=2, sort_keys=True)


def read_manifest(path: Path) -> Manifest:
    """The manifest of a backup file, whose contents are checked against their sums. Raises BadInput."""
    with opened(path) as archive:
        if archive.testzip() is not None:
            raise BadInput(f"{path.name} is damaged: its contents do not match their check sum.")
        facts = json.loads(archive.read(MANIFEST))
    if facts.pop("format", None) != FORMAT:
        raise BadInput(f"{path.name} was written by another release in a format that this program does not read.")
    facts["tables"] = {name: Fingerprint(**table) for name, table in facts["tables"].items()}
    return Manifest(**facts)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The backup file, open for reading. Raises BadInput where it is none."""
    try:
        if not path.is_file():  # a pipe or device would never end
            raise BadInput(f"There is no backup file {path}.")
        with zipfile.ZipFile(path) as archive:
            if not {MANIFEST, DUMP} <= set(archive.namelist()):
                raise BadInput(f"{path.name} is no backup of Allimi.")
            yield archive
    except (zipfile.BadZipFile, json.JSONDecodeError, KeyError, TypeError) as cause:
        raise BadInput(f"{path.name} is no whole backup of Allimi.") from cause
    except OSError as cause:
        raise BadInput(f"{path} cannot be read: {cause.strerror}.") from cause
