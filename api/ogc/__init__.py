"""OGC API - Features, Part 1: landing page, conformance, definition, collections, items."""
