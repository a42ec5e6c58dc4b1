"""Forms of the planners' pages: read strictly, answered at once, and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import parse_qs

import shapely
from fastapi import HTTPException, Request
from shapely.geometry.base import BaseGeometry
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.intake.bodies import received
from api.pages.site import HTML, Page
from data.intake.findings import Unreadable
from data.intake.jsontext import one_value

LARGEST: Final = 2**20
"""Bytes of a form."""
_SECONDS: Final = 10.0
_FORM: Final = ("application/x-www-form-urlencoded",)


async def form(request: Request, names: Sequence[str]) -> dict[str, str]:
    """The fields of a form by their names, empty where they are missing. Raises HTTPException."""
    async with received(request, largest=LARGEST, types=_FORM, pause=_SECONDS) as body:
        try:
            fields = parse_qs(body.read().decode(), max_num_fields=20)
        except ValueError:
            raise HTTPException(400, "The form cannot be read.") from None
    return {name: fields.get(name, [""])[0] for name in names}


async def unkept(page: Page, template: str, values: dict[str, Any]) -> Response:
    """A page that no cache keeps; 422 where the form has a fault."""
    sample = await page.sample()
    body = await run_in_threadpool(lambda: page.write(template, sample=sample, **values))
    headers = {"Cache-Control": "no-store", "Content-Language": page.language}
    return Response(body, 422 if values["fault"] else 200, headers, HTML)


def written(text: str) -> Any:  # noqa: ANN401 - any JSON
    """A geometry of a form: GeoJSON, or its corners, each on a line with longitude and latitude.

    Corners are a line, or an area where the last one is the first one again. Raises Unreadable.
    """
    if not text.strip() or text.lstrip().startswith(("{", "[")):
        return one_value(text.encode())
    corners = [_corner(line) for line in text.splitlines() if line.strip()]
    if len(corners) == 1:
        return {"type": "Point", "coordinates": corners[0]}
    if len(corners) > 3 and corners[0] == corners[-1]:
        return {"type": "Polygon", "coordinates": [corners]}
    return {"type": "LineString", "coordinates": corners}


def _corner(line: str) -> list[Any]:
    numbers = line.replace(",", " ").replace(";", " ").split()
    if len(numbers) != 2:
        raise Unreadable(f"A corner is a longitude and a latitude, which {line.strip()[:40]!r} is not.")
    return [one_value(number.encode()) for number in numbers]


def geojson(shape: BaseGeometry) -> dict[str, Any]:
    """A geometry in EPSG:4326 as GeoJSON, to a centimetre."""
    geometry: dict[str, Any] = shapely.geometry.mapping(shapely.set_precision(shape, 1e-7))
    return geometry
