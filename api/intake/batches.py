"""Batches: read twice from their file, once to see that all of it can be understood, once to keep it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from api.intake.bodies import LINES, Body
from data.intake.findings import Finding, Unreadable, Untypable, pointer
from data.intake.jsontext import check_storable, lines, reading, window
from data.intake.model import BatchProject
from data.intake.naming import own_code
from data.intake.pushed import Parts, Pushed
from data.intake.reading import MOST, typed
from data.intake.revisions import Conditional
from geo.details import exact_json

LONGEST: Final = 100_000
"""Projects of a batch; the codes of all of them are held."""
_MEMBERS: Final = ("projects", "full")


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    value: Any
    place: str


def read_batch(body: Body, agency: str, *, partial: bool, full: bool) -> Pushed:
    """The batch that a body is. Raises Unreadable, and Untypable with what is wrong in which project."""
    findings: list[Finding] = []
    codes: dict[str, int] = {}
    said = _Said(full=full)
    for row in _rows(body, said):
        try:
            code = own_code(agency, typed(BatchProject, row.value).code)
        except Untypable as fault:
            findings += [one.within(row.place) for one in fault.findings]
        else:
            if codes.setdefault(code, row.number) != row.number:
                message = f"The code stands twice in the batch, first in project {codes[code]}."
                findings.append(Finding(f"{row.place}/code", "code.twice", message))
        if row.number > LONGEST:
            raise Unreadable(f"A batch has at most {LONGEST:,} projects.", rule="json.size")
        if len(findings) >= MOST:
            break
    if findings:
        raise Untypable(findings[:MOST])
    return Pushed(kind="batch", codes=tuple(codes), parts=lambda: _parts(body), partial=partial, full=said.full)


@dataclass(slots=True)
class _Said:
    """What a batch says beside its projects."""

    full: bool = False


def _parts(body: Body) -> Parts:
    for row in _rows(body, _Said()):
        asked = Conditional.model_validate({name: row.value.get(name) for name in Conditional.model_fields}).asked
        yield row.number, row.value["code"], exact_json(row.value), asked


def _rows(body: Body, said: _Said) -> Iterator[_Row]:
    body.file.seek(0)
    if body.media_type == LINES:
        for number, (line, value) in enumerate(lines(body.file), 1):
            yield _Row(number, value, f"/{line - 1}")
    else:
        with reading():
            yield from _members(body, said)


def _members(body: Body, said: _Said) -> Iterator[_Row]:
    """The projects of `{"full": …, "projects": […]}`; each is decoded for itself."""
    text, seen = window(body.file), set()
    for name in text.members():
        if name in seen or name not in _MEMBERS:
            rule = "json.duplicate" if name in seen else "member.unknown"
            raise Untypable([Finding(pointer(name[:80]), rule, f"A batch has the members {', '.join(_MEMBERS)}.")])
        seen.add(name)
        if name == "full":
            said.full = _truth(text.value()) or said.full
            continue
        if text.peek() != "[":
            raise Untypable([Finding("/projects", "member.type", "A list is asked for.")])
        for number, value in enumerate(text.items(), 1):
            check_storable(value)
            yield _Row(number, value, pointer("projects", number - 1))
    if text.peek():
        raise Unreadable("Something follows the batch.")
    if "projects" not in seen:
        raise Untypable([Finding("/projects", "member.missing", "A batch has a list of projects.")])


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise Untypable([Finding("/full", "member.type", "It is true or false.")])
    return value
