"""What a policy says of one field: it is public, withheld, generalised or delayed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from data.policy.coarser import How
from geo.codes import Status
from geo.project import Project

Sentence: TypeAlias = Annotated[str, Field(min_length=1)]
DateOf: TypeAlias = Literal[
    "original_start", "original_end", "planned_start", "planned_end", "actual_start", "actual_end", "progress_as_of"
]


class Strict(BaseModel):
    """A table of the policy; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reasoned(Strict):
    """A decision not to publish all of something: on what ground, by whom, and when it is looked at again."""

    ground: Sentence
    decided_by: Sentence
    review: date


class Public(Strict):
    """The field is published."""

    disclosure: Literal["public"]


class Withheld(Reasoned):
    """The field is not published, on a ground that is reviewed."""

    disclosure: Literal["withheld"]


class Generalised(Reasoned):
    """The field is published more coarsely than it was entered."""

    disclosure: Literal["generalised"]
    how: How


class Plans(Strict):
    """What planners of other agencies may see of a project that is not published yet; nothing where it is not said."""

    share: frozenset[Literal["place", "window", "contact"]] = frozenset()


class Reached(Strict):
    """Until the project has one of these statuses."""

    status: Annotated[frozenset[Status], Field(min_length=1)]


class After(Strict):
    """Until so many days after a date of the project, as it was sent; while it has none, the wait goes on."""

    days: Annotated[int, Field(ge=0, le=36_500)]
    after: DateOf


class Delayed(Reasoned):
    """The field is withheld until a date, or until something has happened; from then on it is public."""

    disclosure: Literal["delayed"]
    until: date | Reached | After

    def due(self, project: Project) -> date | None:
        """The first day on which it is public, so far as the project says one."""
        if isinstance(self.until, Reached):
            return date.min if project.status in self.until.status else None
        if isinstance(self.until, After):
            day = project.progress.as_of if self.until.after == "progress_as_of" else getattr(project, self.until.after)
            return None if day is None else day + timedelta(days=self.until.days)
        return self.until

    def is_over(self, project: Project, today: date) -> bool:
        """Whether the wait has ended on the day asked."""
        due = self.due(project)
        return due is not None and due <= today


Rule: TypeAlias = Annotated[Public | Withheld | Generalised | Delayed, Field(discriminator="disclosure")]
Tightening: TypeAlias = Annotated[Withheld | Generalised | Delayed, Field(discriminator="disclosure")]

NOT_NAMED: Final = Withheld(
    disclosure="withheld",
    ground="The disclosure policy does not name this field.",
    decided_by="Default of the software",
    review=date.max,
)
"""What holds for a field that no rule names."""
