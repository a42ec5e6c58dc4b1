"""What the rules find in the works of real cities: the first pairs of the ranking, to be judged by eye.

    PYTHONPATH=. python tools/overlaps-real.py DATA [--first 20] [--only buenos-aires]

DATA is a folder with the files that `docs/real-files.md` tells of. New York's file has no dates, but the financial
years in which money is planned: a work is taken to last from the first day of the first of them (1 July) to the last
day of the last one.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row
from shapely import from_wkt
from shapely.geometry import mapping

from data.loading import load_projects
from data.mapping import load_mapping, parse_mapping
from data.mapping.model import Mapping as FileMapping
from data.policy import load_policy
from geo.city import City
from geo.cluster import Cluster
from geo.store.migrating import migrate
from tests.data.real_files import BUENOS_AIRES, CHATTANOOGA, MAPPINGS, NEW_YORK

RANKING: Final = """
SELECT o.kind, o.also, o.score, o.currency, o.relation, o.distance, o.shared_length, o.shared_area, o.days_shared,
    a.title AS one, a.agency AS one_agency, a.status AS one_status, a.category AS one_category,
    a.project_id AS one_id, coalesce(a.actual_start, a.planned_start) AS one_start,
    coalesce(a.actual_end, a.planned_end) AS one_end,
    b.title AS other, b.agency AS other_agency, b.status AS other_status, b.category AS other_category,
    b.project_id AS other_id, coalesce(b.actual_start, b.planned_start) AS other_start,
    coalesce(b.actual_end, b.planned_end) AS other_end
FROM published.overlap AS o
JOIN published.project_now AS a ON a.project_id = o.one_id
JOIN published.project_now AS b ON b.project_id = o.other_id
ORDER BY o.score DESC, o.id LIMIT %s
"""
YEARS: Final = range(2021, 2026)
"""Financial years that New York's file has a column for."""
STORM: Final = '\n[planned_start]\nconstant = "2024-09-27"\n\n[planned_end]\nconstant = "2024-09-29"\n'
DATED: Final = '\n[planned_start]\ncolumn = "first_day"\n\n[planned_end]\ncolumn = "last_day"\n'


def main() -> None:
    """Load each city into a database of its own, and print what is found."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("data", type=Path)
    reader.add_argument("--first", type=int, default=20)
    reader.add_argument("--only", choices=sorted(CITIES))
    given = reader.parse_args()
    with tempfile.TemporaryDirectory(prefix="allimi-real-") as name:
        Path(name).chmod(0o755)
        with Cluster(Path(name) / "cluster", durable=False) as cluster:
            for city in CITIES if given.only is None else [given.only]:
                with _loaded(cluster, city, given.data) as connection:
                    print(f"\n# {city}: {_counts(connection)}\n")
                    for place, row in enumerate(connection.execute(RANKING, [given.first]), 1):
                        print(_told(place, row))


@contextmanager
def _loaded(cluster: Cluster, name: str, data: Path) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    database = name.replace("-", "_")
    cluster.create_database(database)
    migrate(cluster.url(database))
    where, files = CITIES[name]
    with psycopg.connect(cluster.url(database)) as connection:
        for path, mapping in files(data):
            load_projects(connection, path, mapping, city=where, policy=load_policy())
    with psycopg.connect(cluster.url(database), row_factory=dict_row) as connection:
        yield connection


def _new_york(data: Path) -> Iterator[tuple[Path, FileMapping]]:
    """The footprints drawn by hand, then all works with days; those that are in both keep their footprint."""
    folder = data / "us-nyc-capital-projects"
    yield folder / "footprints_wkt.csv", load_mapping(MAPPINGS / "new-york-wkt.toml")
    csv.field_size_limit(10**7)
    with (folder / "footprints_wkt.csv").open(newline="") as table:
        drawn = {row["maprojid"]: row["geometry"] for row in csv.DictReader(table)}
    works = json.loads((folder / "projects_fy2021.geojson").read_text())
    for feature in works["features"]:
        facts = feature["properties"]
        facts |= _days(facts)
        if footprint := drawn.get(f"{facts['managing_agency_id']}{facts['project_id']}"):
            feature["geometry"] = mapping(from_wkt(footprint))
    with tempfile.NamedTemporaryFile("w", suffix=".geojson") as file:
        json.dump(works, file)
        file.flush()
        yield Path(file.name), parse_mapping((MAPPINGS / "new-york-points.toml").read_text() + DATED)


def _days(work: Mapping[str, Any]) -> dict[str, str]:
    """The first and the last day of the financial years in which a work is paid for; empty where there are none."""
    years = [year for year in YEARS if work[f"combined{year}"]]
    return {
        "first_day": f"{years[0] - 1}-07-01" if years else "",
        "last_day": f"{years[-1]}-06-30" if years else "",
    }


def _buenos_aires(data: Path) -> Iterator[tuple[Path, FileMapping]]:
    yield data / "ar-buenos-aires-obras/obras_2023.csv", load_mapping(MAPPINGS / "buenos-aires-2023.toml")


def _chattanooga(data: Path) -> Iterator[tuple[Path, FileMapping]]:
    """Closures of one storm, each taken to have lasted for the same three days: the file gives none."""
    text = (MAPPINGS / "chattanooga.toml").read_text() + STORM
    yield data / "us-chattanooga-road-closures/road_closures.geojson", parse_mapping(text)


Files = Callable[[Path], Iterator[tuple[Path, FileMapping]]]
CITIES: Final[Mapping[str, tuple[City, Files]]] = {
    "new-york": (NEW_YORK, _new_york),
    "buenos-aires": (BUENOS_AIRES, _buenos_aires),
    "chattanooga": (CHATTANOOGA, _chattanooga),
}


def _counts(connection: psycopg.Connection[dict[str, Any]]) -> str:
    rows = connection.execute("SELECT kind, count(*) AS pairs FROM published.overlap GROUP BY 1 ORDER BY 1").fetchall()
    return ", ".join(f"{row['kind']} {row['pairs']:,}" for row in rows) or "nothing"


def _told(place: int, row: Mapping[str, Any]) -> str:
    sizes = f"{row['distance']:.0f} m apart, {row['shared_length']:.0f} m, {row['shared_area']:.0f} m2"
    lines = [
        f"{place}. {row['kind']} {' '.join(row['also'])} {row['score']:,} {row['currency']}; "
        f"{row['relation']}, {sizes}; {row['days_shared']} days shared"
    ]
    for side in ("one", "other"):
        facts = [row[f"{side}_{name}"] for name in ("agency", "category", "status", "start", "end", "id")]
        lines.append(f"   {row[side]} | {' | '.join('-' if fact is None else str(fact) for fact in facts)}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
