"""How two works lie to each other, told from what was measured of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geo.overlaps.measures import Measured, Relation
from geo.overlaps.rules import Ground, Rules

_MONTH: Final = 31
_YEAR: Final = 366
_WHOLE: Final = 0.99
"""The share from which on a short line lies as a whole on another's ground, but for rounding."""
_ALONG: Final = frozenset({Relation.CORRIDOR, Relation.PARALLEL})


def limits(rules: Rules) -> dict[str, float | int]:
    """The parameters of the queries `overlaps/pairs` and `overlaps/measure`: metres, and never too few days."""
    widest = max(rules.distances.values())
    reach = float(max(widest, rules.parallel_gap))
    return {
        "least": float(min(rules.corridor_length, rules.parallel_length)),
        "smallest": float(rules.least_area),
        "aside": float(rules.parallel_gap),
        "street": float(rules.street_gap),
        "widest": float(widest),
        "reach": reach,
        "along": max(reach, float(rules.street_gap)),
        "joins": rules.join_months * _MONTH,
        "digs": max(rules.redig_years.values()) * _YEAR,
    }


def measured(row: Mapping[str, Any], rules: Ground) -> Measured | None:
    """What a row of the query `overlaps/measure` says, in metres and square metres; None of works that lie apart."""
    relation = _relation(row, rules)
    if relation is None:
        return None
    by_axis = relation in _ALONG and row["along_length"] is not None
    return Measured(
        relation=relation,
        distance=row["distance"],
        shared_length=row["along_length"] if by_axis else row["shared_length"],
        shared_area=0.0 if by_axis else row["shared_area"],
        bearing_gap=row["bearing_gap"],
        same_place=row["same_place"],
        title_likeness=row["title_likeness"],
        shared_ground=row["along_ground"] if by_axis else row["ground"],
    )


def _relation(row: Mapping[str, Any], rules: Ground) -> Relation | None:
    in_street = row["same_street"] and row["distance"] <= rules.street_gap
    if row["distance"] > row["meant"]:
        if row["distance"] <= rules.parallel_gap and _alongside(row, rules, rules.parallel_length):
            return Relation.PARALLEL
        return Relation.STREET if in_street else None
    relation = _within(row, rules)
    return Relation.STREET if in_street and relation is Relation.CROSSING else relation


def _within(row: Mapping[str, Any], rules: Ground) -> Relation:
    """Of two within the distance."""
    if row["is_spot"]:
        return Relation.SPOT
    least = max(rules.corridor_length, rules.corridor_distances * row["meant"])
    dimensions = row["one_dimension"], row["other_dimension"]
    if dimensions == (1, 1):
        return _of_lines(row, rules, least)
    if row["along_length"] is not None and _alongside(row, rules, least):
        return Relation.CORRIDOR
    if row["distance"] > 0 or 0 in dimensions:
        return Relation.NEAR
    return _of_areas(row, rules) if dimensions == (2, 2) else _of_line_and_area(row, rules)


def _alongside(row: Mapping[str, Any], rules: Ground, least: float) -> bool:
    gap, along = row["bearing_gap"], row["along_length"]
    shared = row["shared_length"] if along is None else along
    return shared >= least and gap is not None and gap < rules.corridor_bearing


def _of_lines(row: Mapping[str, Any], rules: Ground, least: float) -> Relation:
    if _alongside(row, rules, least):
        return Relation.CORRIDOR
    is_short = row["line_length"] < least and row["shared_length"] >= _WHOLE * row["line_length"]
    return Relation.SPOT if is_short else Relation.CROSSING


def _of_areas(row: Mapping[str, Any], rules: Ground) -> Relation:
    """Two streets that are drawn as areas cross in a place that is short, and small beside either of them."""
    if row["shared_area"] <= 0:
        return Relation.NEAR
    if row["shared_area"] < rules.least_area:
        return Relation.CROSSING
    is_large = row["long_side"] >= rules.corridor_length or row["shared_area"] >= rules.least_share * row["least_area"]
    return Relation.AREA if is_large else Relation.CROSSING


def _of_line_and_area(row: Mapping[str, Any], rules: Ground) -> Relation:
    if row["shared_length"] <= 0:
        return Relation.NEAR
    enough = min(rules.corridor_length, row["line_length"] / 2)
    return Relation.AREA if row["shared_length"] >= enough else Relation.CROSSING
