"""The table `[screening]` of a policy: what becomes of each kind of personal data in free text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from data.screening.findings import Kind

Action = Literal["mask", "hold"]


class ScreeningRules(BaseModel):
    """An action for each kind, masking where none is named.

    `country` (ISO 3166-1) is where telephone numbers without a country code are from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "VN"
    email: Action = "mask"
    phone: Action = "mask"
    national_id: Action = "mask"
    plate: Action = "mask"
    person: Action = "mask"
    household: Action = "hold"

    def action(self, kind: Kind) -> Action:
        """What becomes of a hit of the kind."""
        action: Action = getattr(self, kind.value)
        return action
