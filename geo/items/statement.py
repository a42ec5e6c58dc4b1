"""The one statement that a page is."""
# ruff: noqa: S608 - every text is of our own, every value of a request is bound

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from geo.items.asked import Asked, Selecting
from geo.items.brief import Brief
from geo.items.shaping import shaped
from geo.items.sorting import SortKey, begin_behind
from geo.items.source import Source
from geo.items.where import Where
from geo.then import as_of

PART: Final = 250
"""Features that the database joins at most: about 400 kB."""
SEPARATOR: Final = b",\n"
"""Between features; within one no line ends behind a comma: texts in JSON have no line ends, and what builds features
writes none between values."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a page and one more, as SQL: `first` stands before the statement, `relation` behind FROM.

    `feature`, `keys` (sort values and key as text), `matched` and `place` (1, 2, ... in the order of the page) are
    expressions over the relation.
    """

    first: str
    relation: str
    feature: str
    keys: tuple[str, ...]
    matched: str
    place: str


def page_statement(clause: Where, source: Source, selecting: Selecting, asked: Asked) -> str:
    """The statement of a page, over a clause in which only what features need is bound yet.

    A row is a part of the page, a single one for a small page: features (UTF-8, joined by `SEPARATOR`), returned (their
    number), matched (null behind the first page), number and published_at of the state, more (whether another page
    follows), ends (whether the page's last feature is in the part), and that one's k0, k1, ... (sort values and key as
    text).
    """
    keys = (*asked.sort, *source.key)
    number = None if selecting.as_of is None else clause.bind(selecting.as_of)
    of_then = source.at(number)
    feature = shaped(of_then, clause, crs=asked.crs, geometry=asked.geometry, properties=asked.properties)
    if source.brief and selecting.brief and _is_brief(source.brief, selecting, asked):
        selecting.brief(clause)
        rows = _picked(clause, source.brief, source.now, selecting, asked, feature=feature, keys=keys)
    else:
        relations = source.relation(number), source.by_key(number)
        rows = _rows(clause, *relations, selecting, asked, feature=feature, keys=keys)
    return as_of(_joined(rows, clause.bind(asked.limit), _state(number), large=asked.limit > PART), number)


def _joined(rows: _Rows, limit: str, state: str, *, large: bool) -> str:
    """The parts of a page, of its rows."""
    place = rows.place
    last = "".join(f", max({key}) FILTER (WHERE {place} = {limit}) AS k{at}" for at, key in enumerate(rows.keys))
    parts = f" GROUP BY ({place} - 1) / {PART} ORDER BY ({place} - 1) / {PART}" if large else ""
    return (
        f"{rows.first}SELECT string_agg({rows.feature}, '\\x2c0a'::bytea ORDER BY {place}) "
        f"FILTER (WHERE {place} <= {limit}) AS features, "
        f"count(*) FILTER (WHERE {place} <= {limit}) AS returned, {rows.matched} AS matched, {state}, "
        f"coalesce(bool_or({place} > {limit}), false) AS more, "
        f"coalesce(bool_or({place} = {limit}), false) AS ends{last} FROM {rows.relation}{parts}"
    )


def _rows(
    clause: Where,
    relation: str,
    by_key: str,
    selecting: Selecting,
    asked: Asked,
    *,
    feature: str,
    keys: tuple[SortKey, ...],
) -> _Rows:
    if selecting.found and not asked.sort:
        selecting.found.select(clause)
        if asked.position is not None:
            clause.add(begin_behind(clause, keys, asked.position.after))
        return _gathered(clause, by_key, asked, feature=feature, keys=keys, among=selecting.found.relation)
    selecting.select(clause)
    if asked.position is None and selecting.gather:
        return _gathered(clause, by_key, asked, feature=feature, keys=keys, among=relation)
    matched = _begun(clause, relation, selecting, asked, keys=keys)
    values = ", ".join(f"({key.expression})::text AS k{place}" for place, key in enumerate(keys))
    rows = (
        f"SELECT {feature} AS feature, {values}, {matched} AS matched FROM {relation}{clause.text} "
        f"ORDER BY {_order(keys)} LIMIT {clause.bind(asked.limit + 1)}"
    )
    numbered = f"(SELECT r.*, row_number() OVER () AS place FROM ({rows}) AS r) AS p"
    named = tuple(f"p.k{place}" for place in range(len(keys)))
    return _Rows("", numbered, "p.feature", named, "max(p.matched)", "p.place")


def _gathered(
    clause: Where, relation: str, asked: Asked, *, feature: str, keys: tuple[SortKey, ...], among: str
) -> _Rows:
    """The rows are found once among what stands behind FROM there, counted on the first page, and sorted."""
    found = _found(keys)
    ordered = _order(tuple(replace(key, expression=f"h.k{place}") for place, key in enumerate(keys)))
    same = " AND ".join(f"{key.expression} = h.k{place}" for place, key in enumerate(keys) if key.unique)
    matched = "(SELECT count(*) FROM hit)" if asked.position is None else "NULL::bigint"
    first = (
        f"WITH hit AS MATERIALIZED (SELECT {found} FROM {among}{clause.text}), page AS MATERIALIZED ("
        "SELECT o.*, row_number() OVER () AS place "
        f"FROM (SELECT * FROM hit AS h ORDER BY {ordered} LIMIT {clause.bind(asked.limit + 1)}) AS o) "
    )
    return _Rows(first, f"page AS h JOIN {relation} ON {same}", feature, _named(keys), matched, "h.place")


def _is_brief(brief: Brief, selecting: Selecting, asked: Asked) -> bool:
    if selecting.as_of is not None or (selecting.ordered and not asked.sort):
        return False
    return brief.holds(*(key.expression for key in asked.sort))


def _picked(
    clause: Where,
    brief: Brief,
    now: str,
    selecting: Selecting,
    asked: Asked,
    *,
    feature: str,
    keys: tuple[SortKey, ...],
) -> _Rows:
    """The rows are found, counted, sorted and numbered in the brief; only those of the page are read whole.

    What they are numbered by is narrow: features that were sorted themselves took a quarter of a large page.
    """
    matched = _begun(clause, brief.relation, selecting, asked, keys=keys)
    # Said twice, since for a large page the planner would rather read every row there is than those of the page.
    among = " AND ".join(
        f"{key.expression} = ANY (ARRAY(SELECT k{place} FROM hit))" for place, key in enumerate(keys) if key.unique
    )
    same = " AND ".join(f"{key.expression} = h.k{place}" for place, key in enumerate(keys) if key.unique)
    # Nothing is taken along where every row there is may be sorted: wider rows take longer than a second look at few.
    found = ", ".join((_found(keys), *(f"v.{column}" for column in brief.lends if not asked.sort)))
    first = (
        "WITH hit AS MATERIALIZED (SELECT o.*, row_number() OVER () AS place "
        f"FROM (SELECT {found} FROM {brief.relation}{clause.text} "
        f"ORDER BY {_order(keys)} LIMIT {clause.bind(asked.limit + 1)}) AS o) "
    )
    relation = f"hit AS h JOIN {now}" if asked.sort else brief.beside("hit")
    return _Rows(first, f"{relation} ON {same} WHERE {among}", feature, _named(keys), matched, "h.place")


def _begun(clause: Where, relation: str, selecting: Selecting, asked: Asked, *, keys: tuple[SortKey, ...]) -> str:
    """How many there are, null behind the first page, whose rows begin behind its position from here on."""
    if asked.position is None:
        return _counted(clause, relation, selecting)
    clause.add(begin_behind(clause, keys, asked.position.after))
    return "NULL::bigint"


def _found(keys: tuple[SortKey, ...]) -> str:
    return ", ".join(f"{key.expression} AS k{place}" for place, key in enumerate(keys))


def _named(keys: tuple[SortKey, ...]) -> tuple[str, ...]:
    return tuple(f"(h.k{place})::text" for place in range(len(keys)))


def _order(keys: tuple[SortKey, ...]) -> str:
    return ", ".join(key.order for key in keys)


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
