"""Words that a policy asks for in the texts of a project."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from data.mapping.texts import clean, fold

_MARKED: Final = 3
"""A text in which one word of so many has accents is written with them."""


@dataclass(frozen=True)
class Words:
    """Beginnings of words to look for, but not within the phrases of `not_in`; without regard to case.

    Accents count where a text is written with them: `cảnh quan khu vực` is no `quân khu`, and `QUAN KHU 5` is one.
    """

    words: frozenset[str]
    not_in: frozenset[str] = frozenset()

    def stand_in(self, text: str) -> bool:
        """Whether any of the words does."""
        told, has_accents = _read(text)
        sought, not_in = self._with_accents if has_accents else self._without
        return sought.search(not_in.sub(" ", told)) is not None

    @cached_property
    def _with_accents(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        return _any_of(map(_exact, self.words)), _any_of(map(_exact, self.not_in))

    @cached_property
    def _without(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        return _any_of(map(_plain, self.words)), _any_of(map(_plain, self.not_in))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds the words where one begins; nothing where there are none."""
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in sorted(words)) or "(?!)")


@lru_cache(maxsize=1_024)
def _read(text: str) -> tuple[str, bool]:
    """A text as it is compared, and whether with its accents."""
    exact, plain = _exact(text), _plain(text)
    pairs = list(zip(exact.split(), plain.split(), strict=False))
    has_accents = _MARKED * sum(one != other for one, other in pairs) >= len(pairs)
    return (exact, True) if has_accents else (plain, False)


def _exact(text: str) -> str:
    return unicodedata.normalize("NFC", clean(text).casefold())


def _plain(text: str) -> str:
    """Folded; syllables of Korean are whole again, so that none is taken for the beginning of another."""
    return unicodedata.normalize("NFC", fold(text))
