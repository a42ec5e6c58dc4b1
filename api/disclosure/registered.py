"""The register of what is withheld as JSON and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from api.context import Context
from api.disclosure.declared import Asked
from api.disclosure.grounds import Ground, Number, by_ground
from api.disclosure.measuring import present_month
from api.disclosure.register import Entry, Reason, entries, ruled, unpublished
from data.policy.classes import ProjectClass
from geo.disclosures.counts import cells
from geo.disclosures.purges import Purged, purges

COLUMNS: Final = (
    "kind", "field", "agencies", "class", "projects", "delayed", "generalised", "ground", "decided_by", "review",
    "purged_on", "versions",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Register:
    """What is withheld at the end of a month by the policy in force, and what has been purged in it, or ever."""

    policy: str
    today: date
    month: date
    entries: Sequence[Entry]
    unpublished: Sequence[ProjectClass]
    purged: Sequence[Purged]

    @property
    def grounds(self) -> list[Ground]:
        """The same entries by ground."""
        return by_ground(self.entries)


async def register(ctx: Context, asked: Asked) -> Register:
    """The register that is asked for."""
    today = ctx.today()
    month = asked.month or present_month(today)
    found = await cells(ctx.pool, month, asked.agency, asked.field)
    gone = await purges(ctx.pool, asked.agency, asked.field, asked.month)
    told = entries(ctx.policy, found, ruled(asked.field), today)
    if asked.agency is not None:
        told = [one for one in told if _is_of(one, asked.agency, ctx)]
    return Register(ctx.policy.title, today, month, told, unpublished(ctx.policy), gone)


def document(told: Register) -> dict[str, Any]:
    """The register as JSON."""
    return {
        "date": told.today.isoformat(),
        "month": f"{told.month:%Y-%m}",
        "policy": told.policy,
        "withheld": [_entry(one) for one in told.entries],
        "grounds": [_ground(one) for one in told.grounds],
        "unpublished": [{"class": one.name, **_why(one)} for one in told.unpublished],
        "purged": [_purged(one) for one in told.purged],
    }


def rows(told: Register) -> Iterator[Sequence[Any]]:
    """The register as the rows of a table with `COLUMNS`: one for each field and reason."""
    for one in told.entries:
        counts, whose = one.counts, " ".join(one.agencies or ())
        for why in one.reasons or (None,):
            kind, name = (why.disclosure, why.class_name) if why else ("withheld", None)
            found = (counts.withheld, counts.delayed, counts.generalised)
            yield (kind, one.field, whose, name, *found, *_reasoned(why), None, None)
    for shut in told.unpublished:
        decided = (shut.ground, shut.decided_by, shut.review)
        yield ("unpublished", None, None, shut.name, None, None, None, *decided, None, None)
    for gone in told.purged:
        numbers = (gone.projects, None, None)
        reason = (gone.ground, gone.decided_by, None)
        yield ("purged", gone.field, gone.agency, None, *numbers, *reason, gone.purged_on, gone.versions)


def _is_of(entry: Entry, agency: str, ctx: Context) -> bool:
    ruled_apart = any(agency in one.agencies for one in ctx.policy.agencies)
    return agency in entry.agencies if entry.agencies is not None else not ruled_apart


def _reasoned(why: Reason | None) -> tuple[str | None, str | None, date | None]:
    return (why.ground, why.decided_by, why.review) if why else (None, None, None)


def _why(one: Reason | ProjectClass) -> dict[str, Any]:
    review = one.review.isoformat() if one.review else None
    return {"ground": one.ground, "decided_by": one.decided_by, "review": review}


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "field": one.field,
        "agencies": None if one.agencies is None else list(one.agencies),
        "projects": one.counts.withheld,
        "delayed": one.counts.delayed,
        "generalised": one.counts.generalised,
        "reasons": [{"disclosure": why.disclosure, "class": why.class_name, **_why(why)} for why in one.reasons],
    }


def _ground(one: Ground) -> dict[str, Any]:
    return {
        "ground": one.text,
        "decided_by": one.decided_by,
        "fields": list(one.fields),
        "withheld": _number(one.withheld),
        "generalised": _number(one.coarse),
    }


def _number(one: Number) -> dict[str, int]:
    return {"alone": one.alone, "with_others": one.shared}


def _purged(one: Purged) -> dict[str, Any]:
    return {
        "purged_on": one.purged_on.isoformat(),
        "agency": one.agency,
        "field": one.field,
        "projects": one.projects,
        "versions": one.versions,
        "ground": one.ground,
        "decided_by": one.decided_by,
    }
