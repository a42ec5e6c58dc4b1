from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fixtures.database import Database
from tests.geo.filters.city import Asking, asking, publish_varied


@pytest.fixture(scope="module")
def varied_city(module_database: Database) -> Iterator[Asking]:
    """The varied projects, asked as the reader; a module shares them."""
    publish_varied(module_database)
    with asking(module_database.reader_url) as connection:
        yield connection
