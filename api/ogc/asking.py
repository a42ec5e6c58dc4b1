"""What a request asks of a collection's items: which features, in which order, shown how, from where on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from api.context import Context
from api.http.cursors import Cursor, sign, verify
from api.ogc import declared
from api.ogc.collection import Collection
from geo.crs import CRS84, Crs, box_in, find, to_stored
from geo.errors import BadInput, BadRequest
from geo.filters import Filter, Limits, condition, equals, parse
from geo.filters.queryables import Kind, Queryable
from geo.filters.translating import CASTS
from geo.items import Asked, Condition, Position, SortKey
from geo.periods import Interval, parse_interval
from geo.values import Bbox

_NOT_THE_SELECTION: Final = frozenset({"f", "limit", "cursor"})


def asked(collection: Collection, given: Mapping[str, Any], ctx: Context, *, language: str, most: int) -> Asked:
    """How the page is shown. Raises BadRequest for a cursor of another selection, or a name that is not known."""
    return Asked(
        limit=min(given.get("limit", declared.DEFAULT_LIMIT), most),
        language=language,
        today=ctx.today(),
        sort=_sort(collection, given.get("sortby", collection.order)),
        crs=crs(given, ctx, "crs"),
        geometry=not given.get("skipGeometry", False),
        properties=_properties(collection, given.get("properties")),
        position=_position(collection, given, ctx),
    )


def crs(given: Mapping[str, Any], ctx: Context, parameter: str) -> Crs:
    """The system that a parameter names; CRS84 where it is not given. Raises BadRequest."""
    return find(given[parameter], ctx.crs, parameter=parameter) if parameter in given else CRS84


def place(given: Mapping[str, Any], ctx: Context) -> dict[str, Any]:
    """Where the features lie: `bbox`, or `area` where the box is one of another system."""
    system = crs(given, ctx, "bbox-crs")
    if "bbox" not in given:
        return {}
    try:
        found = box_in(system, *given["bbox"])
    except BadInput as cause:
        raise BadRequest(str(cause), parameter="bbox") from cause
    return {"bbox": found} if isinstance(found, Bbox) else {"area": found}


def interval(given: Mapping[str, Any], ctx: Context) -> Interval | None:
    """When the features are."""
    return parse_interval(given["datetime"], ctx.city.timezone) if "datetime" in given else None


def conditions(queryables: Mapping[str, Queryable], given: Mapping[str, Any], ctx: Context) -> tuple[Condition, ...]:
    """What `filter` and the queryables given as parameters demand. Raises BadRequest."""
    return demands(queryables, given, ctx, filter_of(given, ctx))


def demands(
    queryables: Mapping[str, Queryable], given: Mapping[str, Any], ctx: Context, asked: Filter | None
) -> tuple[Condition, ...]:
    """The same, where this is what is left of the filter. Raises BadRequest."""
    system = crs(given, ctx, "filter-crs")
    plain = {name: text for name, text in given.items() if name in queryables and isinstance(text, str)}
    if asked is None and not plain:
        return ()
    found: list[Condition] = []
    today, language = ctx.today(), ctx.language
    if asked is not None:
        locate = partial(to_stored, crs=system, parameter="filter")
        found.append(partial(condition, asked, queryables, locate=locate, today=today, language=language))
    limits = Limits(length=4 * ctx.sizes.value)  # bytes of as many characters as a parameter has
    equal = partial(equals, today=today, language=language, limits=limits)
    found += [partial(equal, queryables[name], text) for name, text in plain.items()]
    return tuple(found)


def filter_of(given: Mapping[str, Any], ctx: Context) -> Filter | None:
    """The filter as a tree. Raises BadRequest."""
    if "filter" not in given:
        return None
    sizes = ctx.sizes
    limits = Limits(length=sizes.filter_length, depth=sizes.filter_depth, nodes=sizes.filter_nodes)
    return parse(given["filter"], lang=given.get("filter-lang", "cql2-text"), limits=limits)


def _sort(collection: Collection, order: Sequence[tuple[str, bool]]) -> tuple[SortKey, ...]:
    keys = []
    for name, descending in order:
        found = collection.queryables.get(name)
        if found is None or not found.sortable:
            raise BadRequest(f"There is no sortable {name[:40]!r} here.", parameter="sortby")
        # "$1", "$2" is what a source takes of a request; texts are in the one order that filters compare in.
        expression = found.sql.replace("{language}", "$1").replace("{today}", "$2")
        expression += ' COLLATE "C"' if found.kind is Kind.TEXT else ""
        keys.append(SortKey(expression, CASTS[found.kind], descending))
    return tuple(keys)


def _properties(collection: Collection, names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    unknown = [name for name in names or () if name not in collection.properties]
    if unknown:
        raise BadRequest(f"There is no property {unknown[0][:40]!r} here.", parameter="properties")
    return names


def next_cursor(collection: Collection, given: Mapping[str, Any], following: Position, ctx: Context) -> str:
    """The cursor of the page that follows."""
    made_for = _fingerprint(collection, given)
    return sign(Cursor(following.after, following.matched, made_for, following.publication), ctx.secret)


def _position(collection: Collection, given: Mapping[str, Any], ctx: Context) -> Position | None:
    if "cursor" not in given:
        return None
    cursor = verify(given["cursor"], ctx.secret)
    if cursor.selection != _fingerprint(collection, given):
        raise BadRequest("The cursor belongs to other parameters; begin at the first page.", parameter="cursor")
    return Position(cursor.after, cursor.matched, cursor.publication)


def _fingerprint(collection: Collection, given: Mapping[str, Any]) -> str:
    """What ties a cursor to the collection and the selection it was made for."""
    named = sorted((name, str(_stable(value))) for name, value in given.items() if name not in _NOT_THE_SELECTION)
    return hashlib.sha256(json.dumps([collection.name, named]).encode()).hexdigest()[:16]


def _stable(value: Any) -> Any:  # noqa: ANN401 - any parameter's value
    return sorted(value) if isinstance(value, frozenset) else value
