"""The text of a deep tile's statement, which is written once for all of them."""

from __future__ import annotations

import pytest

from geo.tiles import Asked, Content, drawing
from geo.tiles.drawing import deep_statement
from tests.geo.tiles.reading import at


@pytest.mark.parametrize("content", [frozenset(Content), frozenset({Content.WORKS}), frozenset({Content.DISTRICTS})])
@pytest.mark.parametrize("boundary_set", [None, "old"])
def test_a_deep_tile_is_asked_for_as_any_other(content: frozenset[Content], boundary_set: str | None) -> None:
    asked = Asked(content=content, boundary_set=boundary_set)
    for zoom in range(15, 23):
        tile = at(zoom, 108.05, 16.05)
        assert deep_statement(tile, asked) == drawing.written_deep(tile, asked, None)


def test_a_text_that_is_kept_is_of_the_limit_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    tile, asked = at(15, 108.05, 16.05), Asked(content=frozenset({Content.WORKS}))
    before = deep_statement(tile, asked)
    monkeypatch.setattr(drawing, "MOST_SHAPES", 2)
    assert deep_statement(tile, asked) == drawing.written_deep(tile, asked, None) != before
