"""The temporal functions: on instants, and on intervals with both ends included."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from geo.filters.limits import bad
from geo.filters.queryables import Kind
from geo.filters.translating import CASTS, Operator, Operators, Translation
from geo.filters.tree import Interval, Node, Open

_ANY: Final = {
    "t_after": "{s1} > {e2}",
    "t_before": "{e1} < {s2}",
    "t_disjoint": "{s1} > {e2} OR {e1} < {s2}",
    "t_equals": "{s1} = {s2} AND {e1} = {e2}",
    "t_intersects": "{s1} <= {e2} AND {e1} >= {s2}",
}
_INTERVALS: Final = {
    "t_contains": "{s1} < {s2} AND {e1} > {e2}",
    "t_during": "{s1} > {s2} AND {e1} < {e2}",
    "t_finishedby": "{s1} < {s2} AND {e1} = {e2}",
    "t_finishes": "{s1} > {s2} AND {e1} = {e2}",
    "t_meets": "{e1} = {s2}",
    "t_metby": "{s1} = {e2}",
    "t_overlappedby": "{s1} > {s2} AND {s1} < {e2} AND {e1} > {e2}",
    "t_overlaps": "{s1} < {s2} AND {e1} > {s2} AND {e1} < {e2}",
    "t_startedby": "{s1} = {s2} AND {e1} > {e2}",
    "t_starts": "{s1} = {s2} AND {e1} < {e2}",
}
"""For intervals alone (W3C/OGC Time Ontology); with an instant they are an error of the client."""


def _written(name: str, t: Translation, args: Sequence[Node]) -> str:
    if name in _INTERVALS:
        for one in args:
            if not isinstance(one, Interval):
                raise bad(f"{name.upper()} takes two intervals, not {t.told(one)}.")
    spans = [(one.start, one.end) if isinstance(one, Interval) else (one, one) for one in args]
    kind = _granularity(t, [end for span in spans for end in span if not isinstance(end, Open)])
    return f"({(_ANY | _INTERVALS)[name].format_map(_Ends(t, kind, spans))})"


class _Ends(dict[str, str]):
    """The SQL of the ends `s1`, `e1`, `s2`, `e2`, each made when it is needed: what is bound must be used."""

    def __init__(self, t: Translation, kind: Kind, spans: Sequence[tuple[Node, Node]]) -> None:
        super().__init__()
        self._t, self._kind, self._spans = t, kind, spans

    def __missing__(self, name: str) -> str:
        start, end = self._spans[int(name[1]) - 1]
        node, sign = (start, "-") if name[0] == "s" else (end, "")
        if isinstance(node, Open):
            return f"'{sign}infinity'::{CASTS[self._kind]}"
        self[name] = self._t.sql(node, self._kind)
        if start is end:
            self["se"[name[0] == "s"] + name[1]] = self[name]
        return self[name]


def _granularity(t: Translation, ends: Sequence[Node]) -> Kind:
    kind = t.common(ends) if ends else Kind.DATE
    if kind not in {Kind.DATE, Kind.INSTANT}:
        raise bad(f"{t.told(ends[0])} is no date, timestamp or interval.")
    return kind


TEMPORAL: Final[Operators] = {name: Operator(Kind.BOOLEAN, partial(_written, name)) for name in (*_ANY, *_INTERVALS)}
"""An end of an interval that is null is not known, so what depends on it is null; `..` is open."""
