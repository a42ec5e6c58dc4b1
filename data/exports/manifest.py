"""What stands beside a file: what it holds, whose it is, and how to know that it is whole."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data.exports.about import About
from data.exports.formats import FileFormat
from data.exports.source import labelled
from data.exports.survey import Survey


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a file; `members` is the JSON document that is kept and served."""

    members: Mapping[str, Any]

    @property
    def file(self) -> str:
        """The file's name."""
        return str(self.members["file"])

    @property
    def sha256(self) -> str:
        """The file's SHA-256 in hexadecimal."""
        return str(self.members["sha256"])

    @property
    def size(self) -> int:
        """The file's size in bytes."""
        return int(self.members["bytes"])

    @property
    def publication(self) -> int:
        """The number of the publication whose state it holds."""
        return int(self.members["publication"])

    @property
    def purge(self) -> int:
        """The number of the newest purge when it was made; 0 before the first, and in manifests of earlier releases."""
        return int(self.members.get("newest_purge", 0))

    @property
    def release(self) -> str:
        """The version of the program that made it."""
        return str(self.members["release"])

    @property
    def text(self) -> bytes:
        """The document as it is kept."""
        return (json.dumps(self.members, ensure_ascii=False, indent=1) + "\n").encode()


def describe(
    file: Path, kind: FileFormat, about: About, survey: Survey, notes: Sequence[str], *, purge: int
) -> Manifest:
    """The manifest of a file that has just been written."""
    members = {
        "file": file.name,
        "title": labelled(about, survey),
        "collection": about.collection,
        "format": kind.title,
        "media_type": kind.media_type,
        "bytes": file.stat().st_size,
        "sha256": sha256(file),
        "publication": about.publication,
        "published": about.published_at,
        "newest_purge": purge,
        "days_late_on": about.day,
        "release": about.release,
        "selection": about.query,
        "count": survey.count,
        "without_footprint": survey.unmapped if about.placed else None,
        "sample_features": survey.samples,
        "bbox": survey.box,
        "crs": kind.footprint if about.placed else None,
        "money": kind.money,
        "licence": about.licence,
        "licence_url": about.licence_url,
        "attribution": dict(about.attribution),
        "notes": list(notes),
        "columns": [_column(asdict(column)) for column in about.columns],
    }
    return Manifest(members)


def read_manifest(path: Path) -> Manifest | None:
    """The manifest at a path; None where there is none, or it is not whole."""
    try:
        members = json.loads(path.read_bytes())
        found = Manifest(members)
        whole = bool(found.file and found.sha256 and found.release) and found.size >= 0 and found.publication >= 0
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if whole else None


def sha256(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, also after a crash."""
    written = path.with_name(f".{path.name}.{os.getpid()}")
    with written.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    written.replace(path)


def _column(column: dict[str, Any]) -> dict[str, Any]:
    return {"name": column["name"], "type": str(column["kind"]), "description": column["description"]}
