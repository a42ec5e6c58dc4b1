"""Random bits in what can be purged: the SHA-256 of a withdrawn file confirms no guess of what it held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.exports import FORMATS
from data.exports.tiles import record
from tests.data.exports.builders import ABOUT, made, work
from tests.disclosure.unpacking import Answered

BITS = "9f86d081884c7d659a2feaa0c55ad015"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_has_the_random_bits_of_its_publication(suffix: str, tmp_path: Path) -> None:
    tiles = [record(0, 0, 0, b"")]
    told = replace(ABOUT, random_bits=BITS)
    path, salted = made(tmp_path / "salted", suffix, [work("P1"), work("P2")], about=told, tiles=tiles)
    _, plain = made(tmp_path / "plain", suffix, [work("P1"), work("P2")], tiles=tiles)
    parts = list(Answered(path.name, 200, b"", path.read_bytes()).parts())
    assert any(BITS.encode() in part for part in parts)
    assert salted.sha256 != plain.sha256
    assert "random_bits" not in salted.members
