"""GeoPackage and FlatGeobuf, written by GDAL from a stream of batches."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, Final

from data.exports.arrow import Table
from data.exports.rows import FOOTPRINT
from data.exports.source import Source
from data.readers.gdal import pyogrio

_LATITUDE_FIRST: Final = "EPSG:4326"
"""The same degrees by the name that every GIS knows; both formats store longitude first all the same."""


def write_geopackage(source: Source, target: Path) -> list[str]:
    """One layer, named like the collection, with its spatial index."""
    about = source.about
    # The file's own date of change would make every build another file.
    pyogrio().set_gdal_config_options({"OGR_CURRENT_DATE": f"{about.instant:%Y-%m-%dT%H:%M:%S}.000Z"})
    write_layer(
        source,
        target,
        "GPKG",
        layer_options={"DESCRIPTION": about.credits, "IDENTIFIER": source.title}
        | ({"GEOMETRY_NAME": FOOTPRINT} if about.placed else {}),
        dataset_metadata={
            "title": source.title,
            "licence": about.licence,
            "licence_url": about.licence_url,
            "attribution": about.credits,
            "publication": str(about.publication),
            "published": about.instant.isoformat(),
            "release": about.release,
        },
    )
    return []


def write_flatgeobuf(source: Source, target: Path) -> list[str]:
    """One layer with its spatial index, which cannot hold what has no geometry."""
    write_layer(
        source,
        target,
        "FlatGeobuf",
        mapped_only=True,
        layer_options={"SPATIAL_INDEX": "YES", "TITLE": source.title, "DESCRIPTION": source.about.credits},
    )
    return source.unmapped_left_out


def write_layer(source: Source, target: Path, driver: str, *, mapped_only: bool = False, **options: Any) -> None:  # noqa: ANN401
    """A layer of every geometry type, EPSG:4326 with longitude first, or a plain table; options are GDAL's."""
    batches = source.batches()
    if mapped_only:
        batches = ([row for row in batch if row.footprint is not None] for batch in batches)
    placed = source.about.placed
    table = Table(source.about.columns, footprint=FOOTPRINT if placed else None)
    with warnings.catch_warnings():
        # GDAL warns of what is said in our own words, such as texts that a format cuts.
        warnings.simplefilter("ignore", RuntimeWarning)
        pyogrio().raw.write_arrow(
            table.stream(batches),
            target,
            layer=source.about.collection,
            driver=driver,
            geometry_name=table.footprint,
            geometry_type="Unknown" if placed else None,
            crs=_LATITUDE_FIRST if placed else None,
            **options,
        )
