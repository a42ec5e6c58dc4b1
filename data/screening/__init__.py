"""Personal data in free text: found, and masked or held as the policy says."""

from data.screening.findings import MASK, Finding, Kind, masked
from data.screening.projects import hidden, safe, screened
from data.screening.rules import ScreeningRules
from data.screening.screen import screen

__all__ = ["MASK", "Finding", "Kind", "ScreeningRules", "hidden", "masked", "safe", "screen", "screened"]
