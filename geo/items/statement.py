"""The one statement that a page is."""
# ruff: noqa: S608 - every text is of our own, every value of a request is bound

from __future__ import annotations

from dataclasses import replace

from geo.items.asked import Asked, Selecting
from geo.items.shaping import shaped
from geo.items.sorting import SortKey, begin_behind
from geo.items.source import Source
from geo.items.where import Where


def page_statement(clause: Where, source: Source, selecting: Selecting, asked: Asked) -> str:
    """The statement of a page, over a clause in which only what features need is bound yet.

    Rows have feature (UTF-8), k0, k1, ... (sort values and key as text), matched (null behind the first page), number
    and published_at of the state.
    """
    keys = (*asked.sort, *source.key)
    text = shaped(source, clause, crs=asked.crs, geometry=asked.geometry, properties=asked.properties)
    feature = f"convert_to({text}, 'UTF8')"  # nobody here need decode it
    number = None if selecting.as_of is None else clause.bind(selecting.as_of)
    relation = source.relation(number)
    state = _state(number)
    selecting.select(clause)
    if asked.position is None and selecting.gather:
        return _gathered(clause, relation, keys, feature=feature, state=state, limit=asked.limit)
    matched = "NULL::bigint" if asked.position else _counted(clause, relation, selecting)
    if asked.position:
        clause.add(begin_behind(clause, keys, asked.position.after))
    return (
        f"SELECT {feature} AS feature, {_values(keys)}, {matched} AS matched, {state} FROM {relation}{clause.text} "
        f"ORDER BY {', '.join(key.order for key in keys)} LIMIT {clause.bind(asked.limit + 1)}"
    )


def _gathered(clause: Where, relation: str, keys: tuple[SortKey, ...], *, feature: str, state: str, limit: int) -> str:
    found = ", ".join(f"{key.expression} AS k{place}" for place, key in enumerate(keys))
    ordered = tuple(replace(key, expression=f"h.k{place}") for place, key in enumerate(keys))
    order = ", ".join(key.order for key in ordered)
    same = " AND ".join(f"{key.expression} = h.k{place}" for place, key in enumerate(keys) if key.unique)
    return (
        f"WITH hit AS MATERIALIZED (SELECT {found} FROM {relation}{clause.text}) "
        f"SELECT {feature} AS feature, {_values(ordered)}, (SELECT count(*) FROM hit) AS matched, {state} "
        f"FROM (SELECT * FROM hit AS h ORDER BY {order} LIMIT {clause.bind(limit + 1)}) AS h "
        f"JOIN {relation} ON {same} ORDER BY {order}"
    )


def _values(keys: tuple[SortKey, ...]) -> str:
    return ", ".join(f"({key.expression})::text AS k{place}" for place, key in enumerate(keys))


def _counted(clause: Where, relation: str, selecting: Selecting) -> str:
    if selecting.count is not None:
        return selecting.count(clause)
    return f"(SELECT count(*) FROM {relation}{clause.text})"


def _state(number: str | None) -> str:
    which = "ORDER BY s.number DESC LIMIT 1" if number is None else f"WHERE s.number = {number}"
    return ", ".join(
        f"(SELECT s.{column} FROM published.publication AS s {which}) AS {column}"
        for column in ("number", "published_at")
    )
