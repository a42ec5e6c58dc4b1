"""The bare SQL by pgbench: prepared statements over the same socket, with values from the same list."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.running.sample import Sample
from geo.cluster import find_binaries
from geo.errors import BadInput

PLANS: Final[Mapping[str, str]] = {
    "generic": "-c plan_cache_mode=force_generic_plan -c max_parallel_workers_per_gather=0",
    "custom": "-c plan_cache_mode=force_custom_plan -c max_parallel_workers_per_gather=0",
    "custom, parallel": "-c plan_cache_mode=force_custom_plan",
}
_PATIENCE: Final = 120
CLIENTS: Final = (4, 10)
"""The cluster takes 37 sessions of the reader, and the servers that are measured keep up to 25."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How pgbench runs a statement: the kind of plan, and how many connections."""

    plan: str
    clients: int


def write_script(file: Path, statement: str, values: Mapping[str, Sequence[float | int]]) -> Path:
    """A script that takes one row of the values at random, each as likely as any other."""
    count = len(next(iter(values.values())))
    lines = [f"\\set row random(0, {count - 1})"]
    lines += [f"\\set {name} {_choice(list(column), 0)}" for name, column in values.items()]
    bare = re.sub(r"--.*\n", "", statement)
    file.write_text("\n".join([*lines, " ".join(bare.split()) + ";", ""]), "utf-8")
    return file


def _choice(column: list[float | int], first: int) -> str:
    """The value of the row as a tree of comparisons, as pgbench knows no arrays."""
    if len(column) == 1:
        return str(column[0])
    half = len(column) // 2
    low, high = _choice(column[:half], first), _choice(column[half:], first + half)
    return f"CASE WHEN :row < {first + half} THEN {low} ELSE {high} END"


def load(url: str, script: Path, *, seconds: int, setting: Setting) -> Sample:
    """Run the statement for so long. Raises BadInput with what pgbench said where it fails."""
    command = [str(find_binaries() / "pgbench"), "-n", "-M", "prepared", "-j", "1", "-c", str(setting.clients)]
    environment = os.environ | {"PGOPTIONS": f"-c jit=off {PLANS[setting.plan]}"}
    done = subprocess.run(
        [*command, "-T", str(seconds), "-f", str(script), url],
        env=environment, capture_output=True, text=True, check=False, timeout=seconds + _PATIENCE,
    )  # fmt: skip
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    if done.returncode != 0 or found is None:
        raise BadInput(f"pgbench failed: {done.stderr.strip()}")
    done_in_all = re.search(r"actually processed: (\d+)", done.stdout)
    return Sample(per_second=float(found[1]), requests=int(done_in_all[1]) if done_in_all else 0)


def fastest(url: str, script: Path, *, seconds: int) -> Setting:
    """The setting under which the statement is fastest, so that the limit is an honest one."""
    settings = [Setting(plan, clients) for plan in PLANS for clients in CLIENTS]
    return max(settings, key=lambda one: load(url, script, seconds=seconds, setting=one).per_second)
