"""Random publications: projects of every status, with and without dates, reports and places, under several policies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from hypothesis import strategies as st
from shapely import Point, box

from data.policy import Policy, load_policy
from data.policy.rules import Public
from geo.codes import Category, Status
from geo.project import Project
from geo.publishing import withdraw_samples
from geo.values import Progress
from tests.builders import ACROSS, INSIDE_WEST, project, publish

ENDS = st.none() | st.sampled_from([date(2025, 12, 31), date(2026, 6, 1), date(2026, 6, 15), date(2027, 1, 1)])
SHAPES = [None, ACROSS, INSIDE_WEST, box(108.05, 16.0, 108.15, 16.05), Point(120, 20)]


def policy(*withheld: str) -> Policy:
    """The default policy, which withholds these fields too."""
    fields = {name: rule for name, rule in load_policy().fields.items() if name not in withheld}
    return Policy(title="A policy", fields=fields)


POLICIES = [
    Policy(title="Open", fields=dict.fromkeys(load_policy().fields, Public(disclosure="public"))),
    policy("progress_actual"),
    policy("progress_actual", "progress_planned"),
    policy("progress_as_of"),
    policy("original_end"),
]


@dataclass(frozen=True)
class Publication:
    """Projects that are published under a policy, and whether the samples are withdrawn after that."""

    works: tuple[Project, ...]
    policy: Policy
    withdraws: bool

    def publish(self, url: str) -> None:
        """Publish it."""
        publish(url, self.works, policy=self.policy)
        if self.withdraws:
            with psycopg.connect(url) as connection:
                withdraw_samples(connection, languages=("vi",))


reports = st.builds(
    Progress,
    planned=st.none() | st.decimals(0, 1, places=2),
    actual=st.none() | st.decimals(0, 1, places=2),
    as_of=st.sampled_from([date(2026, 1, 31), date(2026, 2, 28)]),
)


def _work(number: int, **facts: Any) -> Project:  # noqa: ANN401
    return project(f"P{number}", sample=number >= 4, **facts)


works = st.builds(
    _work,
    st.integers(0, 6),
    status=st.none() | st.sampled_from([Status.IMPLEMENTATION, Status.IMPLEMENTATION, Status.COMPLETED]),
    category=st.sampled_from([None, Category.ROAD, Category.WATER]),
    footprint=st.sampled_from(SHAPES),
    districts=st.sampled_from([(), ("old.east",)]),
    planned_end=ENDS,
    original_end=ENDS,
    actual_end=ENDS,
    reports=st.lists(reports, max_size=2, unique_by=lambda one: one.as_of).map(tuple),
)
publications = st.lists(
    st.builds(
        Publication,
        st.lists(works, min_size=1, max_size=5, unique_by=lambda work: work.id).map(tuple),
        st.sampled_from(POLICIES),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)
