"""The sample city: a hand-drawn sketch of Da Nang and made-up works on it, every one of them marked as sample.

No boundary, road or work here may be used as a fact about the real city.
"""

from __future__ import annotations

from data.sample.agencies import agencies
from data.sample.background import background
from data.sample.districts import SET_CODE, boundaries
from data.sample.works import projects

__all__ = ["SET_CODE", "agencies", "background", "boundaries", "projects"]
