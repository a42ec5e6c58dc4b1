"""From JSON to what a push says. What is unknown, missing or of a wrong type is told with a pointer for each."""

from __future__ import annotations

from collections.abc import Mapping
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


def _findings(cause: ValidationError) -> list[Finding]:
    faults = cause.errors(include_url=False, include_context=False, include_input=False)
    return [_finding(fault["type"], fault["loc"], fault["msg"]) for fault in faults[:MOST]]


def _finding(kind: str, place: tuple[Any, ...], message: str) -> Finding:
    steps = [step for step in place if step != "[key]"]
    said = message.removeprefix("Value error, ")
    return Finding(pointer(*steps), _RULES.get(kind, "member.type"), said[:1].upper() + said[1:300].rstrip(".") + ".")
