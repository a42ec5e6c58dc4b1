"""The rules and costs that the program brings along."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from geo.overlaps.rules import Rules, rules

FILE: Final = Path(__file__).with_name("default.toml")


@cache
def shipped() -> Rules:
    """What holds where a city says nothing else."""
    return rules(tomllib.loads(FILE.read_text("utf-8"), parse_float=Decimal))
