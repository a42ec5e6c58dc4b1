"""Addresses of tiles and the quad codes of cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import NotFound
from geo.tiles import TileAddress
from geo.tiles.address import cells_of, code_of, quad_code

tiles = st.integers(0, 19).flatmap(
    lambda zoom: st.builds(TileAddress, st.just(zoom), st.integers(0, (1 << zoom) - 1), st.integers(0, (1 << zoom) - 1))
)


def decoded(code: int) -> tuple[int, int, int]:
    """Zoom, x and y of a quad code, read bit by bit."""
    digits = []
    while code > 1:
        digits.append(code & 3)
        code >>= 2
    x = sum((digit & 1) << place for place, digit in enumerate(digits))
    y = sum((digit >> 1) << place for place, digit in enumerate(digits))
    return len(digits), x, y


@given(tile=tiles)
def test_a_quad_code_names_one_tile(tile: TileAddress) -> None:
    assert decoded(quad_code(tile.zoom, tile.x, tile.y)) == (tile.zoom, tile.x, tile.y)


@given(tile=tiles)
def test_the_code_of_a_tile_shifted_by_two_bits_is_that_of_the_tile_above(tile: TileAddress) -> None:
    above = [(tile.zoom - up, tile.x >> up, tile.y >> up) for up in range(tile.zoom + 1)]
    assert [decoded(code_of(tile) >> 2 * up) for up in range(tile.zoom + 1)] == above
    assert code_of(tile) >> 2 * (tile.zoom + 1) == 0


@given(tile=tiles)
def test_the_cells_of_a_tile_are_one_range_and_have_a_frame_of_one_cell(tile: TileAddress) -> None:
    level = min(tile.zoom, 14) + 5
    end, side = 1 << level, 1 << (level - tile.zoom)
    left, top = tile.x * side, tile.y * side
    square = {(x, y) for x in range(left - 1, left + side + 1) for y in range(top - 1, top + side + 1)}
    own = {(x, y) for x in range(left, left + side) for y in range(top, top + side)}
    frame = {(level, x, y) for x, y in square - own if 0 <= x < end and 0 <= y < end}
    found = cells_of(tile)
    assert found is not None
    assert {decoded(code) for code in range(found.first, found.last + 1)} == {(level, x, y) for x, y in own}
    assert len(found.around) == len(set(found.around))
    assert {decoded(code) for code in found.around} == frame


def test_a_tile_smaller_than_a_cell_has_none() -> None:
    assert cells_of(TileAddress(19, 0, 0)) is not None
    assert cells_of(TileAddress(20, 0, 0)) is None


@pytest.mark.parametrize("place", [(-1, 0, 0), (23, 0, 0), (0, 1, 0), (3, 0, 8), (3, -1, 0)])
def test_an_address_outside_of_the_quad_is_not_found(place: tuple[int, int, int]) -> None:
    with pytest.raises(NotFound):
        TileAddress(*place)


def test_a_tile_below_zoom_14_is_kept_with_the_one_it_lies_in() -> None:
    assert TileAddress(16, 52_467, 29_807).kept() == TileAddress(14, 13_116, 7_451)
    assert TileAddress(9, 409, 232).kept() == TileAddress(9, 409, 232)
