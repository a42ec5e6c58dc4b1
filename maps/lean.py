"""Folium without pandas, which it loads for figures that no map of ours shows: 60 MB of every worker."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Draw", "Template", "folium"]


@contextmanager
def _without(name: str) -> Iterator[None]:
    """A module that cannot be imported within the block; it stays as it was where it is loaded already."""
    absent = name not in sys.modules
    if absent:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if absent:
            del sys.modules[name]


with _without("pandas"):
    import folium
    from folium.plugins import Draw
    from folium.template import Template
