"""Where a project is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from data.standards.oc4ids.writing import Json, Writer, bare


def locations(feature: Mapping[str, Any], writer: Writer) -> list[Json]:
    """The footprint, a location for each part of a collection, and the districts; CRS84 degrees."""
    facts, geometry = feature["properties"], feature["geometry"]
    address = bare(streetAddress=facts.get("address"))
    parts = [] if geometry is None else geometry.get("geometries", [geometry])
    shapes = [
        bare(
            id="footprint" if len(parts) == 1 else f"footprint-{place}",
            geometry=one,
            uri=f"{writer.base}/collections/projects/items/{quote(feature['id'], safe='')}",
            address=address,
        )
        for place, one in enumerate(parts, 1)
    ]
    if address and not shapes:
        shapes = [{"id": "address", "address": address}]
    codes = facts.get("districts") or []
    gazetteer = {"scheme": "allimi-districts", "identifiers": codes}
    return [*shapes, *([{"id": "districts", "gazetteer": gazetteer}] if codes else [])]
