"""From JSON to what a push says. What is unknown, missing or of a wrong type is told with a pointer for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from data.intake.findings import Finding, Untypable, pointer
from data.intake.jsontext import StrictDecoder
from data.intake.model import (
    BatchProject,
    ChangesPush,
    ContractsPush,
    Facts,
    Ordered,
    PaymentsPush,
    ProgressPush,
    ProjectPush,
    Withdrawal,
)

AnyModel = TypeVar("AnyModel", bound=BaseModel)
MOST: Final = 100
"""Faults that are told of one push."""
_RULES: Final = MappingProxyType({"missing": "member.missing", "extra_forbidden": "member.unknown"})
ITEMS: Final = 50_000
"""In all lists of one push but those of its geometry: each of them may be a fault to tell of."""
KINDS: Final[Mapping[str, type[Ordered]]] = MappingProxyType(
    {
        "project": ProjectPush,
        "batch": BatchProject,
        "progress": ProgressPush,
        "contracts": ContractsPush,
        "payments": PaymentsPush,
        "changes": ChangesPush,
        "withdrawal": Withdrawal,
    }
)
"""What the payload of each kind of push is; that of a batch is one project of it."""


def typed(model: type[AnyModel], value: object) -> AnyModel:
    """The value as the model. Raises Untypable."""
    if not isinstance(value, dict):
        raise Untypable([Finding("", "member.type", "An object is asked for.")])
    _must_be_few(value)
    try:
        return model.model_validate(value)
    except ValidationError as cause:
        raise Untypable(_findings(cause)) from cause


def stored_facts(text: str) -> Facts:
    """Facts that were kept as JSON text."""
    return Facts.model_validate(StrictDecoder().decode(text))


def stored_push(kind: str, text: str) -> Ordered:
    """What a push of this kind said of one project, kept as JSON text."""
    return KINDS[kind].model_validate(StrictDecoder().decode(text))


def _must_be_few(value: Mapping[str, object]) -> None:
    count = 0
    for name, member in value.items():
        waiting = [] if name == "geometry" else [member]
        while waiting:
            inner = waiting.pop()
            count += len(inner) if isinstance(inner, list) else 0
            if count > ITEMS:
                message = f"A push has at most {ITEMS:,} items in its lists."
                raise Untypable([Finding(pointer(name[:80]), "list.length", message)])
            waiting += _parts(inner)


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _findings(cause: ValidationError) -> list[Finding]:
    faults = cause.errors(include_url=False, include_context=False, include_input=False)
    within = {fault["loc"][:depth] for fault in faults for depth in range(len(fault["loc"]))}
    # A list without its faulty items is too short for pydantic, whatever was sent.
    faults = [fault for fault in faults if fault["type"] != "too_short" or fault["loc"] not in within]
    return [_finding(fault["type"], fault["loc"], fault["msg"]) for fault in faults[:MOST]]


def _finding(kind: str, place: tuple[Any, ...], message: str) -> Finding:
    steps = [step for step in place if step != "[key]"]
    said = message.removeprefix("Value error, ")
    return Finding(pointer(*steps), _RULES.get(kind, "member.type"), said[:1].upper() + said[1:300].rstrip(".") + ".")
