"""Read published boundary sets and districts, and what is built in each."""

from geo.districts.features import DistrictSelection, district_feature, district_page
from geo.districts.summaries import BoundarySetInfo, DistrictSummary, boundary_sets, current_set

__all__ = [
    "BoundarySetInfo",
    "DistrictSelection",
    "DistrictSummary",
    "boundary_sets",
    "current_set",
    "district_feature",
    "district_page",
]
