"""Read published projects: features as text for GIS tools, frozen rows for pages and maps."""

from geo.projects.features import SOURCE, feature, page, selecting
from geo.projects.selection import Selection

__all__ = ["SOURCE", "Selection", "feature", "page", "selecting"]
