"""Logical operators, comparisons, BETWEEN, IN, IS NULL and arithmetic, with the NULL of SQL."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from geo.filters.limits import bad
from geo.filters.queryables import Kind
from geo.filters.translating import CASTS, LITERALS, Operator, Operators, Translation
from geo.filters.tree import Array, Node, Number, Property, Text

_ORDERED: Final = frozenset({Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.INSTANT})
_COMPARED: Final = _ORDERED | {Kind.BOOLEAN}


def _joined(word: str, t: Translation, args: Sequence[Node]) -> str:
    return f"({f' {word} '.join(t.condition(one) for one in args)})"


def _not(t: Translation, args: Sequence[Node]) -> str:
    return f"(NOT {t.condition(args[0])})"


def _compared(sign: str, t: Translation, args: Sequence[Node]) -> str:
    kind = t.common(args)
    if kind not in (_COMPARED if sign in {"=", "<>"} else _ORDERED):
        raise bad(f"{t.told(args[0])} cannot be compared by {sign}.")
    left, right = (_placed(t.sql(one, kind), kind, sign) for one in args)
    return f"({left} {sign} {right})"


def _placed(sql: str, kind: Kind, sign: str) -> str:
    """Texts are ordered by code points, whatever the database's language; equality goes without, for the indexes."""
    return f'({sql} COLLATE "C")' if kind is Kind.TEXT and sign not in {"=", "<>"} else sql


def _between(t: Translation, args: Sequence[Node]) -> str:
    kind = t.common(args)
    if kind not in _ORDERED:
        raise bad(f"{t.told(args[0])} cannot be compared by BETWEEN.")
    value, lower, upper = (_placed(t.sql(one, kind), kind, "<") for one in args)
    return f"({value} BETWEEN {lower} AND {upper})"


def _in(t: Translation, args: Sequence[Node]) -> str:
    value, listed = args
    if not isinstance(listed, Array) or not listed.items:
        raise bad("IN takes a list of at least one value.")
    kind = t.common([value, *listed.items])
    if kind not in _COMPARED:
        raise bad(f"{t.told(value)} cannot be looked for by IN.")
    sought = t.sql(value, kind)
    if kind is Kind.TEXT and all(isinstance(one, Text) for one in listed.items):
        return f"({sought} = ANY ({t.array(listed.items)}))"
    if kind is Kind.NUMBER and all(isinstance(one, Number) for one in listed.items):
        numbers = [one.value for one in listed.items if isinstance(one, Number)]
        return f"({sought} = ANY ({t.bind(numbers)}::{CASTS[kind]}[]))"
    return f"({' OR '.join(f'{sought} = {t.sql(one, kind)}' for one in listed.items)})"


def _is_null(t: Translation, args: Sequence[Node]) -> str:
    value = args[0]
    if isinstance(value, Property):
        return f"({t.column(value.name)} IS NULL)"
    return "false" if type(value) in LITERALS else f"({t.sql(value, t.kind(value))} IS NULL)"


def _computed(template: str, t: Translation, args: Sequence[Node]) -> str:
    left, right = (f"({t.sql(one, Kind.NUMBER)})::numeric" for one in args)
    return f"({template.format(a=left, b=right)})"


# A power whose size no number could hold, or that is no real number, is null: it must not fail as a whole.
_POWER: Final = (
    "CASE WHEN abs({a}) > 1e100 OR abs({b}) > 1e100 OR ({a} = 0 AND {b} < 0) OR ({a} < 0 AND {b} <> trunc({b})) "
    "OR abs({b}::float8 * ln(greatest(abs({a}), 1e-99)::float8)) > 230 THEN NULL "
    "ELSE power({a}::float8, {b}::float8)::numeric END"
)


def _comparison(sign: str) -> Operator:
    return Operator(Kind.BOOLEAN, partial(_compared, sign))


def _arithmetic(template: str) -> Operator:
    return Operator(Kind.NUMBER, partial(_computed, template))


COMPARISONS: Final[Operators] = {
    "and": Operator(Kind.BOOLEAN, partial(_joined, "AND")),
    "or": Operator(Kind.BOOLEAN, partial(_joined, "OR")),
    "not": Operator(Kind.BOOLEAN, _not),
    **{sign: _comparison(sign) for sign in ("=", "<>", "<", ">", "<=", ">=")},
    "between": Operator(Kind.BOOLEAN, _between),
    "in": Operator(Kind.BOOLEAN, _in),
    "isnull": Operator(Kind.BOOLEAN, _is_null),
    **{sign: _arithmetic(f"{{a}} {sign} {{b}}") for sign in "+-*"},
    "/": _arithmetic("{a} / NULLIF({b}, 0)"),
    "%": _arithmetic("{a} % NULLIF({b}, 0)"),
    "div": _arithmetic("div({a}, NULLIF({b}, 0))"),
    "^": _arithmetic(_POWER),
}
"""A division by 0 is null."""
