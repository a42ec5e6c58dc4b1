"""Read a policy file: TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from data.policy.ruling import Policy
from geo.errors import BadInput

DEFAULT_POLICY: Final = Path(__file__).parent / "default.toml"


def load_policy(file: Path | None = None) -> Policy:
    """Read a policy file, the default one where none is named. Raises BadInput naming the place and the fault."""
    path = file or DEFAULT_POLICY
    try:
        return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except ValidationError as cause:
        fault = cause.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in fault["loc"]) or "the file"
        raise BadInput(f"The policy {path.name} cannot be used: {place}: {fault['msg']}.") from cause
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise BadInput(f"The policy {path.name} cannot be read: {cause}.") from cause
