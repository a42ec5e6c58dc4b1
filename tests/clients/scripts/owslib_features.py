"""OWSLib reads the features: `python owslib_features.py http://127.0.0.1:8000` prints its findings as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import owslib  # type: ignore[import-untyped]
from owslib.ogcapi.features import Features  # type: ignore[import-untyped]

MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857"
SPATIAL = "status = 'completed' AND S_INTERSECTS(footprint, BBOX(108.2, 16.0, 108.25, 16.1))"


def ids(page: dict[str, Any]) -> list[str]:
    """The ids of a page of features."""
    return [feature["id"] for feature in page["features"]]


def every(service: Features, collection: str, limit: int) -> list[str]:
    """The ids of all pages, from link to link."""
    page = service.collection_items(collection, limit=limit)
    found = ids(page)
    while following := [link["href"] for link in page["links"] if link["rel"] == "next"]:
        page = service.collection_items(collection, **dict(parse_qsl(urlsplit(following[0]).query)))
        found += ids(page)
    return found


def main(url: str) -> dict[str, Any]:
    """Everything asked of OWSLib; it raises on any answer but 200."""
    service = Features(f"{url}/")
    first = service.collection_items("projects", limit=1)["features"][0]
    return {
        "version": owslib.__version__,
        "conformance": service.conformance()["conformsTo"],
        "api": service.api()["openapi"],
        "collections": service.feature_collections(),
        "crs": service.collection("projects")["crs"],
        "queryables": sorted(service.collection_queryables("projects")["properties"]),
        "schema": service.collection_schema("projects")["properties"]["status"],
        "every": every(service, "projects", 150),
        "in_box": ids(service.collection_items("projects", bbox=[108.2, 16.0, 108.25, 16.1], limit=1000)),
        "text_filter": ids(service.collection_items("projects", filter=SPATIAL, limit=1000)),
        "mercator": service.collection_items("project-points", crs=MERCATOR, limit=1)["features"][0]["geometry"],
        "matched": service.collection_items("projects", status="completed", limit=1)["numberMatched"],
        "in_time": service.collection_items("projects", datetime_="2026-01-01/2026-06-30", limit=1)["numberMatched"],
        "point": service.collection_items("project-points", limit=1)["features"][0]["id"],
        "same_feature": service.collection_item("projects", first["id"])["properties"] == first["properties"],
    }


if __name__ == "__main__":
    json.dump(main(sys.argv[1]), sys.stdout)
