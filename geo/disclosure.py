"""What remains of a project once the disclosure policy has been applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.details import paths
from geo.project import Project

FACTS: Final = (
    "descriptions",
    "status",
    "category",
    "contractor",
    "supervisor",
    "address",
    "original_start",
    "original_end",
    "planned_start",
    "planned_end",
    "actual_start",
    "actual_end",
    "progress_planned",
    "progress_actual",
    "progress_as_of",
    "original_budget",
    "budget",
    "contract_amount",
    "footprint",
    "location_source",
    "location_method",
    "location_accuracy",
    "location_verified_by",
    "location_verified_on",
    "declared_districts",
)
"""Every fact that a policy may withhold; id, title and agency are always public."""
UNDERIVED: Final = (
    *("descriptions", "status", "category", "contractor", "supervisor", "address", "contract_amount"),
    *("location_source", "location_method", "location_accuracy", "location_verified_by", "location_verified_on"),
)
"""Facts of which nothing else is made: where one is not entered, it is no matter whether a policy withholds it."""
WITHHOLDABLE: Final = (*FACTS, *paths())
"""Those, every section of the details, and every field of one (`contacts.name`) that its parts need not have."""
TITLES: Final = "titles"
PURGEABLE: Final = (TITLES, *WITHHOLDABLE)
"""What can be taken out of a version that was published: the titles too, of a project that may not be published."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A project as the public may see it.

    `project` holds nothing that is withheld and nothing finer than what is generalised. `withheld` names the properties
    that the agency entered and the policy withholds, for now or for good; `delayed` those of them that become public of
    themselves; `generalised` those that are published more coarsely than they were entered; `blocked` names all that
    the policy withholds here, entered or not, so that nothing is derived for them.
    `corrected` are originals that take the place of the published baseline.
    `ground` is a public word for what the facts were sent on, as `extension`; None where nobody says.
    """

    project: Project
    withheld: frozenset[str]
    blocked: frozenset[str]
    ground: str | None = None
    generalised: frozenset[str] = frozenset()
    delayed: frozenset[str] = frozenset()
    corrected: frozenset[str] = frozenset()
