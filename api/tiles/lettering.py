"""The glyphs that the style's labels are drawn with, from this site like everything else."""

from __future__ import annotations

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import holds, tagged, unchanged
from api.http.parameters import read
from api.release import program_version
from api.tiles import declared
from geo.errors import NotFound
from maps.glyphs import FONT, LAST, RANGE, glyphs

PATH: Final = "/styles/glyphs/{fontStack}/{range}.pbf"
TEMPLATE: Final = "/styles/glyphs/{fontstack}/{range}.pbf"
"""The same as a style names it."""
MEDIA: Final = "application/x-protobuf"
CACHE: Final = "public, max-age=86400"
_SPAN: Final = re.compile(r"(\d{1,5})-(\d{1,5})", re.ASCII)


async def letters(request: Request) -> Response:
    """The glyphs of a range of code points. Raises NotFound for another font, or a range that is none."""
    read(request, declared.RESOURCE)
    font, span = request.path_params["fontStack"], _SPAN.fullmatch(request.path_params["range"])
    if font != FONT:
        raise NotFound(f"The font here is {FONT}.")
    first, last = (int(number) for number in span.groups()) if span else (1, 0)
    if first % RANGE or last != first + RANGE - 1 or last > LAST:
        raise NotFound(f"Ranges have {RANGE} code points, the first of them is 0-{RANGE - 1}.")
    tag = f'"{program_version()}.{first}"'
    return unchanged(tag, cache=CACHE) if holds(request, tag) else tagged(glyphs(first), MEDIA, tag=tag, cache=CACHE)
