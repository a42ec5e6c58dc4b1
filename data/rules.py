"""The rules that a row must keep, by name, and the reasons for which a row is held."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD in place of what no database keeps: NUL and lone surrogates."""
    if "\0" not in text and not _SURROGATE.search(text):
        return text
    return _SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's stable name and what it asks, as a sentence for people."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is held: the rule, the field or column, the value as sent (shortened), and what to do about it."""

    rule: str
    field: str
    value: str | None
    message: str


class Fault(Exception):  # noqa: N818
    """A value breaks a rule; caught where the row is known, never shown by itself."""

    def __init__(self, rule: str, message: str, *, value: object = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.value = value

    def reason(self, field: str) -> Reason:
        """The fault as a reason for the field."""
        return Reason(self.rule, field, shown(self.value), str(self))


def shown(value: object, limit: int = 200) -> str | None:
    """A value as text of at most `limit` characters, for a reason or a message; `None` stays `None`."""
    if value is None:
        return None
    text = storable(str(value))
    return text if len(text) <= limit else text[: limit - 1] + "…"


RULES: Final = (
    Rule("row.columns", "A row has exactly as many values as the header has columns."),
    Rule("row.form", "A GeoJSON feature has the members that RFC 7946 asks for, each of its type."),
    Rule("id.missing", "A work has an id."),
    Rule(
        "id.form", "An id is made of letters, digits, '.', '_' and '-', at most 120, and begins with a letter or digit."
    ),
    Rule("id.duplicate", "An id stands once in a file; rows that contradict each other under one id are all held."),
    Rule("title.missing", "A work has a title in at least one language."),
    Rule("title.length", "A title has at most 1,000 characters."),
    Rule("agency.missing", "A work names the agency that orders it."),
    Rule("agency.form", "An agency's code can be formed from its name."),
    Rule("status.unknown", "A status is a known code, or is in the mapping's table."),
    Rule("category.unknown", "A category is a known code, or is in the mapping's table."),
    Rule(
        "district.unknown",
        "A declared district is in the mapping's table where it has one, and its boundary set is published before.",
    ),
    Rule("date.form", "A date can be read in one of the mapping's formats."),
    Rule("dates.order", "A work does not end before it starts."),
    Rule("dates.far", "A date lies between 1950 and 2100."),
    Rule("progress.form", "A progress is a number."),
    Rule("progress.range", "A progress lies between 0 and 1 (0 and 100 %)."),
    Rule("money.form", "An amount of money is a finite decimal number."),
    Rule("money.negative", "An amount of money is not negative."),
    Rule("money.currency", "An amount of money has a currency (three capital letters, ISO 4217)."),
    Rule("money.large", "An amount of money has at most 18 digits before the point and 6 after it."),
    Rule("coordinates.form", "A coordinate is a number; a latitude does not stand without its longitude."),
    Rule("footprint.form", "A footprint can be read in the form its mapping names."),
    Rule(
        "footprint.empty", "A footprint has a place: it is not empty, its lines have a length and its polygons an area."
    ),
    Rule("footprint.swapped", "Coordinates are longitude first, then latitude."),
    Rule("footprint.outside", "A footprint lies within the city's bounds."),
    Rule("footprint.vertices", "A footprint has at most 100,000 vertices."),
    Rule("footprint.unrepairable", "An invalid footprint can be repaired without losing area or length."),
    Rule("disclosure.unpublished", "The disclosure policy lets a work of its class be published at all."),
    Rule("personal_data.email", "A published text holds no e-mail address, where the policy holds what does."),
    Rule("personal_data.phone", "A published text holds no telephone number, where the policy holds what does."),
    Rule("personal_data.national_id", "A published text holds no national id, where the policy holds what does."),
    Rule("personal_data.plate", "A published text holds no number plate, where the policy holds what does."),
    Rule("personal_data.person", "A published text names no person, where the policy holds what does."),
    Rule("personal_data.household", "A published text names no household, where the policy holds what does."),
)
"""Every rule of files, in the order in which people read them."""

OF_PUSHES: Final = (
    Rule("accuracy.unknown", "An accuracy is a known code."),
    Rule("crs.refused", "Coordinates can be read in the system that is named with them."),
    Rule("project.unknown", "A project of which a part is sent is known, and not withdrawn."),
    Rule("contract.unknown", "A contract of which a payment is sent is known in the project."),
    Rule("source_time.future", "The clock of who sends is at most 5 minutes ahead."),
    Rule(
        "order.mixed",
        "Where a project's pushes have a sequence the next one has too, and so with a time of the source.",
    ),
    Rule("revision.other", "A project of a batch is at the revision that it asks for."),
    Rule("change.reason", "An extension or another change has its reason."),
    Rule("batch.shrunk", "A full set names at least half of what is known, unless a person says that it is right."),
)
"""Rules that only pushes can break; most of those of files hold for them too."""

RULE: Final = MappingProxyType({rule.name: rule for rule in (*RULES, *OF_PUSHES)})
