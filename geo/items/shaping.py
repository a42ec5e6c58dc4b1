"""A feature as the client wants it: in another CRS, without geometry, with few properties."""
# ruff: noqa: S608 - every text is of our own, every value of a request is bound

from __future__ import annotations

from typing import Final

from geo.crs import CRS84, Crs
from geo.items.source import Source
from geo.items.where import Where

_FACTS: Final = ',"properties":'
"""Where the properties of a feature begin: within a string of JSON every quotation mark has a backslash before it."""


def shaped(source: Source, clause: Where, *, crs: Crs, geometry: bool, properties: tuple[str, ...] | None) -> str:
    """The feature in UTF-8 as SQL; the stored text itself where nothing is asked of it."""
    moved = crs.srid != CRS84.srid or crs.northing_first
    if properties is None and geometry and not (moved and source.geometry):
        return source.utf8 or f"convert_to({source.feature}, 'UTF8')"
    text = _made_anew(source, clause, crs=crs, geometry=geometry, moved=moved, properties=properties)
    return f"convert_to({text}, 'UTF8')"


def _made_anew(
    source: Source, clause: Where, *, crs: Crs, geometry: bool, moved: bool, properties: tuple[str, ...] | None
) -> str:
    if not geometry:
        place = "'null'"
    elif moved and source.geometry:
        place = _in_crs(source.geometry, crs)
    else:
        place = "(f.text::json -> 'geometry')::text"
    facts = (
        "right(f.text, -strpos(f.text, '" + _FACTS + "') + 1)"
        if properties is None
        else _chosen(source, clause, properties)
    )
    return (
        '(SELECT \'{"type":"Feature","id":\' || (f.text::json -> \'id\')::text || \',"geometry":\' || '
        f"{place} || {facts} FROM (SELECT {source.feature} AS text) AS f)"
    )


def _in_crs(column: str, crs: Crs) -> str:
    moved = f"ST_Transform(published.right_handed({column}), {crs.srid})"
    ordered = f"ST_FlipCoordinates({moved})" if crs.northing_first else moved
    return f"coalesce(ST_AsGeoJSON({ordered}, {crs.decimals}, 0), 'null')"


def _chosen(source: Source, clause: Where, properties: tuple[str, ...]) -> str:
    names = clause.bind([*properties, *(name for name in source.always if name not in properties)])
    return (
        f"'{_FACTS}{{' || coalesce((SELECT string_agg(to_json(n.name)::text || ':' || (p.facts -> n.name)::text, ',' "
        f"ORDER BY n.place) FROM unnest({names}::text[]) WITH ORDINALITY AS n (name, place), "
        "(SELECT f.text::json -> 'properties' AS facts) AS p), '') || '}}'"
    )
