"""GeoPackage and Shapefile, read by GDAL through pyogrio, chunk by chunk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from data.readers.gdal import pyogrio
from data.readers.geopackage import layer_of
from data.readers.shapefile import check_parts, dbf_encoding
from data.readers.source import CHUNK, RawRow, Source, Value
from data.rules import storable
from geo.errors import BadInput

_DRIVERS: Final = {"gpkg": "GPKG", "shapefile": "ESRI Shapefile"}


@dataclass(slots=True, kw_only=True)
class VectorSource(Source):
    """A layer that GDAL reads. Curved geometries come as lines; a geometry that cannot be read is a row's fault."""

    path: Path
    fid: str = ""
    whole: frozenset[str] = frozenset()
    folder: tempfile.TemporaryDirectory[str] | None = None

    def chunks(self, size: int = CHUNK) -> Iterator[list[RawRow]]:
        """The rows in lists of at most `size`. Raises BadInput when the file breaks off or is in another encoding."""
        done, last = 0, None
        while True:
            meta, fids, geometries, fields = self._read(size, done, last)
            if not len(fids):
                return
            yield self._rows(done, list(meta["fields"]), geometries, fields)
            done, last = done + len(fids), int(fids[-1])
            if len(fids) < size:
                return

    def close(self) -> None:
        """Remove the private folder, if there is one."""
        if self.folder is not None:
            self.folder.cleanup()

    def _read(self, size: int, done: int, last: int | None) -> Any:  # noqa: ANN401
        # GeoPackage seeks by key (skipping rows would read them all again); Shapefile seeks by position.
        keyed = self.fid != ""
        where = f'"{self.fid}" > {last}' if keyed and last is not None else None
        options = {"encoding": self.encoding} if self.format == "shapefile" else {}
        try:
            return pyogrio().raw.read(
                self.path,
                layer=self.layer,
                where=where,
                skip_features=0 if keyed else done,
                max_features=size,
                return_fids=True,
                datetime_as_string=True,
                **options,
            )
        except UnicodeDecodeError as error:
            raise BadInput(
                f"The texts of {self.path.name} are not {self.encoding}: say their encoding, for example cp1258, "
                "cp949 or latin-1."
            ) from error
        except (RuntimeError, ValueError, OSError) as error:
            raise BadInput(f"The file {self.path.name} breaks off after row {done}: {error}.") from error

    def _rows(
        self, done: int, names: list[str], geometries: NDArray[Any] | None, fields: list[NDArray[Any]]
    ) -> list[RawRow]:
        count = len(fields[0]) if fields else len(geometries if geometries is not None else ())
        wkb = np.full(count, None) if geometries is None else geometries
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        lost = shapely.is_missing(shapes) & (wkb != None)  # noqa: E711
        columns = [_plain(values, whole=name in self.whole) for name, values in zip(names, fields, strict=True)]
        names = [storable(name) for name in names]
        records = zip(*columns, strict=True) if columns else ((),) * count
        return [
            RawRow(done + n + 1, dict(zip(names, record, strict=True)), shapes[n], _FAULT if lost[n] else None)
            for n, record in enumerate(records)
        ]


_FAULT: Final = "The footprint's binary form cannot be read."


def _plain(values: NDArray[Any], *, whole: bool) -> list[Value]:
    """A column as Python values: NaN is `None`; whole numbers that pyogrio made floats for a null are whole again."""
    if values.dtype.kind == "f":
        return [None if v != v else int(v) if whole else v for v in values.tolist()]  # noqa: PLR0124
    if values.dtype.kind == "O":
        return [storable(v) if isinstance(v, str) else _hex(v) for v in values.tolist()]
    plain: list[Value] = values.tolist()
    return plain


def _hex(value: Any) -> Value:  # noqa: ANN401
    plain: Value = value.hex() if isinstance(value, bytes) else value
    return plain


def open_geopackage(path: Path, *, layer: str | None, crs: str | None) -> VectorSource:
    """Open a layer of a GeoPackage; its only one when none is named."""
    name, layers = layer_of(path, layer)
    return _opened("gpkg", path, layer=name, layers=layers, crs=crs)


def open_shapefile(
    path: Path, *, encoding: str | None, crs: str | None, folder: tempfile.TemporaryDirectory[str] | None = None
) -> VectorSource:
    """Open a shapefile by its `.shp`. Its encoding is what is asked for, else its `.cpg`, else its code page byte."""
    check_parts(path)
    code = encoding or dbf_encoding(path)
    return _opened("shapefile", path, layer=path.stem, layers=(path.stem,), crs=crs, encoding=code, folder=folder)


def _opened(
    form: str,
    path: Path,
    *,
    layer: str,
    layers: tuple[str, ...],
    crs: str | None,
    encoding: str = "utf-8",
    folder: tempfile.TemporaryDirectory[str] | None = None,
) -> VectorSource:
    options = {"encoding": encoding} if form == "shapefile" else {}
    try:
        info = pyogrio().read_info(path, layer=layer, **options)
    except (RuntimeError, ValueError, LookupError, OSError) as error:
        raise BadInput(f"The file {path.name} cannot be read: {error}.") from error
    if info["driver"] != _DRIVERS[form]:
        raise BadInput(f"The file {path.name} is not what it says ({info['driver']}).")
    return VectorSource(
        format=form,
        columns=tuple(storable(name) for name in info["fields"]),
        layers=layers,
        layer=layer,
        crs=crs or info["crs"],
        encoding=encoding,
        has_geometry=info["geometry_type"] is not None,
        geometry_type=info["geometry_type"],
        count=max(0, int(info["features"])),
        path=path,
        fid=info["fid_column"] if form == "gpkg" else "",
        whole=frozenset(
            n for n, t in zip(info["fields"], info["ogr_types"], strict=True) if t.startswith("OFTInteger")
        ),
        folder=folder,
    )
