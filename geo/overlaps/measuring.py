"""How two works lie to each other, told from what was measured of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geo.overlaps.measures import Measured, Relation
from geo.overlaps.rules import Ground, Rules

_MONTH: Final = 31
_YEAR: Final = 366


def limits(rules: Rules) -> dict[str, float | int]:
    """The parameters of the queries `overlaps/pairs` and `overlaps/measure`: metres, and never too few days."""
    widest = max(rules.distances.values())
    return {
        "least": float(min(rules.corridor_length, rules.parallel_length)),
        "aside": float(rules.parallel_gap),
        "widest": float(widest),
        "reach": float(max(widest, rules.parallel_gap)),
        "joins": rules.join_months * _MONTH,
        "digs": max(rules.redig_years.values()) * _YEAR,
    }


def measured(row: Mapping[str, Any], rules: Ground) -> Measured | None:
    """What a row of the query `overlaps/measure` says, in metres and square metres; None of works that lie apart."""
    relation = _relation(row, rules)
    if relation is None:
        return None
    return Measured(
        relation=relation,
        distance=row["distance"],
        shared_length=row["shared_length"],
        shared_area=row["shared_area"],
        bearing_gap=row["bearing_gap"],
        same_place=row["same_place"],
        title_likeness=row["title_likeness"],
        same_street=row["same_street"],
        road_class=row["road_class"],
    )


def _relation(row: Mapping[str, Any], rules: Ground) -> Relation | None:
    if row["distance"] > row["meant"]:
        return Relation.PARALLEL if _alongside(row, rules, rules.parallel_length) else None
    dimensions = row["one_dimension"], row["other_dimension"]
    if dimensions == (1, 1):
        least = max(rules.corridor_length, rules.corridor_distances * row["meant"])
        return Relation.CORRIDOR if _alongside(row, rules, least) else Relation.CROSSING
    if row["distance"] > 0 or 0 in dimensions:
        return Relation.NEAR
    return _of_areas(row, rules) if dimensions == (2, 2) else _of_line_and_area(row, rules)


def _alongside(row: Mapping[str, Any], rules: Ground, least: float) -> bool:
    gap = row["bearing_gap"]
    return row["shared_length"] >= least and gap is not None and gap < rules.corridor_bearing


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
