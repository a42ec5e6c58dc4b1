"""What a policy leaves of a work."""

from __future__ import annotations

from data.policy import disclose
from geo.disclosure import Disclosed
from geo.project import Project
from tests.disclosure.writing import TODAY, fields


def shown(work: Project, **rules: str) -> Disclosed:
    return disclose(work, fields(**rules), TODAY)


def names(disclosed: Disclosed) -> tuple[set[str], set[str]]:
    """What is generalised, and what is withheld."""
    return set(disclosed.generalised), set(disclosed.withheld)
