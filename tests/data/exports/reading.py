"""Read files back with GDAL, in a process of its own: how it is set up for writing must not help it to read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_SCRIPT = """
import json, sys
import pyogrio, pyogrio.raw, shapely
path, layer = sys.argv[1], sys.argv[2] or None
layers = [[name, kind] for name, kind in pyogrio.list_layers(path).tolist()]
layer = layer or layers[0][0]
info = pyogrio.read_info(path, layer=layer, force_feature_count=True)
meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer, datetime_as_string=True)
own = {"id": "kml_id", "public_id": "id"} if "public_id" in meta["fields"] else {}
fields = [own.get(name, name) for name in meta["fields"].tolist()]
rows = [
    {name: None if value is None or value != value else value for name, value in zip(fields, row)}
    for row in zip(*(column.tolist() for column in columns))
]
wkt = [None if shape is None else shapely.from_wkb(shape).wkt for shape in (shapes if shapes is not None else [])]
print(json.dumps({"layers": layers, "crs": info["crs"], "count": info["features"], "rows": rows, "shapes": wkt,
    "types": dict(zip(fields, info["ogr_types"])), "metadata": info["dataset_metadata"]}, default=str))
"""


def read_back(path: Path | str, layer: str = "") -> Any:  # noqa: ANN401 - JSON
    """What GDAL finds in a layer: layers, crs, count, rows, shapes (WKT), types, metadata."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(path), layer], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
