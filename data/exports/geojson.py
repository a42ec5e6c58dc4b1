"""GeoJSON (RFC 7946), the features exactly as the feeds give them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from data.exports.about import About
from data.exports.source import Source


def write_geojson(source: Source, target: Path) -> list[str]:
    """One FeatureCollection in CRS84."""
    with target.open("wb") as file:
        file.write(geojson_head(source.about))
        for number, texts in enumerate(source.texts()):
            file.write(geojson_part(texts, first=number == 0))
        file.write(GEOJSON_END)
    return []


GEOJSON_END: Final = b"\n]}\n"


def geojson_head(about: About) -> bytes:
    """What stands before the features: whose they are, and of when."""
    members = {
        "type": "FeatureCollection",
        "name": about.collection,
        "title": about.title,
        "licence": about.licence,
        "licence_url": about.licence_url,
        "attribution": dict(about.attribution),
        "publication": about.publication,
        "timeStamp": about.instant.isoformat().replace("+00:00", "Z"),
        "days_late_on": about.day,
        "release": about.release,
    }
    if about.random_bits:
        members["random_bits"] = about.random_bits
    return (json.dumps(members, ensure_ascii=False)[:-1] + ', "features": [').encode()


def geojson_part(texts: Sequence[str], *, first: bool) -> bytes:
    """Some features, each on a line of its own."""
    if not texts:
        return b""
    return (("\n" if first else ",\n") + ",\n".join(texts)).encode()
