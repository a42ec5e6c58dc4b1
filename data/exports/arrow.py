"""Rows as Arrow record batches: the form that GDAL and Parquet take in a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import numpy
import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry

from data.exports.columns import Column, Kind
from data.exports.rows import FOOTPRINT, Row, names_text
from data.exports.survey import MONEY_DECIMALS, MONEY_DIGITS
from geo.details import exact_json

_WKB: Final = {b"ARROW:extension:name": b"geoarrow.wkb"}
DECIMAL: Final = pa.decimal128(MONEY_DIGITS, MONEY_DECIMALS)
_TYPES: Final = {
    Kind.DATE: pa.date32(),
    Kind.INTEGER: pa.int32(),
    Kind.NUMBER: pa.float64(),
    Kind.FLAG: pa.bool_(),
}

Reshape = Callable[[BaseGeometry | None], BaseGeometry | None]


def _same(shape: BaseGeometry | None) -> BaseGeometry | None:
    return shape


@dataclass(frozen=True, slots=True)
class Table:
    """How rows become Arrow: `money` and `lists` are the types of amounts and lists (text unless said).

    `instants` is that of instants, cut to milliseconds unless said: GDAL rounds what is finer, 59.9999 seconds to 60.

    `footprint` is the name of the geometry's column (WKB, CRS84), None for a table without one; `reshape` changes each
    geometry on the way; `short` takes the columns' short names.
    """

    columns: Sequence[Column]
    footprint: str | None = FOOTPRINT
    money: pa.DataType = field(default_factory=pa.string)
    lists: pa.DataType = field(default_factory=pa.string)
    instants: pa.DataType = field(default_factory=lambda: pa.timestamp("ms", tz="UTC"))
    reshape: Reshape = _same
    short: bool = False

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema; every column says what it means."""
        fields = [
            pa.field(self._name(one), self._type(one), metadata={b"description": one.description.encode()})
            for one in self.columns
        ]
        if self.footprint is not None:
            fields.append(pa.field(self.footprint, pa.binary(), metadata=_WKB))
        return pa.schema(fields)

    def batches(self, batches: Iterable[Sequence[Row]]) -> Iterator[pa.RecordBatch]:
        """A record batch for each batch of rows."""
        schema = self.schema
        return (self.batch(batch, schema) for batch in batches)

    def batch(self, batch: Sequence[Row], schema: pa.Schema) -> pa.RecordBatch:
        """One record batch."""
        arrays = [
            pa.array([self._value(one, row.facts.get(one.name)) for row in batch], type=self._type(one))
            for one in self.columns
        ]
        if self.footprint is not None:
            arrays.append(self._footprints(batch))
        return pa.record_batch(arrays, schema=schema)

    def stream(self, batches: Iterable[Sequence[Row]]) -> pa.RecordBatchReader:
        """All batches as a stream that is read once."""
        return pa.RecordBatchReader.from_batches(self.schema, self.batches(batches))

    def _footprints(self, batch: Sequence[Row]) -> pa.Array:
        shapes = numpy.array([self.reshape(row.footprint) for row in batch], dtype=object)
        return pa.array(list(shapely.to_wkb(shapes)), type=pa.binary())

    def _name(self, column: Column) -> str:
        return column.short if self.short else column.name

    def _type(self, column: Column) -> pa.DataType:
        match column.kind:
            case Kind.MONEY:
                return self.money
            case Kind.LIST:
                return self.lists
            case Kind.INSTANT:
                return self.instants
            case _:
                return _TYPES.get(column.kind, pa.string())

    def _value(self, column: Column, value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if value is None:
            return None
        if column.kind is Kind.LIST:
            return ";".join(value) if pa.types.is_string(self.lists) else value
        if column.kind is Kind.MONEY:
            return str(value) if pa.types.is_string(self.money) else Decimal(value)
        return _PLAIN[column.kind](value)


_PLAIN: Final[dict[Kind, Callable[[Any], Any]]] = {
    Kind.TEXT: str,
    Kind.NAMES: names_text,
    Kind.SECTION: exact_json,
    Kind.JSON: exact_json,
    Kind.DATE: date.fromisoformat,
    Kind.INSTANT: datetime.fromisoformat,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.FLAG: bool,
}
