"""The versions of a project as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.ogc.mementos import instant
from geo.history import Change, Entries, Purge, Version


def version(one: Version, here: str) -> dict[str, Any]:
    """A version; `here` is the address of the project's versions."""
    return {
        "version": one.number,
        "publication": one.publication,
        "published": instant(one.published_at),
        "withdrawn": one.withdrawn,
        "ground": one.ground,
        "withheld": sorted(one.withheld),
        "generalised": sorted(one.generalised),
        "purged": sorted(one.purged),
        "purges": [_purge(purge) for purge in one.purges],
        "changes": [_change(change) for change in one.changes],
        "href": f"{here}/{one.number}",
    }


def _purge(one: Purge) -> dict[str, Any]:
    return {
        "publication": one.publication,
        "purged_at": instant(one.purged_at),
        "ground": one.ground,
        "fields": list(one.fields),
    }


def _change(one: Change) -> dict[str, Any]:
    told: dict[str, Any] = {"field": one.name, "before": one.before, "after": one.after, "generalised": one.coarse}
    if one.entries is not None:
        return told | _entries(one.entries)
    return told | {"old": one.old, "new": one.new}


def _entries(entries: Entries) -> dict[str, Any]:
    return {
        "added": list(entries.added),
        "removed": list(entries.removed),
        "changed": [{"entry": key, "changes": _listed(changes)} for key, changes in entries.changed],
    }


def _listed(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [_change(one) for one in changes]
