"""A filled database, another one beside it, and a backup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.backup import Manifest, backup, restore
from geo.cluster import Cluster
from tests.builders import ACROSS, project, publish, publish_two_districts
from tests.fixtures.database import Database, copy_of


def write(database: Database, file: Path, *, replace: bool = False) -> Manifest:
    return backup(database.url, file, replace=replace, version="test", say=lambda _: None)


def read(url: str, file: Path, *, replace: bool = False) -> Manifest:
    return restore(url, file, replace=replace, say=lambda _: None)


@pytest.fixture
def filled(database: Database) -> Database:
    publish_two_districts(database.url)
    publish(database.writer_url, [project(f"P{n}", footprint=ACROSS) for n in range(20)])
    publish(database.writer_url, [project("P1", footprint=ACROSS, contractor="Công ty Ba")])
    return database


@pytest.fixture
def other(cluster: Cluster, template: str) -> Iterator[Database]:
    with copy_of(template, cluster) as copy:
        yield copy


@pytest.fixture
def file(filled: Database, tmp_path: Path) -> Path:
    path = tmp_path / "city.allimi"
    write(filled, path)
    return path
