"""What a process keeps of tiles."""

from __future__ import annotations

from dataclasses import replace

from api.tiles.cache import Drawn, TileCache


def test_the_cache_stays_below_its_bytes_and_forgets_the_oldest_first() -> None:
    cache = TileCache(5_000)
    for number in range(10):
        cache.put(number, Drawn(1, bytes(400), packed=False))
        cache.get(0, 1)
    assert cache.bytes <= 5_000
    assert 0 in cache
    assert 1 not in cache
    assert 9 in cache


def test_the_cache_gives_a_tile_in_its_own_generation_only() -> None:
    cache = TileCache(5_000)
    new = Drawn(2, b"new", packed=False)
    cache.put("tile", new)
    cache.put("tile", replace(new, generation=1, body=b"old"))
    assert cache.get("tile", 1) is None
    assert cache.get("tile", 2) is new


def test_a_tile_larger_than_the_cache_is_not_kept() -> None:
    cache = TileCache(1_000)
    cache.put("tile", Drawn(1, bytes(2_000), packed=False))
    assert (len(cache), cache.bytes) == (0, 0)
