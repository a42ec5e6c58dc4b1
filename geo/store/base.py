"""The declarative base of the mapped classes; none of them leaves `geo`."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from sqlalchemy import MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

INTAKE: Final = "intake"
PUBLISHED: Final = "published"

NAMING: Final = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}

SortableId: Final = Text(collation="C")
"""Text in byte order: one order for every host, index and cursor."""


class Base(DeclarativeBase):
    """Base of every mapped class."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        dict[str, str]: JSONB,
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
    }
