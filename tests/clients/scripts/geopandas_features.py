"""GeoPandas reads the features and the files: `python geopandas_features.py http://127.0.0.1:8000` prints its findings.

Needs geopandas with pyogrio, whose wheel has a GDAL of its own, and pyarrow for GeoParquet.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
import urllib.request
from typing import Any

import geopandas
import pyogrio

MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857"
BOX = (108.2, 16.0, 108.25, 16.1)


def features(url: str) -> dict[str, Any]:
    """By OGC API - Features, and by the address of a page of GeoJSON."""
    source = f"OAPIF:{url}/"
    every = geopandas.read_file(source, layer="projects", PAGE_SIZE="150")
    lines = geopandas.read_file(source, layer="project-lines", CRS=MERCATOR)
    page = geopandas.read_file(f"{url}/collections/projects/items?f=geojson&limit=1000&sortby=-id")
    where = geopandas.read_file(source, layer="projects", where="status = 'completed'")
    return {
        "version": f"GeoPandas {geopandas.__version__}, GDAL {pyogrio.__gdal_version_string__}",
        "layers": pyogrio.list_layers(source)[:, 0].tolist(),
        "every": every["id"].tolist(),
        "crs_is_crs84": every.crs.to_authority() == ("OGC", "CRS84"),
        "valid": bool(every.geometry.dropna().is_valid.all()),
        "in_box": geopandas.read_file(source, layer="projects", bbox=BOX)["id"].tolist(),
        "where": where["id"].tolist(),
        "mercator": [lines.crs.to_epsg(), dict(zip(lines["id"], lines.geometry.to_wkt(), strict=True))],
        "page": [page.crs.to_epsg(), page["id"].tolist()],
    }


def fetch(address: str, patience: float = 60.0) -> bytes:
    """A file, which may take the site some seconds to make (202 until it is there)."""
    until = time.monotonic() + patience
    while True:
        with urllib.request.urlopen(address, timeout=30) as answer:
            body: bytes = answer.read()
            if answer.status == 200:
                return body
        if time.monotonic() > until:
            raise SystemExit(f"not made within {patience} s: {address}")
        time.sleep(1)


def files(url: str) -> dict[str, Any]:
    """The whole set as GeoPackage and as GeoParquet."""
    with tempfile.NamedTemporaryFile(suffix=".gpkg") as file:
        file.write(fetch(f"{url}/downloads/projects.gpkg"))
        file.flush()
        package = geopandas.read_file(file.name, layer="projects")
    parquet = geopandas.read_parquet(io.BytesIO(fetch(f"{url}/downloads/projects.parquet")))
    mapped = parquet[parquet.geometry.notna()]
    return {
        "gpkg": [package.crs.to_epsg(), dict(zip(package["id"], package["status"], strict=True))],
        "parquet": [parquet.crs.to_authority(), dict(zip(parquet["id"], parquet["status"], strict=True))],
        "parquet_wkt": dict(zip(mapped["id"], mapped.geometry.to_wkt(), strict=True)),
    }


if __name__ == "__main__":
    json.dump(features(sys.argv[1]) | files(sys.argv[1]), sys.stdout)
