"""Read files back with GDAL, in a process of its own: how it is set up for writing must not help it to read.

GeoParquet is read by GeoPandas, since the GDAL of its wheels has no driver for it.
"""

from __future__ import annotations

import atexit
import functools
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from data.exports import About

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


@dataclass
class Whole:
    """What a program finds in a file: `facts` and `shapes` by id, and the CRS of what has a place."""

    crs: set[str | None]
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    shapes: dict[str, BaseGeometry | None] = field(default_factory=dict)

    def add(self, found: Any, names: dict[str, str] | None = None) -> None:  # noqa: ANN401 - JSON
        """Add what GDAL found in a layer, whose columns may have other names."""
        shapes = found["shapes"] or [None] * len(found["rows"])
        for row, shape in zip(found["rows"], shapes, strict=True):
            facts = {(names or {}).get(name, name): value for name, value in row.items()}
            assert facts["id"] not in self.facts
            self.facts[facts["id"]] = facts
            self.shapes[facts["id"]] = None if shape is None else shapely.from_wkt(shape)


def read_whole(path: Path, suffix: str, about: About) -> Whole:
    """All features of a file of any format but PMTiles."""
    if suffix == "parquet":
        return _of_parquet(path, placed=about.placed)
    if suffix == "shp.zip":
        return _of_shapefiles(path, about)
    if suffix in {"csv", "xlsx"}:
        path = _with_places(path, about)
    found = read_back(path)
    # The CRS of a virtual layer is told as WKT; GDAL has the name of a placemark before a fact that is called so too.
    whole = Whole({"OGC:CRS84" if 'AUTHORITY["OGC","CRS84"]' in (found["crs"] or "") else found["crs"]})
    whole.add(found, {"Name": "name"} if suffix == "kml" else None)
    return whole


def _of_parquet(path: Path, *, placed: bool) -> Whole:
    import geopandas  # noqa: PLC0415 - heavy
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy

    frame = geopandas.read_parquet(path) if placed else None
    whole = Whole({None if frame is None else frame.crs.to_string()})
    whole.facts = {row["id"]: row for row in pq.read_table(path).to_pylist()}
    if frame is not None:
        whole.shapes = dict(zip(frame["id"], frame.geometry, strict=True))
    return whole


def _of_shapefiles(path: Path, about: About) -> Whole:
    names = {column.short: column.name for column in about.columns}
    whole = Whole(set())
    for part in zipfile.ZipFile(path).namelist():
        if part.endswith((".shp", "_unmapped.dbf")):
            found = read_back(f"/vsizip/{path}/{part}")
            whole.crs |= {found["crs"]} if part.endswith(".shp") else set()
            whole.add(found, names)
    return whole


def _with_places(path: Path, about: About) -> Path:
    """A virtual layer that tells GDAL where a table has its places, and their CRS."""
    place = '<LayerSRS>OGC:CRS84</LayerSRS><GeometryField encoding="WKT" field="footprint"/>' if about.placed else ""
    layer = path.stem if path.suffix == ".csv" else about.collection
    virtual = path.with_suffix(".vrt")
    virtual.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="{layer}"><SrcDataSource>{path}</SrcDataSource>'
        f"<GeometryType>{'wkbUnknown' if about.placed else 'wkbNone'}</GeometryType>{place}"
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    return virtual


@functools.cache
def _reader() -> subprocess.Popen[str]:
    """The process that reads, one for all files: to load GDAL takes longer than to read."""
    reader = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    atexit.register(reader.kill)
    return reader


def row(found: Any, project_id: str) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """The attributes of a work."""
    facts: dict[str, Any] = next(one for one in found["rows"] if one["id"] == project_id)
    return facts


def shape(found: Any, project_id: str) -> BaseGeometry:  # noqa: ANN401 - JSON
    """The footprint of a work."""
    place = [one["id"] for one in found["rows"]].index(project_id)
    footprint: BaseGeometry = shapely.from_wkt(found["shapes"][place])
    return footprint
