"""From raw rows to projects: what passes the rules is prepared, the rest is held with its reasons."""

from data.checks.outcomes import Held, Outcome, Prepared
from data.checks.preparing import prepare
from data.rules import RULES, Reason, Rule

__all__ = ["RULES", "Held", "Outcome", "Prepared", "Reason", "Rule", "prepare"]
