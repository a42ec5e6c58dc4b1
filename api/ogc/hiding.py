"""Collections without what the disclosure policy withholds of every feature: nothing can be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from api.context import Context
from api.ogc.collection import Collection
from geo.filters.queryables import Queryables

_CURRENCIES: Final = {
    "original_budget_currency": "original_budget",
    "budget_currency": "budget",
    "contract_currency": "contract_amount",
}
_REPORTS: Final = {"planned": "progress_planned", "actual": "progress_actual", "as_of": "progress_as_of"}
_FIELDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({"projects": _CURRENCIES, "progress": _REPORTS})
"""The fields of the policy that queryables of another name show, by the kind of the collection."""
_known: dict[tuple[str, frozenset[str]], Collection] = {}


def shown(collection: Collection, ctx: Context) -> Collection:
    """The collection with those queryables and parameters of its own that are public for some feature."""
    hidden = ctx.hidden
    if collection.kind not in _FIELDS or not hidden:
        return collection
    key = (collection.name, hidden)
    if key not in _known:
        if len(_known) > 64:
            _known.clear()
        gone = gone_from(collection.kind, collection.queryables, hidden)
        own = tuple(parameter for parameter in collection.own if parameter.name not in gone)
        left = MappingProxyType({name: one for name, one in collection.queryables.items() if name not in gone})
        _known[key] = replace(collection, queryables=left, own=own)
    return _known[key]


def gone_from(kind: str, queryables: Queryables, hidden: frozenset[str]) -> frozenset[str]:
    """The names of the queryables of which nothing is public."""
    fields = _FIELDS.get(kind, {})
    return frozenset(name for name in queryables if fields.get(name, name) in hidden)


def asked_of(kind: str, queryables: Queryables, ctx: Context) -> Queryables:
    """The queryables of which something is public."""
    gone = gone_from(kind, queryables, ctx.hidden)
    return {name: one for name, one in queryables.items() if name not in gone} if gone else queryables


def untold(paths: Mapping[str, Any], gone: frozenset[str]) -> dict[str, Any]:
    """Paths of an OpenAPI document without the parameters of these names in their queries."""
    return {path: {method: _untold(said, gone) for method, said in methods.items()} for path, methods in paths.items()}


def _untold(operation: Any, gone: frozenset[str]) -> Any:  # noqa: ANN401
    if not isinstance(operation, dict) or "parameters" not in operation:
        return operation
    kept = [one for one in operation["parameters"] if one.get("in") != "query" or one.get("name") not in gone]
    return {**operation, "parameters": kept}
