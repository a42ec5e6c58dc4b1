"""Read published projects: features as bytes for GIS tools, frozen rows for pages and maps."""

from geo.projects.features import Page, feature, page
from geo.projects.selection import Selection

__all__ = ["Page", "Selection", "feature", "page"]
