"""GDAL reads GeoParquet of `/downloads`, by its ADBC driver and DuckDB, and finds what the database holds."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Final

import psycopg
import pytest
import shapely

from tests.clients.running import SCRIPTS, found_by, shapes
from tests.fixtures.program import ROOT
from tests.fixtures.site import Site

LOCK: Final = SCRIPTS.parent / "duckdb-requirements.txt"
UV: Final = ROOT / ".tools/uv/bin/uv"
FOLDER: Final = ROOT / ".tools/duckdb"


@pytest.fixture(scope="module")
def duckdb() -> Path:
    """A folder with DuckDB, installed once for each version of its lock file."""
    stamp = FOLDER / "stamp"
    if not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
        into = ("--target", str(FOLDER), "--python", sys.executable)
        words = [str(UV), "pip", "install", "-q", *into, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)]
        subprocess.run(words, check=True, timeout=300, capture_output=True)
        stamp.write_bytes(LOCK.read_bytes())
    return FOLDER


def test_gdal_finds_every_work_its_place_and_its_facts_in_geoparquet(
    sample_site: Site, duckdb: Path, tmp_path: Path
) -> None:
    path = tmp_path / "works.parquet"
    path.write_bytes(sample_site.get("/downloads/projects.parquet", follow_redirects=True).content)
    found = found_by("gdal_parquet.py", str(path), PYTHONPATH=str(duckdb))
    with psycopg.connect(sample_site.database.reader_url) as connection:
        sql = "SELECT project_id, status, budget FROM published.project_now"
        truth = {key: (status, budget) for key, status, budget in connection.execute(sql)}
    assert (found["count"], found["crs"]) == (len(truth), "EPSG:4326")  # as GDAL calls OGC:CRS84, longitude first
    assert found["status"] == {key: status for key, (status, _) in truth.items()}
    money = {key: None if text is None else Decimal(text) for key, text in found["budget"].items()}
    assert money == {key: budget for key, (_, budget) in truth.items()}
    places, told = shapes(sample_site), found["shapes"]
    assert {key for key, shape in told.items() if shape} == places.keys()
    for key, shape in places.items():
        one, other = (shapely.from_wkt(text).normalize() for text in (shape, told[key]))
        assert one.equals_exact(other, 1e-6), key
