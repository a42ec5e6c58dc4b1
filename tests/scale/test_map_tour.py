"""The tour over a site's maps that `docs/performance.md` tells of: it moves them, counts, and takes pictures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.program import ROOT
from tests.fixtures.site import Site

pytestmark = pytest.mark.browser


def test_a_tour_counts_what_each_step_asks_for_and_takes_its_picture(
    sample_site: Site, chromium: str, tmp_path: Path
) -> None:
    words = ["tools/scale/map_tour.py", sample_site.url, str(tmp_path), "--chromium", chromium]
    done = subprocess.run(
        [sys.executable, *words, "--only", "district", "--quiet", "0.3"],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    *rows, last = done.stdout.splitlines()
    told = json.loads(last)
    assert told["faults"] == []
    assert told["requests"] > 10
    assert told["bytes"] > 100_000
    steps = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]
    assert [step[1] for step in steps] == [
        *("loaded", "zoomed in", "panned", "zoomed in further", "panned further", "zoomed out")
    ]
    pictures = {step[6]: (tmp_path / step[6]).read_bytes() for step in steps}
    assert all(picture.startswith(b"\x89PNG") for picture in pictures.values())
    assert len(set(pictures.values())) > 3  # the map has moved
