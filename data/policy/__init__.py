"""The disclosure policy: which fact of a project is public, and on what ground the rest is withheld."""

from data.policy.disclosing import disclose
from data.policy.rules import DEFAULT_POLICY, Policy, load_policy

__all__ = ["DEFAULT_POLICY", "Policy", "disclose", "load_policy"]
