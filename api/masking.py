"""Secrets and personal data out of texts that somebody keeps, such as the log."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote

MASK: Final = "***"
MAX_TEXT: Final = 2000
"""Characters that are kept of a text; with the bounds in the rules, a hostile one costs no time."""
_NAMES: Final = (
    r"authorization|proxy[-_]?authorization|set[-_]?cookie|cookie|x[-_]api[-_]key|api[-_]?key|apikey|"
    r"(?:access|refresh|id|auth)[-_]?token|token|client[-_]?secret|allimi_secret|secret|password|passwd|pwd|signature|sig"
)
_SECRET_NAME: Final = re.compile(rf"(?i)^(?:{_NAMES}|.*(?:password|secret|token))$")
_RULES: Final = (
    # The password of an address, even one that has an @ or a slash in it.
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]{0,20}://[^\s:/@?#]{0,100}):[^\s\"']{0,500}@"), rf"\1:{MASK}@"),
    (re.compile(r"(?i)\b(bearer|basic|digest)\s+[\w.~+/=-]+"), rf"\1 {MASK}"),
    (
        re.compile(
            rf"(?i)(?<![a-z])({_NAMES})([\"']?\s{{0,5}}[:=]\s{{0,5}}[\"']?)(?!\s{{0,5}}(?:bearer|basic|digest)\b)[^\s&\"',;]+"
        ),
        rf"\1\2{MASK}",
    ),
    (re.compile(r"[\w.%+-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"), MASK),
    # A key of an agency, wherever it turns up: its id may be told.
    (re.compile(r"(?i)(allimi_[0-9a-f]{12}_)[0-9a-z]+"), rf"\1{MASK}"),
    # A telephone number begins with 0 or + and has 9 to 14 digits; coordinates, dates and ids do not look so.
    (re.compile(r"(?<![\w.:/-])(?:(?:\+|%2B)\d{1,3}[ .-]?\(?\d|\(?0\d)(?:[ .()-]{0,2}\d){7,11}(?![\w.]?\d|\w)"), MASK),
)


class Masker:
    """Masks what looks like a secret or a person's data, and the very secrets that it is told."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        spelled = {form for secret in secrets for form in (secret, quote(secret, safe=""))}
        self._secrets = sorted((secret for secret in spelled if len(secret) >= 4), key=len, reverse=True)

    def text(self, text: str) -> str:
        """The text with its secrets masked, cut where it is very long."""
        text = self.known(text)
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
        return text

    def known(self, text: str) -> str:
        """The text with the very secrets masked, cut where it is very long."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return text[:MAX_TEXT]

    def value(self, value: Any, name: str = "") -> Any:  # noqa: ANN401 - JSON
        """The value with the texts in it masked, whole where its name says that it is a secret."""
        if _SECRET_NAME.match(name) and value is not None:
            return MASK
        match value:
            case str():
                return self.text(value)
            case dict():
                return {self.text(str(key)): self.value(inner, str(key)) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.value(inner) for inner in value]
            case None | bool() | int() | float():
                return value
            case _:
                return self.text(str(value))
