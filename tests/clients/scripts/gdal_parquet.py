"""GDAL reads a GeoParquet file of works by its ADBC driver: `gdal_parquet.py FILE`, with `duckdb` to be imported.

Its Parquet driver is in no GDAL that comes as a wheel or with Debian. ADBC asks DuckDB, whose Python module is the
library as well. Decimal numbers come as texts, since this way GDAL has no fields for them.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import _duckdb
import pyogrio
import pyogrio.raw
import shapely

MONEY = ("original_budget", "budget", "contract_amount", "contracts_total", "payments_total")


def main() -> None:
    """Print what GDAL finds, as JSON."""
    path = sys.argv[1]
    texts = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in MONEY)
    quoted = path.replace("'", "''")
    told = pyogrio.read_info(f"ADBC:{path}")
    meta, _, shapes, columns = pyogrio.raw.read(
        f"ADBC:{path}", SQL=f"SELECT * REPLACE ({texts}) FROM read_parquet('{quoted}')"
    )
    found = dict(zip(meta["fields"], (column.tolist() for column in columns), strict=True))
    wkt = [None if one is None else shapely.from_wkb(one).wkt for one in shapes]
    facts = {name: dict(zip(found["id"], found[name], strict=True)) for name in ("title", "status", "budget")}
    version, shapes_by_id = pyogrio.__gdal_version_string__, dict(zip(found["id"], wkt, strict=True))
    print(json.dumps({"gdal": version, "count": told["features"], "crs": told["crs"], "shapes": shapes_by_id} | facts))


def again_with_the_library() -> None:
    """Start anew, in an environment in which GDAL finds DuckDB under the name that it looks for."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "libduckdb.so").symlink_to(_duckdb.__file__)
        found = os.spawnve(
            os.P_WAIT, sys.executable, [sys.executable, *sys.argv], os.environ | {"LD_LIBRARY_PATH": folder}
        )
    sys.exit(found)


if __name__ == "__main__":
    if "LD_LIBRARY_PATH" in os.environ:
        main()
    else:
        again_with_the_library()
