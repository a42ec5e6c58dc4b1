"""The rate of disclosure of a city to compare with."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field


class Benchmark(BaseModel):
    """A city, the part of what it knows that it publishes, and who says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    rate: Annotated[float, Field(gt=0, le=1)]
    source: str


BENCHMARK: Final = Benchmark.model_validate(tomllib.loads(Path(__file__).with_name("seoul.toml").read_text("utf-8")))
