"""CQL2 filters: read behind limits, looked up in tables of queryables, written as bound SQL.

`parse` gives the same tree for CQL2 text and CQL2 JSON; `condition` makes a SQL condition of it, `equals` of one query
parameter. What features may be asked for stands in `projects`, `districts`, `agencies`, `progress` and `overlaps`.
"""

from geo.filters.agencies import AGENCIES
from geo.filters.boxes import without_area, without_box
from geo.filters.conditions import condition, is_spatial
from geo.filters.districts import DISTRICTS
from geo.filters.limits import LIMITS, Limits
from geo.filters.parameters import equals
from geo.filters.progress import PROGRESS
from geo.filters.projects import PROJECTS
from geo.filters.queryables import Kind, Queryable, Queryables
from geo.filters.reading import Language, parse
from geo.filters.tree import Filter

__all__ = [
    "AGENCIES",
    "DISTRICTS",
    "LIMITS",
    "PROGRESS",
    "PROJECTS",
    "Filter",
    "Kind",
    "Language",
    "Limits",
    "Queryable",
    "Queryables",
    "condition",
    "equals",
    "is_spatial",
    "parse",
    "without_area",
    "without_box",
]
