"""The runner of the OGC's suites, with programs in the place of Maven and Java that do as those do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

RUNNER: Final = Path(__file__).resolve().parent.parent / "tools/ogc-suite/run"
# Maven takes a file that is not absolute from the folder of its pom, not from where it is called.
MAVEN: Final = """#!/bin/sh
for one; do case "$one" in -Dmdep.outputFile=/*) echo jars > "${one#*=}";; esac; done
"""
# A suite makes a folder of its own in the one it is given.
JAVA: Final = """#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
[ -z "$out" ] || { mkdir -p "$out/1"; cp "$RESULTS" "$out/1/testng-results.xml"; }
"""
RESULTS: Final = """<testng-results><suite><test><class>
<test-method status="PASS" signature="setUp()" is-config="true"/>
<test-method status="PASS" signature="found()"/>
<test-method status="{status}" signature="asked()"><exception><message>why</message></exception></test-method>
</class></test></suite></testng-results>"""


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        ("PASS", 0, "tiles: {'PASS': 2}"),
        ("SKIP", 0, "SKIP asked why\ntiles: {'PASS': 1, 'SKIP': 1}"),
        ("FAIL", 1, "FAIL asked why\ntiles: {'PASS': 1, 'FAIL': 1}"),
    ],
)
def test_methods_are_counted_in_a_folder_given_from_here(tmp_path: Path, status: str, code: int, said: str) -> None:
    for name, text in (("mvn", MAVEN), ("java", JAVA)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    results = tmp_path / "results.xml"
    results.write_text(RESULTS.format(status=status), encoding="utf-8")
    suites = [part for name in ("features", "tiles") for part in (f"--{name}", f"{name}.jar")]
    ended = subprocess.run(
        [sys.executable, str(RUNNER), "http://site", "--out", "out", "--collections", "6", *suites],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "RESULTS": str(results)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == code, ended.stderr
    assert said in ended.stdout
    assert (tmp_path / "out/tiles/1/testng-results.xml").exists()
    assert '"noofcollections">6<' in (tmp_path / "out/features.xml").read_text(encoding="utf-8")
