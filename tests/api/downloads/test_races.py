"""What comes between the steps of a build: purges, other processes that tidy, and what the machine has no more of."""

from __future__ import annotations

import errno
from pathlib import Path

import psycopg
import pytest

from api.downloads.claims import Claims
from data.exports import Shelf
from geo.publishing import purge
from tests.api.downloads.conftest import fetched
from tests.builders import project, publish
from tests.fixtures.site import Site


def test_a_build_that_finds_no_file_to_open_is_507_and_the_next_request_builds(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(_: Claims) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(Claims, "slot", none_left)
    assert site.get("/downloads/projects.kml").status_code == 507
    monkeypatch.undo()
    assert fetched(site, "/downloads/projects.kml").status_code == 200


def test_a_file_is_there_although_another_process_removes_what_is_tidied(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.setattr(Shelf, "prune", gone)
    assert fetched(site, "/downloads/projects.kml").status_code == 200


def test_what_is_purged_while_a_file_is_put_on_the_shelf_is_not_in_it(
    site: Site, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site.database.writer_url, [project("P2", address="5 Lê Lợi")])
    publish(site.database.writer_url, [project("P2")])
    real = Shelf.place

    def slowly(self: Shelf, made: Path, folder: Path) -> None:
        with psycopg.connect(site.database.writer_url) as writer:
            purge(writer, {("P2", 2): ["address"]}, ground="Law", decided_by="Board")
        assert self.publications() == []  # whoever purges looks here now, and finds nothing to withdraw
        real(self, made, folder)

    monkeypatch.setattr(Shelf, "place", slowly)
    assert fetched(site, "/downloads/3/projects.csv").status_code == 503
    assert list((shelf / "snapshots" / "3").iterdir()) == []
    monkeypatch.undo()
    again = fetched(site, "/downloads/3/projects.csv")
    assert (again.status_code, "Lê Lợi" in again.text) == (200, False)
