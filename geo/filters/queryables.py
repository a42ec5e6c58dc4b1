"""What may be asked of a feature: a name, a kind, and the SQL that gives its value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias


class Kind(StrEnum):
    """What a value is."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"
    BOOLEAN = "boolean"
    TEXT_ARRAY = "text_array"
    GEOMETRY = "geometry"
    INTERVAL = "interval"


_SCHEMAS: Final[Mapping[Kind, Mapping[str, Any]]] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "number"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.INSTANT: {"type": "string", "format": "date-time"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.TEXT_ARRAY: {"type": "array", "items": {"type": "string"}},
    Kind.GEOMETRY: {"format": "geometry-any"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Queryable:
    """A property that filters may ask for.

    `sql` gives its value, with `{today}`, `{zone}` and `{language}` where the date asked, the city's zone and the
    language of names stand; it is a constant of the program, never a text of a request. `codes` are all values that it
    has. `whole` says that a number has no fraction. `shares` is the condition that an array holds any element of the
    one in `{array}`, where an index can tell.
    """

    name: str
    kind: Kind
    sql: str
    title: str
    description: str | None = None
    codes: tuple[str, ...] | None = None
    sortable: bool = False
    whole: bool = False
    role: Literal["id", "primary-geometry"] | None = None
    shares: str | None = None

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of its values."""
        members: dict[str, Any] = {"title": self.title}
        if self.description:
            members["description"] = self.description
        members |= {"type": "integer"} if self.whole else _SCHEMAS[self.kind]
        if self.codes is not None:
            members["enum"] = list(self.codes)
        if self.role is not None:
            members["x-ogc-role"] = self.role
        return members


Queryables: TypeAlias = Mapping[str, Queryable]


def table(queryables: Iterable[Queryable]) -> Queryables:
    """Queryables by their names."""
    return MappingProxyType({one.name: one for one in queryables})


def columns(alias: str, kind: Kind, titles: Mapping[str, str], **more: Any) -> Iterable[Queryable]:  # noqa: ANN401
    """A queryable for each column of a table, under its own name; all sortable."""
    return (
        Queryable(name=name, kind=kind, sql=f"{alias}.{name}", title=title, **({"sortable": True} | more))
        for name, title in titles.items()
    )


def names(alias: str) -> Queryable:
    """The texts of a column `names`, whatever their languages."""
    sql = f"ARRAY(SELECT n.value FROM jsonb_each_text({alias}.names) AS n)"  # noqa: S608 - our own alias
    return Queryable(name="names", kind=Kind.TEXT_ARRAY, sql=sql, title="Names in all languages")
