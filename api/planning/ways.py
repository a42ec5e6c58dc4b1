"""The works along a way, as GeoJSON."""

from __future__ import annotations

import json
from typing import Any

import asyncpg

from api.context import Context
from data.digging.ways import Asked
from geo.overlaps.along import along


async def works_along(ctx: Context, way: Asked) -> dict[str, Any]:
    """The works within reach of a way, in the order in which one comes to them, as features in CRS84."""
    rows = await along(ctx.pool, way.line, way.metres, way.start, way.end, today=ctx.today())
    return {
        "type": "FeatureCollection",
        "numberMatched": rows[0]["matched"] if rows else 0,
        "numberReturned": len(rows),
        "features": [_feature(row) for row in rows],
    }


def _feature(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": json.loads(row["geometry"]),
        "properties": {
            "title": row["title"],
            "agency": row["agency"],
            "status": row["status"],
            "category": row["category"],
            "start": row["start"],
            "end": row["end"],
            "distance_m": round(row["beside"], 1),
            "along_m": round(row["reached"], 1),
        },
    }
