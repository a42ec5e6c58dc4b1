"""Which pushes publish at once and which wait for a second person: the table `[approval]` of the policy file.

    [approval]
    wait = ["withdrawal"]               # in every agency
    [approval.agencies.ban-1]
    wait = ["project", "changes"]       # in this one, in place of the list above

Without the table everything publishes at once.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.intake.reading import KINDS
from geo.errors import BadInput

SHRUNK: Final = "batch.shrunk"
"""The rule of a full set that lost too much; a person may say that it is right."""

Kind = Annotated[str, Field(pattern=f"^({'|'.join(KINDS)})$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    wait: frozenset[Kind] = frozenset()


class Approval(_Table):
    """What waits, by agency."""

    agencies: dict[str, _Table] = {}

    def waits(self, agency: str, kind: str) -> bool:
        """Whether a push of this kind waits for a second person."""
        return kind in self.agencies.get(agency, self).wait


def load_approval(policy: Path | None) -> Approval:
    """The table of a policy file. Raises BadInput naming the place and the fault."""
    if policy is None:
        return Approval()
    try:
        table: Any = tomllib.loads(policy.read_text(encoding="utf-8-sig")).get("approval", {})
        return Approval.model_validate(table)
    except ValidationError as cause:
        fault = cause.errors(include_url=False, include_context=False)[0]
        place = ".".join(("approval", *(str(part) for part in fault["loc"])))
        raise BadInput(f"The policy {policy.name} cannot be used: {place}: {fault['msg']}.") from cause
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise BadInput(f"The policy {policy.name} cannot be read: {cause}.") from cause
