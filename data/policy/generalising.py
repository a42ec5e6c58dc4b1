"""A project with some of its facts told more coarsely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from data.policy.coarser import (
    Box,
    Digits,
    Districts,
    FirstSentence,
    GridPoint,
    How,
    LastParts,
    Multiple,
    Period,
    Places,
)
from data.policy.facts import PROGRESS, changed, value_of
from data.policy.rules import Generalised
from geo.details import Details, Value
from geo.project import Accuracy, Project
from geo.values import Money, Progress

_ENDS: Final = "end"


def tell(project: Project, coarse: Mapping[str, Sequence[Generalised]], places: Places | None) -> Project:
    """The project with these fields, all of them entered, told as their rules say."""
    hows = {name: [rule.how for rule in rules] for name, rules in coarse.items()}
    if "footprint" in hows:
        project = _placed(project, hows["footprint"], places)
    if PROGRESS.keys() & hows.keys():
        now = _report(project.progress, hows)
        project = replace(project, progress=now, reports=_reports(project.reports, hows))
    for path, ways in hows.items():
        if "." in path:
            project = replace(project, details=_detailed(project.details, path, ways))
    plain = {name: hows[name] for name in hows.keys() - PROGRESS.keys() - {"footprint"} if "." not in name}
    return changed(project, {name: coarsened(name, value_of(project, name), ways) for name, ways in plain.items()})


def coarsened(name: str, value: Any, hows: Sequence[How]) -> Any:  # noqa: ANN401
    """A value of the field as all these ways tell it, one after the other; None where nothing of it remains."""
    return reduce(lambda told, how: None if told is None else _told(name, told, how), hows, value)


def _detailed(details: Details, path: str, hows: Sequence[How]) -> Details:
    """The details with a field of each part of a section told more coarsely, in the order that they then have."""
    section, _, name = path.partition(".")
    told = tuple(
        part.model_copy(update={name: coarsened(name, getattr(part, name), hows)}) for part in getattr(details, section)
    )
    return Details(**{**details.entered, section: told})


def _placed(project: Project, hows: Sequence[How], places: Places | None) -> Project:
    """With a coarser footprint, or without one and with its districts; approximate, however exact the true one is."""
    changes: dict[str, Any] = {"footprint": coarsened("footprint", project.footprint, hows)}
    sets = next((how.sets for how in hows if isinstance(how, Districts)), None)
    if sets is not None and places is not None and project.footprint is not None:
        changes["districts"] = tuple(dict.fromkeys((*project.districts, *places(project.footprint, sets))))
    if project.location.accuracy is not None:
        changes["location"] = replace(project.location, accuracy=Accuracy.APPROXIMATE)
    return replace(project, **changes)


def _reports(reports: Sequence[Progress], hows: Mapping[str, Sequence[How]]) -> tuple[Progress, ...]:
    """Of several reports that come to have one date, the last remains."""
    if "progress_as_of" not in hows:
        return tuple(_report(one, hows) for one in reports)
    in_order = sorted(reports, key=lambda one: one.as_of or date.min)
    return tuple({told.as_of: told for told in (_report(one, hows) for one in in_order)}.values())


def _report(report: Progress, hows: Mapping[str, Sequence[How]]) -> Progress:
    told = {
        part: coarsened(name, value, hows[name])
        for name, part in PROGRESS.items()
        if name in hows and (value := getattr(report, part)) is not None
    }
    return replace(report, **told) if told else report


def _told(name: str, value: Any, how: How) -> Any:  # noqa: ANN401, PLR0911
    match value:
        case Mapping():
            told = {language: shown for language, text in value.items() if (shown := _text(text, how))}
            return told or None
        case str():
            return _text(value, how)
        case Money() if isinstance(how, (Digits, Multiple)):
            return Money(how.number(value.amount), value.currency)
        case Decimal() if isinstance(how, Multiple) and name.startswith("progress_"):
            return how.share(value)
        case Decimal() if isinstance(how, (Digits, Multiple)):
            return how.number(value)
        case Value() if isinstance(how, (Digits, Multiple)):
            return value.model_copy(update={"amount": how.number(value.amount)})
        case date() if isinstance(how, Period):
            return how.day(value, last=name.endswith(_ENDS))
        case BaseGeometry() if isinstance(how, (Box, GridPoint)):
            return how.place(value)
        case _:
            return None


def _text(text: str, how: How) -> str | None:
    return how.text(text) if isinstance(how, (LastParts, FirstSentence)) else None
