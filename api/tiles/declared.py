"""The parameters that tiles and their descriptions take."""

from __future__ import annotations

from typing import Final

from api.http.parameters import Parameter
from api.ogc import declared, overlaps, values
from geo.boundaries import SET_CODE
from geo.errors import BadRequest


def _set_code(text: str) -> str:
    if not SET_CODE.fullmatch(text):
        raise BadRequest("A boundary set is named by its code: small letters, digits and hyphens.")
    return text


F_TILE: Final = Parameter(
    "f", "Format of the answer.", {"type": "string", "enum": ["mvt"], "default": "mvt"}, values.one_of("mvt")
)
F_TILE_SET: Final = Parameter(
    "f", "Format of the answer.", {"type": "string", "enum": ["json", "tilejson"]}, values.one_of("json", "tilejson")
)
F_JSON: Final = Parameter("f", "Format of the answer.", {"type": "string", "enum": ["json"]}, values.one_of("json"))
BOUNDARY_SET: Final = Parameter(
    "boundary_set",
    "The boundary set whose districts are drawn; the one that is in force where it is not given.",
    {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$"},
    _set_code,
)
WORKS: Final = (
    declared.STATUS,
    declared.CATEGORY,
    declared.DISTRICT,
    declared.AGENCY,
    declared.DATETIME,
    declared.MAPPED,
    declared.FILTER,
    declared.FILTER_LANG,
    declared.FILTER_CRS,
)
"""What chooses the works of a tile."""
RESOURCE: Final = (F_JSON,)
DATED: Final = (F_JSON, declared.AS_OF)
ALL_TILE_SET: Final = (F_TILE_SET, *WORKS, BOUNDARY_SET, declared.AS_OF)
WORKS_TILE_SET: Final = (F_TILE_SET, *WORKS, BOUNDARY_SET, declared.AS_OF)
OVERLAPS_TILE_SET: Final = (
    F_TILE_SET,
    *overlaps.PARAMETERS,
    declared.DATETIME,
    declared.FILTER,
    declared.FILTER_LANG,
    declared.FILTER_CRS,
    declared.AS_OF,
)
DISTRICTS_TILE_SET: Final = (F_TILE_SET, BOUNDARY_SET, declared.AS_OF)
