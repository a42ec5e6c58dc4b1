"""GDAL's command line reads the features: `python gdal_features.py http://127.0.0.1:8000` prints its findings as JSON.

Needs `ogr2ogr` and `ogrinfo` (Debian: gdal-bin). Nothing of Allimi is imported: this is what any user can run.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any


def run(*command: str) -> str:
    """What a program prints; an error ends the script."""
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=100)
    if "ERROR" in done.stderr:
        raise SystemExit(done.stderr)
    return done.stdout


def read(source: str, layer: str, *options: str) -> dict[str, Any]:
    """A layer as GDAL hands it on."""
    found: dict[str, Any] = json.loads(run("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", source, layer, *options))
    return found


def ids(collection: dict[str, Any]) -> list[str]:
    """The ids of features, in order."""
    return [feature["properties"]["id"] for feature in collection["features"]]


def main(url: str) -> dict[str, Any]:
    """Everything asked of GDAL."""
    source = f"OAPIF:{url}/"
    every = read(source, "projects", "-oo", "PAGE_SIZE=50")
    return {
        "version": run("ogrinfo", "--version").split(",")[0],
        "layers": re.findall(r"^\d+: (\S+)", run("ogrinfo", "-ro", "-q", source), re.MULTILINE),
        "every": ids(every),
        "crs": every["crs"]["properties"]["name"],
        "first": every["features"][0],
        "in_box": ids(read(source, "projects", "-spat", "108.2", "16.0", "108.25", "16.1")),
        "where": ids(read(source, "projects", "-where", "status = 'completed'", "-oo", "PAGE_SIZE=1000")),
        "lines": sorted({f["geometry"]["type"] for f in read(source, "project-lines")["features"]}),
        "districts": ids(read(source, "districts")),
        "agencies": ids(read(source, "agencies")),
    }


if __name__ == "__main__":
    json.dump(main(sys.argv[1]), sys.stdout)
