"""A site with the push interface for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.intake.pushing import pushed_to
from tests.fixtures.database import Database
from tests.fixtures.site import Site


@pytest.fixture
def site(database: Database) -> Iterator[Site]:
    with pushed_to(database) as running:
        yield running
