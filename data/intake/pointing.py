"""Where a fault is in what was sent: the facts stand in an order of their own, and hold what was known before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from data.intake.findings import Finding
from data.intake.jsontext import StrictDecoder
from geo.details import SECTIONS
from geo.values import clean

_LISTS: Final = frozenset({*SECTIONS, "reports"})
_KEYS: Final = ("id", "name", "as_of")
"""What a part of a list is known by: the first of these that it has."""


def pointed(findings: Sequence[Finding], facts: object, kind: str, payload: str | None) -> list[Finding]:
    """The findings with their pointers into the payload (JSON text) of a push of this kind, each once.

    Before they point into the `facts`. What is not in the payload keeps its pointer.
    """
    if not findings:
        return []
    sent = StrictDecoder().decode(payload or "{}")
    return list(dict.fromkeys(_pointed(one, facts, kind, sent) for one in findings))


def _pointed(finding: Finding, facts: object, kind: str, sent: Mapping[str, Any]) -> Finding:
    names = finding.pointer.split("/")[1:]
    if kind == "progress":
        found = _of_report(names)
    elif kind == "payments":
        found = _of_payment(names, facts, sent)
    else:
        found = _of_part(names, facts, sent)
    return replace(finding, pointer="".join(f"/{name}" for name in found)) if found else finding


def _of_report(names: Sequence[str]) -> Sequence[str] | None:
    """Of the report that was sent: no other one can be broken."""
    match names:
        case ["progress", *rest] | ["reports", _, *rest]:
            return rest
        case _:
            return None


def _of_payment(names: Sequence[str], facts: object, sent: Mapping[str, Any]) -> Sequence[str] | None:
    match names:
        case ["contracts", n, "payments", m, *rest]:
            contract = _parts(facts, "contracts")[int(n)]
            payment = _parts(contract, "payments")[int(m)]
            for place, one in enumerate(sent["payments"]):
                if _is(payment, one) and clean(one["contract"]) == contract.id:
                    return ["payments", str(place), *rest]
    return None


def _of_part(names: Sequence[str], facts: object, sent: Any) -> Sequence[str] | None:  # noqa: ANN401 - JSON
    told: list[str] = []
    while len(names) > 1 and names[1].isdecimal() and (told or names[0] in _LISTS):
        name, n, *names = names
        part, inner = _parts(facts, name)[int(n)], sent.get(name) or ()
        place = next((k for k, one in enumerate(inner) if _is(part, one)), None)
        if place is None:  # the newest report may come from the progress
            return ["progress", *names] if name == "reports" else None
        told += [name, str(place)]
        facts, sent = part, inner[place]
    return [*told, *names] if told else None


def _parts(holder: object, name: str) -> Sequence[Any]:
    return getattr(holder, name) or ()


def _is(part: object, sent: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether JSON is what a part was read from."""
    if not isinstance(sent, Mapping):
        return False
    key = next((name for name in _KEYS if getattr(part, name, None) is not None), None)
    return key is not None and clean(str(sent.get(key))) == str(getattr(part, key))
