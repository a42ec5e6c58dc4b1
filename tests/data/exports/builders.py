"""Features and jobs for tests of the writers: a test names only what matters to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from data.exports import About, Job, Manifest, build

POINT: Final = {"type": "Point", "coordinates": [108.25, 16.05]}
LINE: Final = {"type": "LineString", "coordinates": [[108.2, 16.0], [108.3, 16.1]]}
AREA: Final = {
    "type": "Polygon",
    "coordinates": [
        [[108.0, 16.0], [108.1, 16.0], [108.1, 16.1], [108.0, 16.1], [108.0, 16.0]],
        [[108.02, 16.02], [108.02, 16.04], [108.04, 16.04], [108.04, 16.02], [108.02, 16.02]],
    ],
}
COLLECTION: Final = {"type": "GeometryCollection", "geometries": [POINT, AREA]}
ABOUT: Final = About(
    collection="projects",
    city="Da Nang",
    licence="CC0-1.0",
    licence_url="https://example.org/cc0",
    attribution={"en": "Allimi sample data"},
    publication=7,
    published_at="2026-11-20T03:04:05.678901+00:00",
    day="2026-11-20",
    release="0.1.0",
)
_FACTS: Final[Mapping[str, Any]] = {
    "titles": {"vi": "Cầu Rồng"},
    "descriptions": {},
    "agency": "ban-1",
    "declared_districts": [],
    "withheld": [],
    "withdrawn": False,
    "sample": False,
    "version": 1,
    "published": "2026-11-20T03:04:05.678901Z",
    "agency_name": "Ban quản lý",
    "districts": [],
    "days_late": None,
    "days_silent": None,
}


def work(id: str = "P1", geometry: Mapping[str, Any] | None = POINT, **facts: Any) -> str:  # noqa: A002, ANN401
    """A project as the API serves it."""
    properties = {"title": f"Work {id}"} | dict(_FACTS) | facts
    feature = {"type": "Feature", "id": id, "geometry": geometry, "properties": properties}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def district(id: str = "old.west", **facts: Any) -> str:  # noqa: A002, ANN401
    """A district as the API serves it."""
    properties = {
        "name": "Tây", "names": {"vi": "Tây"}, "code": "west", "boundary_set": "old", "parent": None, "level": 1,
        "valid_from": None, "valid_to": "2025-06-30", "area_m2": 1234, "source": None, "licence": None,
        "sketch": False, "sample": False,
    } | facts  # fmt: skip
    feature = {"type": "Feature", "id": id, "geometry": AREA, "properties": properties}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def agency(id: str = "ban-1", **facts: Any) -> str:  # noqa: A002, ANN401
    """An agency as the API serves it."""
    return _placeless(
        id, {"name": "Ban quản lý", "names": {"vi": "Ban quản lý"}, "projects": 1, "sample": False} | facts
    )


def report(project_id: str = "P1", as_of: str = "2026-11-01", **facts: Any) -> str:  # noqa: ANN401
    """A progress report as the API serves it."""
    told = {
        "project_id": project_id,
        "as_of": as_of,
        "planned": None,
        "actual": 0.125,
        "publication": 3,
        "sample": False,
    }
    return _placeless(f"{project_id}:{as_of}", told | facts)


def _placeless(feature_id: str, properties: Mapping[str, Any]) -> str:
    feature = {"type": "Feature", "id": feature_id, "geometry": None, "properties": properties}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def spool(folder: Path, features: Sequence[str]) -> Path:
    """Features in a spool, a line each."""
    path = folder / "spool"
    path.write_text("".join(f"{text}\n" for text in features), encoding="utf-8")
    return path


def made(
    folder: Path,
    suffix: str,
    features: Sequence[str],
    *,
    about: About = ABOUT,
    tiles: Sequence[bytes] = (),
    purge: int = 0,
) -> tuple[Path, Manifest]:
    """A file of the features, and its manifest; `tiles` are the records of a map's tiles."""
    folder.mkdir(exist_ok=True)
    (folder / "tiles").write_bytes(b"".join(tiles))
    name = f"{about.collection}.{suffix}"
    job = Job(about, suffix, spool(folder, features), folder, name, folder / "tiles", purge)
    return folder / name, build(job, lambda written, of: None)


MIXED = [
    work("P1", POINT, progress_actual=0, days_late=0, budget=12345678901234567890, budget_currency="VND"),
    work("P2", LINE, progress_actual=0.25, planned_end="2027-01-31", districts=["old.west", "old.east"]),
    work("P3", AREA, budget=None, supervisor=None, withheld=["supervisor"], sample=True),
    work("P4", None, progress_actual=None),
]
"""Works of every kind of footprint, and one without."""
