"""A filter evaluated in Python, with the three values of SQL: what the database's answer is compared with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from data.policy import disclose, load_policy
from geo.filters.tree import (
    Array,
    Box,
    Day,
    Instant,
    Interval,
    Node,
    Number,
    Open,
    Operation,
    Property,
    Shape,
    Text,
    Truth,
)  # fmt: skip
from geo.project import Project
from tests.builders import EAST, WEST

DISTRICTS = {"old.west": WEST, "old.east": EAST}
_LEAST, _GREATEST = date.min, date.max


Facts = Mapping[str, Any]


def public(project: Project) -> Facts:
    """What the public may see of a project, by the names of the queryables."""
    disclosed = disclose(project, load_policy(), date(2026, 6, 15))
    p = disclosed.project
    money = {"original_budget": p.original_budget, "budget": p.budget, "contract": p.contract_amount}
    names = ("id", "agency", "status", "category", "contractor", "supervisor", "address", "sample", "footprint")
    dates = ("planned_start", "planned_end", "actual_start", "actual_end")
    return {
        **{name: getattr(p, name) for name in (*names, *dates)},
        "title": p.titles["vi"],
        "budget": money["budget"] and money["budget"].amount,
        "contract_amount": money["contract"] and money["contract"].amount,
        "progress_actual": p.progress.actual,
        "location_accuracy": p.location.accuracy,
        "withheld": frozenset(disclosed.withheld),
        "version": Decimal(1),
        "districts": frozenset(
            name for name, shape in DISTRICTS.items() if p.footprint and _lies_in(_plain(p.footprint), shape)
        ),
    }


def _lies_in(footprint: BaseGeometry, district: BaseGeometry) -> bool:
    if footprint.geom_type in {"Point", "MultiPoint"}:  # a point on a border lies in the district that comes first
        first = [next((d for d in (EAST, WEST) if d.intersects(one)), None) for one in shapely.get_parts(footprint)]
        return any(found is district for found in first)
    common = footprint.intersection(district)
    return not common.is_empty and bool(shapely.get_dimensions(common) == shapely.get_dimensions(footprint))


def holds(node: Node, facts: Facts) -> bool | None:
    """Whether a condition is true, false or neither for what is known of a project."""
    found = value(node, facts)
    assert found is None or isinstance(found, bool)
    return found


def value(node: Node, facts: Facts) -> Any:  # noqa: ANN401 - a value of any kind
    """The value of a node; None where it is not known."""
    match node:
        case Property(name):
            return facts[name]
        case Shape(geometry):
            return geometry
        case Box(lower, upper):
            return shapely.box(*lower, *upper)
        case Array(items):
            return [value(one, facts) for one in items]
        case Operation(name, args):
            return _operated(name, args, facts)
    assert isinstance(node, Text | Number | Truth | Day | Instant), node
    return node.value


def _operated(name: str, args: Sequence[Node], facts: Facts) -> Any:  # noqa: ANN401 - a value of any kind
    if name in THREE_VALUED:
        return THREE_VALUED[name](args, facts)
    if name.startswith("t_"):
        return _timely(name, *(_span(one, facts) for one in args))
    values = [value(one, facts) for one in args]
    return None if None in values else FUNCTIONS[name](*values)


def _not(args: Sequence[Node], facts: Facts) -> bool | None:
    found = holds(args[0], facts)
    return None if found is None else not found


def _between(args: Sequence[Node], facts: Facts) -> bool | None:
    found, least, most = (value(one, facts) for one in args)
    return _joined("and", [None if None in pair else pair[0] <= pair[1] for pair in ((least, found), (found, most))])


def _in(args: Sequence[Node], facts: Facts) -> bool | None:
    found, items = (value(one, facts) for one in args)
    return _joined("or", [None if found is None or one is None else found == one for one in items])


def _like(args: Sequence[Node], facts: Facts) -> bool | None:
    found, sought = (value(one, facts) for one in args)
    return None if found is None else bool(_regex(sought).fullmatch(found))


THREE_VALUED: dict[str, Callable[[Sequence[Node], Facts], bool | None]] = {
    "and": lambda args, facts: _joined("and", [holds(one, facts) for one in args]),
    "or": lambda args, facts: _joined("or", [holds(one, facts) for one in args]),
    "not": _not,
    "isnull": lambda args, facts: value(args[0], facts) is None,
    "between": _between,
    "in": _in,
    "like": _like,
}


def _joined(name: str, known: list[bool | None]) -> bool | None:
    decisive = name == "or"
    if decisive in known:
        return decisive
    return None if None in known else not decisive


def _regex(pattern: str) -> re.Pattern[str]:
    pieces = re.findall(r"\\.|.", pattern, re.DOTALL)
    written = (".*" if one == "%" else "." if one == "_" else re.escape(one[-1]) for one in pieces)
    return re.compile("".join(written), re.DOTALL)


def _unaccented(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return bare.translate({ord("đ"): "d", ord("Đ"): "D", ord("ß"): "ss", ord("％"): "%"})


def _plain(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.geom_type != "GeometryCollection":
        return geometry
    parts = shapely.get_parts(geometry)
    highest = shapely.get_dimensions(parts).max()
    return shapely.union_all([one for one in parts if shapely.get_dimensions(one) == highest])


def _related(name: str) -> Callable[[BaseGeometry, BaseGeometry], bool]:
    return lambda one, other: bool(getattr(shapely, name)(_plain(one), _plain(other)))


def _touch(one: BaseGeometry, other: BaseGeometry) -> bool:
    return any(shapely.intersects(a, b) for a in shapely.get_parts(one) for b in shapely.get_parts(other))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "casei": str.casefold,
    "accenti": _unaccented,
    "a_contains": lambda a, b: set(a) >= set(b),
    "a_containedby": lambda a, b: set(a) <= set(b),
    "a_equals": lambda a, b: set(a) == set(b),
    "a_overlaps": lambda a, b: bool(set(a) & set(b)),
    "s_intersects": _touch,
    "s_disjoint": lambda a, b: not _touch(a, b),
    **{f"s_{name}": _related(name) for name in ("equals", "touches", "within", "overlaps", "crosses", "contains")},
}

Span = tuple[date | datetime | None, date | datetime | None]


def _span(node: Node, facts: Facts) -> Span:
    if isinstance(node, Interval):
        start = _LEAST if isinstance(node.start, Open) else value(node.start, facts)
        return start, _GREATEST if isinstance(node.end, Open) else value(node.end, facts)
    found = value(node, facts)
    return found, found


def _timely(name: str, one: Span, other: Span) -> bool | None:
    """The definitions, each as a list of `what ends are compared how`; NULL ends are not known."""
    (s1, e1), (s2, e2) = one, other

    def ask(*asked: tuple[Any, str, Any]) -> list[bool | None]:
        return [None if a is None or b is None else FUNCTIONS[sign](a, b) for a, sign, b in asked]

    after, before = ask((s1, ">", e2), (e1, "<", s2))
    if name == "t_disjoint":
        return _joined("or", [after, before])
    if name == "t_intersects":
        apart = _joined("or", [after, before])
        return None if apart is None else not apart
    return _joined(
        "and",
        {
            "t_after": [after],
            "t_before": [before],
            "t_equals": ask((s1, "=", s2), (e1, "=", e2)),
            "t_contains": ask((s1, "<", s2), (e1, ">", e2)),
            "t_during": ask((s1, ">", s2), (e1, "<", e2)),
            "t_finishedby": ask((s1, "<", s2), (e1, "=", e2)),
            "t_finishes": ask((s1, ">", s2), (e1, "=", e2)),
            "t_meets": ask((e1, "=", s2)),
            "t_metby": ask((s1, "=", e2)),
            "t_overlappedby": ask((s1, ">", s2), (s1, "<", e2), (e1, ">", e2)),
            "t_overlaps": ask((s1, "<", s2), (e1, ">", s2), (e1, "<", e2)),
            "t_startedby": ask((s1, "=", s2), (e1, ">", e2)),
            "t_starts": ask((s1, "=", s2), (e1, "<", e2)),
        }[name],
    )
