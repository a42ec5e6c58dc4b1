"""The real sets and what must become of them; `python -m tests.data.real_files SHARED` prints the table."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from data.checks import Held, Outcome
from data.mapping import load_mapping
from geo.city import City
from tests.data.builders import city, load

MAPPINGS = Path(__file__).parent.parent / "mappings"
NEW_YORK = city(-74.30, 40.47, -73.68, 40.93, local_crs=2263)
BUENOS_AIRES = city(-58.54, -34.71, -58.33, -34.52, local_crs=5347)
PHILIPPINES = city(116.9, 4.5, 126.7, 21.2, local_crs=32651)
LADAKH = city(75.0, 32.0, 80.0, 36.0, local_crs=32643)
CHATTANOOGA = city(-85.5, 34.9, -85.0, 35.3, local_crs=32616)


@dataclass(frozen=True)
class RealFile:
    """A real file with its mapping; `projects` is how many works its rows are, `held` counts held rows by rule."""

    path: str
    mapping: str
    where: City
    rows: int
    projects: int
    held: dict[str, int]

    @property
    def name(self) -> str:
        return Path(self.path).name


FILES = (
    RealFile(
        "us-nyc-capital-projects/projects_fy2021.geojson", "new-york-points", NEW_YORK, 2010, 2009,
        {"footprint.outside": 1},
    ),
    RealFile("us-nyc-capital-projects/footprints_epsg2263.gpkg", "new-york-footprints", NEW_YORK, 65, 65, {}),
    RealFile("us-nyc-capital-projects/footprints_wkt.csv", "new-york-wkt", NEW_YORK, 65, 65, {}),
    RealFile(
        "ar-buenos-aires-obras/obras_2019.csv", "buenos-aires-2019", BUENOS_AIRES, 991, 982,
        {"id.duplicate": 8, "footprint.outside": 1},
    ),
    RealFile(
        "ar-buenos-aires-obras/obras_2023.csv", "buenos-aires-2023", BUENOS_AIRES, 1308, 1284,
        {"id.duplicate": 15, "footprint.outside": 5, "date.form": 1, "dates.far": 1, "agency.missing": 1,
         "money.form": 1},
    ),
    RealFile(
        "ph-flood-control/flood_control_projects_raw.csv.gz", "philippines", PHILIPPINES, 9855, 9827,
        {"id.duplicate": 28},
    ),
    RealFile("in-pmgsy-ladakh/roads_district743.zip", "ladakh-roads", LADAKH, 448, 304, {}),
    RealFile("us-chattanooga-road-closures/road_closures.geojson", "chattanooga", CHATTANOOGA, 31, 31, {}),
    RealFile("us-chattanooga-road-closures/road_closures.kml", "chattanooga", CHATTANOOGA, 31, 31, {}),
)  # fmt: skip


def outcomes_of(file: RealFile, shared: Path) -> list[Outcome]:
    """What becomes of every row of the file."""
    return load(shared / "data" / file.path, load_mapping(MAPPINGS / f"{file.mapping}.toml"), file.where)


def held_by_rule(outcomes: list[Outcome]) -> dict[str, int]:
    """Held rows counted once, under their first reason."""
    return dict(Counter(row.reasons[0].rule for row in outcomes if isinstance(row, Held)))


def table(shared: Path) -> str:
    """The table of `docs/real-files.md`: rows, rows published, works, held by rule."""
    lines = ["| File | Rows | Published | Works | Held | By rule |", "|---|--:|--:|--:|--:|---|"]
    for file in FILES:
        found = outcomes_of(file, shared)
        rows, held = sum(row.rows for row in found), sum(isinstance(row, Held) for row in found)
        rules = ", ".join(f"{rule} {count}" for rule, count in sorted(held_by_rule(found).items()))
        works = len(found) - held
        lines.append(f"| {file.name} | {rows:,} | {rows - held:,} | {works:,} | {held} ({held / rows:.2%}) | {rules} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(Path(sys.argv[1])))
