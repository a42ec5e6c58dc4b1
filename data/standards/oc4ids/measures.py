"""Numbers over time: progress as reported and as planned, the scale, the original plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from data.standards.oc4ids.writing import Json, Writer, bare, value
from geo.values import Progress

_FRACTION: Final = {"name": "fraction of the whole", "scheme": "UCUM", "id": "1"}
_UCUM: Final = frozenset({"m", "m2", "m3", "km", "km2", "ha", "t", "kg", "h", "d", "L", "kW", "MW", "kV", "1", "%"})


def metrics(reports: Sequence[Progress], writer: Writer) -> list[Json]:
    """Physical progress as it was found on each date, a fraction 0..1."""
    found = [_progress(one, one.actual, writer) for one in reports if one.as_of and one.actual is not None]
    return _metric("physicalProgress", "Physical progress", found)


def forecasts(facts: Mapping[str, Any], reports: Sequence[Progress], writer: Writer) -> list[Json]:
    """What was planned: progress by date, the scale, and the baseline that delay and overrun are measured against."""
    planned = [_progress(one, one.planned, writer) for one in reports if one.as_of and one.planned is not None]
    period = writer.period(facts.get("original_start"), facts.get("original_end"))
    budget = value(facts.get("original_budget"), facts.get("original_budget_currency"))
    return [
        *_metric("physicalProgress", "Physical progress as planned", planned),
        *_metric("originalPeriod", "Period as first planned", [{"id": "original", "period": period}] if period else []),
        *_metric("originalBudget", "Budget as first planned", [{"id": "original", "value": budget}] if budget else []),
        *(
            one
            for place, told in enumerate(facts.get("scale") or (), 1)
            for one in _metric(f"scale-{place}", told.get("name"), _sized(told))
        ),
    ]


def _metric(metric_id: str, title: str | None, observations: list[Json]) -> list[Json]:
    return [bare(id=metric_id, title=title, observations=observations)] if observations else []


def _progress(report: Progress, fraction: Any, writer: Writer) -> Json:  # noqa: ANN401 - an exact number
    day = str(report.as_of)
    period = {"startDate": writer.start(day), "endDate": writer.end(day)}
    return {"id": day, "period": period, "measure": fraction, "unit": _FRACTION}


def _sized(told: Mapping[str, Any]) -> list[Json]:
    if told.get("value") is None:
        return []
    unit = told.get("unit")
    known = {"scheme": "UCUM", "id": unit} if unit in _UCUM else {}
    return [bare(id="1", measure=told["value"], unit=bare(name=unit, **known))]
