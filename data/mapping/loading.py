"""Reading a mapping file, with errors that name the key."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from data.mapping.model import Mapping
from geo.errors import BadInput

_WANTED: Final = {"unit": ": say percent (100 is all of the work) or fraction (1 is all)"}


def load_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file (UTF-8). Raises BadInput naming the key that cannot be used."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder; name the mapping in it.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The mapping {path.name} cannot be read: {error}.") from error
    return parse_mapping(text, name=path.name)


def parse_mapping(text: str, *, name: str = "mapping") -> Mapping:
    """The mapping in a TOML text. Raises BadInput naming the key that cannot be used."""
    try:
        return Mapping.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The mapping {name} is not TOML: {error}.") from error
    except ValidationError as error:
        faults = "; ".join(_sentence(fault) for fault in error.errors()[:5])
        raise BadInput(f"The mapping {name} cannot be used: {faults}.") from error


def _sentence(fault: Any) -> str:  # noqa: ANN401
    key = ".".join(str(part) for part in fault["loc"]) or "the file"
    if fault["type"] == "extra_forbidden":
        return f"{key} is not a known key"
    if fault["type"] == "missing":
        return f"{key} is missing" + _WANTED.get(str(fault["loc"][-1]), "")
    return f"{key}: {fault['msg'].removeprefix('Value error, ')}"
