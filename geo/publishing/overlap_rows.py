"""What is found of two works as rows of the store."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

from geo.codes import Ground
from geo.overlaps.judging import Finding
from geo.overlaps.measures import Measured
from geo.overlaps.pairs import Side
from geo.overlaps.rules import Rules
from geo.overlaps.scoring import Term
from geo.overlaps.sites import Site

SITE: Final = (
    *("project_id", "since", "title", "start_on", "end_on", "soonest", "latest", "cuts", "paves", "distance"),
    *("dimension", "length", "area", "streets", "road_classes", "shape", "axis", "half_width"),
)
"""The columns of `published.overlap_site` that are made of one work, in the order of `site_row`."""
COLUMNS: Final = (
    *("kind", "also", "relation", "distance", "shared_length", "shared_area", "bearing_gap", "road_class"),
    *("days_shared", "gap_days", "joint_start", "joint_end", "period_start", "period_end", "lead_id", "lead_reason"),
    *("exception", "score", "currency", "likelihood", "terms", "agencies", "categories", "sample", "ground"),
)
"""The columns of `published.overlap` that are found, in the order of `found_row` behind both ids."""


def site_row(one: Side, row: Mapping[str, Any], rules: Rules) -> tuple[Any, ...]:
    """A row of `published.overlap_site`, of a row of the query `overlaps/sites_made` and the work that it is."""
    site, days, widest = one.site, one.days, one.acceptable
    return (
        site.id,
        row["since"],
        site.title,
        days and days.start,
        days and days.end,
        widest and widest.start,
        widest and widest.end,
        Ground.CUTS in site.ground,
        Ground.PAVES in site.ground,
        rules.distance(site.category),
        row["dimension"],
        site.length,
        site.area,
        _array(tuple(row["streets"])),
        _array(tuple(row["road_classes"])),
        row["shape"],
        row["axis"],
        row["half_width"],
    )


def found_row(one: Site, other: Site, measured: Measured, finding: Finding) -> tuple[Any, ...]:
    """A row of the temporary table `overlap_found`."""
    return (
        one.id,
        other.id,
        finding.kind,
        _array(finding.also),
        measured.relation,
        measured.distance,
        measured.shared_length,
        measured.shared_area,
        measured.bearing_gap,
        finding.road_class,
        finding.days_shared,
        finding.gap_days,
        finding.joint and finding.joint.start,
        finding.joint and finding.joint.end,
        finding.period.start,
        finding.period.end,
        finding.lead,
        finding.lead_reason,
        finding.exception,
        finding.score,
        finding.currency,
        finding.likelihood,
        f"[{','.join(map(_term, finding.terms))}]",
        _codes(one.agency, other.agency),
        _codes(one.category, other.category),
        one.sample or other.sample,
        measured.shared_ground,
    )


def _term(term: Term) -> str:
    """A term as JSON with all its digits."""
    quantity, value = str(term.quantity), str(term.value)
    if term.unit_cost is None:
        return _unpriced(term.name, quantity, term.unit, "null", value, term.source)
    return _json(term.name, quantity, term.unit, str(term.unit_cost), value, term.source)


def _json(name: str, quantity: str, unit: str, cost: str, value: str, source: str) -> str:
    """The same of its members; of a million pairs this takes the time, so it is written out."""
    return (
        f'{{"name":{_quoted(name)},"quantity":{quantity},"unit":{_quoted(unit)},"unit_cost":{cost},'
        f'"value":{value},"source":{_quoted(source)}}}'
    )


_unpriced: Final = lru_cache(maxsize=1000)(_json)
"""The same of numbers of the rules, which are few; by their digits, since 0.5 and 0.50 are equal."""


@cache
def _quoted(text: str) -> str:
    """A name, a unit or a source of the rules, of which there are few."""
    return json.dumps(text, ensure_ascii=False)


def line(row: tuple[Any, ...]) -> str:
    """A row as a line of COPY's text format."""
    return "\t".join([_WRITTEN.get(type(value), _escaped)(value) for value in row]) + "\n"


def _escaped(value: object) -> str:
    text = str(value)
    # To look for these four takes much less than to replace what is not there.
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        return text.translate(_ESCAPES)
    return text


_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_WRITTEN: Final[Mapping[type, Callable[[Any], str]]] = {
    type(None): lambda _: r"\N",
    bool: lambda value: "t" if value else "f",
    int: repr,
    float: repr,
    date: date.isoformat,
}


@cache
def _codes(*codes: str | None) -> str:
    """A literal of the array of the codes of two works, of which there are few."""
    return _array(tuple(sorted({code for code in codes if code})))


@lru_cache(maxsize=10_000)
def _array(texts: tuple[str | None, ...]) -> str:
    """A literal of an array of texts, of which there are few."""
    return f"{{{','.join(map(_element, texts))}}}"


def _element(text: str | None) -> str:
    return "NULL" if text is None else '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'
