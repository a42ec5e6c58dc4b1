"""Features of any collection as GeoJSON text: one page by key, one feature; made by the database and passed through."""

from geo.items.asked import Asked, Found, Position, Selecting
from geo.items.brief import Brief
from geo.items.page import Page, read_feature, read_page
from geo.items.sorting import SortKey
from geo.items.source import Source
from geo.items.where import Condition, Where, in_box, in_shape, is_flat, of_box, of_shape, spans, touching

__all__ = [
    "Asked",
    "Brief",
    "Condition",
    "Found",
    "Page",
    "Position",
    "Selecting",
    "SortKey",
    "Source",
    "Where",
    "in_box",
    "in_shape",
    "is_flat",
    "of_box",
    "of_shape",
    "read_feature",
    "read_page",
    "spans",
    "touching",
]
