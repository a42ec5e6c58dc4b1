"""What tests of tiles share."""

from __future__ import annotations

import pytest

from geo.tiles import drawing


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three works are too many for shapes."""
    monkeypatch.setattr(drawing, "MOST_SHAPES", 2)
