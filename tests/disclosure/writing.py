"""Policies as a person writes them: TOML."""

from __future__ import annotations

import tomllib
from datetime import date

from data.policy import Policy

TODAY = date(2026, 6, 15)
GROUND = 'ground = "A ground", decided_by = "The board", review = 2027-12-31'


def policy(text: str) -> Policy:
    """The policy that these tables write."""
    return Policy.model_validate({"title": "A test's policy", "fields": {}, **tomllib.loads(text)})


def rule(kind: str, more: str = "") -> str:
    """A rule as an inline table."""
    return f'{{ disclosure = "{kind}", {more + ", " if more else ""}{GROUND} }}'


def generalised(how: str) -> str:
    """A rule that tells a field more coarsely."""
    return rule("generalised", f"how = {{ {how} }}")


def fields(**rules: str) -> Policy:
    """A policy of these rules."""
    return policy("[fields]\n" + "\n".join(f"{name} = {told}" for name, told in rules.items()))
