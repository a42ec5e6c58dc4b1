from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from data.cities import load_city
from data.sample.loading import load_sample
from geo.log.keys import Algorithm, Signer
from geo.log.signing import sign
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import TODAY, Site, serving

KEY = Signer("allimi.example/log", Algorithm.LOG, bytes(range(32)))


@pytest.fixture(scope="package")
def key() -> Signer:
    return KEY


@pytest.fixture(scope="module")
def logged_site(module_database: Database) -> Iterator[Site]:
    """A site with 60 sample works, a checkpoint over them, and one work that came after it; tests only read."""
    with psycopg.connect(module_database.writer_url) as connection:
        load_sample(connection, load_city(), today=TODAY, count=60)
        sign(connection, [KEY])
    publish(module_database.writer_url, [project("LATER")])
    with serving(module_database) as running:
        yield running
