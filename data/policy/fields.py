"""The fields that a policy rules, what they hold, and how a file writes their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from data.policy.coarser import SUITS, Kind, Multiple
from data.policy.rules import Generalised, Rule
from geo.disclosure import WITHHOLDABLE

ALL_OF_SECTION: Final = "*"
_KINDS: Final = MappingProxyType(
    {
        "footprint": Kind.PLACE,
        "descriptions": Kind.TEXT,
        **dict.fromkeys(("contractor", "supervisor", "address"), Kind.TEXT),
        **dict.fromkeys(("location_source", "location_method", "location_verified_by"), Kind.TEXT),
        **dict.fromkeys(("original_start", "original_end", "planned_start", "planned_end"), Kind.DATE),
        **dict.fromkeys(("actual_start", "actual_end", "progress_as_of", "location_verified_on"), Kind.DATE),
        **dict.fromkeys(("progress_planned", "progress_actual"), Kind.SHARE),
        **dict.fromkeys(("original_budget", "budget", "contract_amount"), Kind.MONEY),
        **dict.fromkeys(("contracts.signed", "contracts.start", "contracts.end"), Kind.DATE),
        **dict.fromkeys(("changes.date", "changes.old_end", "changes.new_end"), Kind.DATE),
        **dict.fromkeys(("documents.published", "photos.taken_on", "briefs.date", "penalties.date"), Kind.DATE),
        **dict.fromkeys(("coordination.early_start", "coordination.early_end"), Kind.DATE),
        **dict.fromkeys(("coordination.late_start", "coordination.late_end"), Kind.DATE),
        **dict.fromkeys(("contracts.amount", "changes.old_amount", "changes.new_amount"), Kind.MONEY),
        **dict.fromkeys(("scale.value", "penalties.points"), Kind.NUMBER),
        **dict.fromkeys(("participants.name", "contacts.office", "contacts.organisation"), Kind.TEXT),
        **dict.fromkeys(("contracts.title", "documents.title", "photos.title", "briefs.text"), Kind.TEXT),
        **dict.fromkeys(("changes.reason", "changes.description"), Kind.TEXT),
        **dict.fromkeys(("penalties.contractor", "penalties.reason"), Kind.TEXT),
    }
)
_RULE_KEYS: Final = frozenset({"until", "how"})


def flat(fields: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """The rules by the paths of their fields: `[fields.contacts.name]` and `"contacts.name"` are one."""
    for name, told in fields.items():
        if not isinstance(told, Mapping):
            yield f"{path}{name}", told
            continue
        inner = {key: value for key, value in told.items() if isinstance(value, Mapping) and key not in _RULE_KEYS}
        if rule := {key: value for key, value in told.items() if key not in inner}:
            yield f"{path}{name}", rule
        yield from flat(inner, f"{path}{name}.")


def every(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules with each `section.*` written out for the fields of the section that have no rule of their own.

    Raises ValueError where a field is not known or a rule does not suit it.
    """
    written = dict(rules)
    for path in [path for path in rules if path.endswith(f".{ALL_OF_SECTION}")]:
        inner = [name for name in WITHHOLDABLE if name.startswith(path.removesuffix(ALL_OF_SECTION))]
        rule = written.pop(path)
        written = dict.fromkeys(inner, rule) | written if inner else written | {path: rule}
    if unknown := sorted(written.keys() - set(WITHHOLDABLE)):
        raise ValueError(f"unknown fields {', '.join(unknown)}; known are {', '.join(WITHHOLDABLE)}")
    for name, rule in written.items():
        _check(name, rule)
    return written


def kind_of(name: str) -> Kind | None:
    """What a field holds, so far as it can be told more coarsely."""
    return _KINDS.get(name)


def _check(name: str, rule: Rule) -> None:
    if not isinstance(rule, Generalised):
        return
    kind, how = kind_of(name), rule.how
    if kind is None or not isinstance(how, SUITS[kind]):
        raise ValueError(f"{name} cannot be generalised to {how.to!r}")
    if kind is Kind.SHARE and isinstance(how, Multiple) and (how.of > 0.5 or 1 % how.of):
        raise ValueError(f"{name} is a share: 1 must be a multiple of {how.of}, and more than once")
