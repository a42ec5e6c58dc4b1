"""OGC API - Tiles, Part 1: vector tiles of works and districts, tile sets, TileJSON and a style."""
