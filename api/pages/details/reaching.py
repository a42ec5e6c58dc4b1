"""Telephone numbers and e-mail addresses as links, where they are nothing else."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

_PHONE: Final = re.compile(r"\+?[\d ().-]{6,24}", re.ASCII)
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}", re.ASCII)


def phone(text: str) -> str | None:
    """The address that calls a telephone number; None for a text that is more than a number."""
    return f"tel:{re.sub(r'[^+0-9]', '', text)}" if _PHONE.fullmatch(text) else None


def email(text: str) -> str | None:
    """The address that writes to an e-mail address; None for a text that is something else."""
    return f"mailto:{quote(text, safe='@')}" if _EMAIL.fullmatch(text) else None
