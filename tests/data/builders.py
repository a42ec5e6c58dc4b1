"""Small cities, mappings and files for tests; every default is a good one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping as Table
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from shapely.geometry.base import BaseGeometry

from data.checks import Held, Outcome, Prepared, prepare
from data.mapping import Mapping, parse_mapping
from data.readers import MemorySource, RawRow, open_source
from geo.city import City
from geo.values import Bbox

MAPPING = """
[file]
crs = "EPSG:4326"
dates = ["%d/%m/%Y"]
not_entered = ["-"]

[id]
columns = ["ma"]

[titles.vi]
column = "ten"

[agency]
constant = "so-gtvt"

[status]
column = "trang_thai"

[status.table]
"Đang thi công" = "implementation"

[category]
column = "loai"

[planned_start]
column = "bat_dau"

[planned_end]
column = "ket_thuc"

[budget]
column = "kinh_phi"
currency = "VND"
factor = 1_000_000

[progress.actual]
column = "tien_do"
unit = "percent"
"""

GOOD: Table[str, Any] = {
    "ma": "DN-1",
    "ten": "Cải tạo đường Bạch Đằng",
    "trang_thai": "đang thi công",
    "loai": "road",
    "bat_dau": "01/02/2025",
    "ket_thuc": "30/11/2026",
    "kinh_phi": "125.5",
    "tien_do": "45",
}


def city(*bounds: float, local_crs: int = 5899) -> City:
    """A city with these bounds (west, south, east, north); Da Nang's mainland when there are none."""
    box = Bbox(*bounds) if bounds else Bbox(107.8, 15.8, 108.4, 16.3)
    return City(
        code="test",
        names={"vi": "Thử"},
        languages=("vi", "en"),
        local_crs=local_crs,
        bounds=box,
        view=box,
        timezone=ZoneInfo("UTC"),
        currency="VND",
        licence="CC0-1.0",
        licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
        attribution={},
    )


def mapping(more: str = "", *, without: str = "") -> Mapping:
    """The usual mapping with more text at its end and without the given lines."""
    text = MAPPING
    for line in filter(None, without.splitlines()):
        assert line in text
        text = text.replace(line + "\n", "")
    return parse_mapping(text + more)


def rows(*changes: Table[str, Any], geometry: BaseGeometry | None = None) -> list[RawRow]:
    """Good rows, each with its changes."""
    return [RawRow(n, {**GOOD, **change}, geometry) for n, change in enumerate(changes, 1)]


def source(raw: list[RawRow], *, crs: str | None = "EPSG:4326", geometry: bool = True) -> MemorySource:
    return MemorySource(format="memory", columns=tuple(GOOD), crs=crs, has_geometry=geometry, count=len(raw), rows=raw)


def outcomes(
    raw: list[RawRow], chosen: Mapping | None = None, *, where: City | None = None, crs: str | None = "EPSG:4326"
) -> list[Outcome]:
    found = list(prepare(source(raw, crs=crs), chosen or mapping(), where or city()))
    assert sum(outcome.rows for outcome in found) == len(raw)
    return found


def prepared(raw: list[RawRow], chosen: Mapping | None = None, **options: Any) -> Prepared:  # noqa: ANN401
    (only,) = outcomes(raw, chosen, **options)
    assert isinstance(only, Prepared), only
    return only


def held_rules(raw: list[RawRow], chosen: Mapping | None = None, **options: Any) -> list[str]:  # noqa: ANN401
    """The rules of every held row, in order."""
    found = outcomes(raw, chosen, **options)
    return [reason.rule for outcome in found if isinstance(outcome, Held) for reason in outcome.reasons]


def footprint_of(sent: BaseGeometry, crs: str, where: City) -> BaseGeometry:
    """The footprint of a work sent in this CRS."""
    chosen = parse_mapping(MAPPING.replace('crs = "EPSG:4326"', f"crs = {json.dumps(crs)}"))
    footprint = prepared(rows({}, geometry=sent), chosen, where=where).project.footprint
    assert footprint is not None
    return footprint


def load(path: Path, chosen: Mapping, where: City | None = None) -> list[Outcome]:
    file = chosen.file
    with open_source(path, layer=file.layer, encoding=file.encoding, crs=file.crs, delimiter=file.delimiter) as opened:
        return list(prepare(opened, chosen, where or city()))


def csv_text(*records: Table[str, Any], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(records[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def feature(geometry: object, **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: object, **members: Any) -> str:  # noqa: ANN401
    return json.dumps({"type": "FeatureCollection", **members, "features": features}, ensure_ascii=False)


def point(longitude: float = 108.22, latitude: float = 16.07) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}
