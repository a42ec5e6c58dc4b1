"""Named persons in English texts: after a form of address or a role, and households."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from data.screening.findings import Finding, Kind
from data.screening.people.words import words

_ADDRESS: Final = r"Mr|Mrs|Ms|Miss|Mx|Mister|Madam|Dr|Prof|Professor|Sir|Dame|Engr|Eng|Engineer|Architect|Foreman"
_ROLE: Final = (
    r"(?:[Tt]he\s+)?(?:[Cc]hief|[Ss]ite|[Pp]roject|[Rr]esident|[Dd]eputy|[Ss]enior|[Ss]afety|[Vv]ice)?\s*"
    r"(?:[Ee]ngineer|[Mm]anager|[Ss]upervisor|[Dd]irector|[Aa]gent|[Ii]nspector|[Oo]fficer|[Cc]hairman|[Cc]hairwoman"
    r"|[Ss]ecretary|[Aa]rchitect|[Ff]oreman|[Cc]ontact(?: person)?|[Ss]igned by|[Rr]epresentative)"
)
_HOUSEHOLD: Final = (
    r"(?:[Hh]ousehold|[Ff]amily|[Hh]ome|[Oo]wner of the (?:house|land|household)|[Hh]ead of (?:the )?household"
    r"|[Rr]esettle(?:ment of|d|ment for)?)(?:\s+of)?,?"
)
_MORE: Final = rf"(?:{_ADDRESS})\.?\s"
_TITLE: Final = re.compile(
    rf"(?<![\w-])(?:(?P<household>{_HOUSEHOLD})\s+)?(?:(?P<address>{_ADDRESS})\.?|(?P<role>{_ROLE})\s*:?)\s+(?=[A-Z])(?!{_MORE})"
    rf"|(?<![\w-])(?P<home>{_HOUSEHOLD})\s+(?=[A-Z])(?!{_MORE})"
)
_WORD: Final = re.compile(r"[A-Z]\.(?=\s)|[^\W\d_](?:[^\W\d_]|[-’'](?=[^\W\d_]))*")
_NO_NAME: Final = words("english_no_names")
"""Words after a title that say that no person is named."""
_CAPITALISED_BEFORE: Final = re.compile(r"[A-Z][\w-]*\s+$")
_LONGEST: Final = 4


def people(text: str) -> Iterator[Finding]:
    """The names, without their titles."""
    for title in _TITLE.finditer(text):
        words = _capitalised(text, title.end())
        if words and _gives_away(text, title, [word[0] for word in words]):
            kind = Kind.HOUSEHOLD if title["household"] or title["home"] else Kind.PERSON
            yield Finding(words[0].start(), words[-1].end(), kind)


def _capitalised(text: str, start: int) -> list[re.Match[str]]:
    """Up to four words with capital letters or initials, one space apart."""
    words: list[re.Match[str]] = []
    while len(words) < _LONGEST and (word := _WORD.match(text, start)) and word[0][0].isupper():
        words.append(word)
        if text[word.end() : word.end() + 1] != " ":
            break
        start = word.end() + 1
    return words


def _gives_away(text: str, title: re.Match[str], words: list[str]) -> bool:
    if any(word.casefold() in _NO_NAME for word in words[1:]) or words[0].casefold() in _NO_NAME - {"park", "hall"}:
        return False
    if title["address"] == "Dr" and _CAPITALISED_BEFORE.search(text, max(0, title.start() - 30), title.start()):
        return "." in title[0]  # "Marina Dr" is a drive.
    weak = title["address"] in {"Engineer", "Architect", "Foreman", "Eng"} or title["role"] or title["home"]
    return len(words) > 1 or not weak
