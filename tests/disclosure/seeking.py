"""Looks for planted markers in what a site says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter

from tests.disclosure.forms import Form, anywhere, of_works
from tests.disclosure.unpacking import Answered

_INSTANT = re.compile(rb"[0-2]\d(:|%3a)[0-5]\d\1[0-5]\d\.\d+")
_XTS = re.compile(rb"(?<![\w+/])xts(?![\w+/=])")


@dataclass(frozen=True)
class Seeker:
    """The forms of all markers: those that stand nowhere else, by their stems, and those of what is about a work."""

    stems: dict[bytes, tuple[Form, ...]]
    of_works: tuple[Form, ...]

    def found_in(self, body: bytes) -> list[Form]:
        """The markers that stand in these bytes; the seconds of an instant may have the digits of a place."""
        small = _INSTANT.sub(b"", body.lower())
        return [
            form
            for stem, forms in self.stems.items()
            for sought in (body if forms[0].way.startswith("binary") else small,)
            if stem in sought
            for form in forms
            if form.told in sought and _may_be(form, sought)
        ]

    def found_in_record(self, record: bytes) -> list[Form]:
        """Codes, their names and what is rounded, in what is about a planted work."""
        small = record.lower()
        return [form for form in self.of_works if form.told in small and _as_word(form.told).search(small)]

    def found(self, answer: Answered) -> set[Form]:
        """All that an answer tells."""
        told = {form for part in answer.parts() for form in self.found_in(part)}
        return told.union(form for record in answer.records() for form in self.found_in_record(record))


def _may_be(form: Form, body: bytes) -> bool:
    """Whether it is no chance: hashes have digits and letters, too."""
    match form.way:
        case "currency":
            return _XTS.search(body) is not None
        case "compact day":
            return body.startswith(b"\x03")  # dBase, the one format that writes days so
        case _:
            return True


@cache
def seeker() -> Seeker:
    """The one seeker."""
    forms = sorted(anywhere(), key=attrgetter("stem", "way"))
    return Seeker({stem: tuple(some) for stem, some in groupby(forms, attrgetter("stem"))}, tuple(of_works()))


@cache
def _as_word(told: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![\w.,-])" + re.escape(told) + rb"(?![\w-])")
