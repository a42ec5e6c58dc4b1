"""The additional checks of `libcoveoc4ids`, in an environment of its own: nothing of it is among our dependencies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NEEDS = "libcoveoc4ids==0.9.1"
FOLDER = Path(__file__).resolve().parents[3] / "var" / "oc4ids"
SCRIPT = """
import json, sys
from libcoveocds.lib.additional_checks import flatten_dict
from libcoveoc4ids.additional_checks import ADDITIONAL_CHECKS, CONFORMANCE_CHECKS
package = json.load(sys.stdin)
flat = dict(flatten_dict(package))
json.dump([found for check in (*ADDITIONAL_CHECKS, *CONFORMANCE_CHECKS) for found in check(package, flat)], sys.stdout)
"""


def faults(package: dict[str, Any]) -> list[dict[str, Any]]:
    """What the checks say against a package. Skips where pip reaches no index; in CI that is a failure."""
    done = subprocess.run(
        [_python(), "-c", SCRIPT], input=json.dumps(package), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _python() -> str:
    python, stamp = FOLDER / "bin" / "python", FOLDER / "installed"
    if not stamp.is_file() or stamp.read_text("utf-8") != NEEDS:
        subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
        words = ["-m", "pip", "install", "-q", "--no-compile", "--disable-pip-version-check", "--retries", "1"]
        pip = [str(python), *words, NEEDS]
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            reason = f"pip could not install {NEEDS}: {done.stderr.strip()[-300:]}"
            pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
        stamp.write_text(NEEDS, "utf-8")
    return str(python)
