"""The disclosure policy: which fact of a project is public, and on what ground the rest is withheld."""

from data.policy.disclosing import Unpublished, apply, disclose
from data.policy.places import discloser
from data.policy.reading import DEFAULT_POLICY, load_policy
from data.policy.ruling import Policy, Ruling

__all__ = ["DEFAULT_POLICY", "Policy", "Ruling", "Unpublished", "apply", "disclose", "discloser", "load_policy"]
