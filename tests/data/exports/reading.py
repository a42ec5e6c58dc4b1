"""Read files back with GDAL, in a process of its own: how it is set up for writing must not help it to read."""

from __future__ import annotations

import atexit
import functools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_SCRIPT = """
import json, sys
import pyogrio, pyogrio.raw, shapely

def told(path, layer):
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
    return {"layers": layers, "crs": info["crs"], "count": info["features"], "rows": rows, "shapes": wkt,
        "types": dict(zip(fields, info["ogr_types"])), "metadata": info["dataset_metadata"]}

for line in sys.stdin:
    try:
        found = told(*json.loads(line))
    except Exception as fault:
        found = {"fault": repr(fault)}
    print(json.dumps(found, default=str), flush=True)
"""


def read_back(path: Path | str, layer: str = "") -> Any:  # noqa: ANN401 - JSON
    """What GDAL finds in a layer: layers, crs, count, rows, shapes (WKT), types, metadata."""
    reader = _reader()
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write(json.dumps([str(path), layer or None]) + "\n")
    reader.stdin.flush()
    found = json.loads(reader.stdout.readline())
    assert "fault" not in found, found["fault"]
    return found


@functools.cache
def _reader() -> subprocess.Popen[str]:
    """The process that reads, one for all files: to load GDAL takes longer than to read."""
    reader = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    atexit.register(reader.kill)
    return reader
