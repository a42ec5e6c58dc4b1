"""GeoParquet 1.1: WKB in OGC:CRS84, with a box for each footprint that readers can filter by; or a plain table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from data.exports.arrow import DECIMAL, Table
from data.exports.rows import FOOTPRINT, Row
from data.exports.source import Source

_EDGES: Final = ("xmin", "ymin", "xmax", "ymax")
_BOX: Final = pa.struct([pa.field(edge, pa.float64(), nullable=False) for edge in _EDGES])
_ROWS_IN_GROUP: Final = 20_000


def write_geoparquet(source: Source, target: Path) -> list[str]:
    """One table, its rows in groups of 20,000; amounts are decimals where all of them fit."""
    money = DECIMAL if source.survey.money_fits else pa.string()
    placed = source.about.placed
    footprint = FOOTPRINT if placed else None
    lists, instants = pa.list_(pa.string()), pa.timestamp("us", tz="UTC")
    table = Table(source.about.columns, footprint=footprint, money=money, lists=lists, instants=instants)
    schema = table.schema.append(pa.field("bbox", _BOX)) if placed else table.schema
    with pq.ParquetWriter(target, schema, compression="zstd", store_schema=False) as writer:
        held: list[pa.RecordBatch] = []
        for batch in source.batches():
            plain = table.batch(batch, table.schema)
            held.append(_boxed(plain, batch, schema) if placed else plain)
            if sum(one.num_rows for one in held) >= _ROWS_IN_GROUP:
                writer.write_table(pa.Table.from_batches(held, schema))
                held = []
        writer.write_table(pa.Table.from_batches(held, schema))
        writer.add_key_value_metadata(_metadata(source))
    if source.survey.money_fits:
        return []
    return ["Amounts are text, since some do not fit a decimal with 38 digits, 6 of them behind the point."]


def _boxed(batch: pa.RecordBatch, rows: Sequence[Row], schema: pa.Schema) -> pa.RecordBatch:
    """The batch with the boxes of its footprints; no box where there is no footprint."""
    bounds = shapely.bounds(numpy.array([row.footprint for row in rows], dtype=object))
    missing = numpy.isnan(bounds[:, 0])
    edges = [pa.array(numpy.nan_to_num(bounds[:, place])) for place in range(4)]
    boxes = pa.StructArray.from_arrays(edges, fields=list(_BOX), mask=pa.array(missing))
    return pa.record_batch([*batch.columns, boxes], schema=schema)


def _metadata(source: Source) -> dict[str, str]:
    about = {"allimi": json.dumps(source.about.document(), ensure_ascii=False)}
    if not source.about.placed:
        return about
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(source.survey.kinds),
        "covering": {"bbox": {edge: ["bbox", edge] for edge in _EDGES}},
    }
    if source.survey.box is not None:
        column["bbox"] = list(source.survey.box)
    geo = {"version": "1.1.0", "primary_column": FOOTPRINT, "columns": {FOOTPRINT: column}}
    return {"geo": json.dumps(geo), **about}
