"""CQL2 JSON written as CQL2 text, so that one random filter is sent in both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_INFIX = {"and", "or", "=", "<>", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "div", "^", "like"}


def as_text(value: Any) -> str:  # noqa: ANN401 - CQL2 JSON
    """The CQL2 text of a CQL2 JSON value; every operation stands in brackets."""
    match value:
        case bool() | int() | float():
            return str(value).upper()
        case str():
            # After a backslash a quote is written with one, or the backslash would take half of the two quotes.
            return "'" + re.sub(r"(?<!\\)'", "''", value).replace("\\'", "\\\\'") + "'"
        case list():
            return f"({', '.join(as_text(one) for one in value)})"
        case {"op": op, "args": args}:
            return _operation(op, args)
        case {"type": _}:
            return _geometry(value)
    return _named(*next(iter(value.items())))


def _named(name: str, value: Any) -> str:  # noqa: ANN401 - CQL2 JSON
    match name:
        case "property":
            return f'"{value}"'
        case "date" | "timestamp":
            return f"{name.upper()}('{value}')"
        case "interval":
            return f"INTERVAL({', '.join(as_text(one) for one in value)})"
    return f"BBOX({', '.join(map(str, value))})"


def _operation(op: str, args: Sequence[Any]) -> str:
    written = [as_text(one) for one in args]
    if op in _INFIX:
        return "(" + f" {op} ".join(written) + ")"
    if op == "not":
        return f"NOT {written[0]}"
    if op == "isNull":
        return f"({written[0]} IS NULL)"
    if op == "between":
        return f"({written[0]} BETWEEN {written[1]} AND {written[2]})"
    if op == "in":
        return f"({written[0]} IN {written[1]})"
    return f"{op.upper()}({', '.join(written)})"


def _geometry(value: Mapping[str, Any]) -> str:
    if value["type"] == "GeometryCollection":
        return f"GEOMETRYCOLLECTION({', '.join(_geometry(one) for one in value['geometries'])})"
    coordinates = value["coordinates"]
    return str(value["type"]).upper() + _positions([coordinates] if value["type"] == "Point" else coordinates)


def _positions(value: Sequence[Any]) -> str:
    return "(" + ", ".join(_positions(one) if _nested(one) else " ".join(map(str, one)) for one in value) + ")"


def _nested(value: Sequence[Any]) -> bool:
    return isinstance(value[0], list | tuple)
