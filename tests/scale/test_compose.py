"""`docker compose --profile scale up`: what can be held without Docker, and its replica's script for real."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml  # type: ignore[import-untyped]

from geo.cluster import Cluster
from geo.cluster.account import Account
from geo.cluster.binaries import find_binaries
from geo.store.migrating import migrate
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.program import ROOT
from tests.fixtures.replica import ask
from tests.fixtures.waiting import until

SCRIPT = ROOT / "tools" / "scale" / "replica.sh"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return found


def test_without_the_profile_there_are_one_site_and_one_database(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "profiles" not in service} == {"db", "site"}
    assert {name for name, service in services.items() if service.get("profiles") == ["scale"]} == {
        "replica",
        "api1",
        "api2",
        "nginx",
    }


@pytest.mark.parametrize("host", ["api1", "api2"])
def test_each_host_reads_from_both_databases_and_can_write_to_none(services: dict[str, Any], host: str) -> None:
    service = services[host]
    assert service["command"] == ["serve", "--public"]
    assert service["environment"]["ALLIMI_DATABASE_URL"] == ""
    assert not service["environment"].get("ALLIMI_WRITE_URL")
    urls = service["environment"]["ALLIMI_READ_URLS"].split(",")
    assert [Login(url).without_password for url in urls] == [
        "postgresql://allimi_reader@/allimi?host=/var/run/postgresql",
        "postgresql://allimi_reader@/allimi?host=/var/run/replica",
    ]
    mounted = dict(volume.split(":")[:2] for volume in service["volumes"] if volume[0] != "$")
    assert (mounted["socket"], mounted["replica_socket"]) == ("/var/run/postgresql", "/var/run/replica")


def test_every_host_has_the_settings_the_key_and_the_files_of_the_site(services: dict[str, Any]) -> None:
    own = {"ALLIMI_DATABASE_URL", "ALLIMI_READ_URLS", "ALLIMI_BASE_URL"}
    site = services["site"]["environment"]
    for host in ("api1", "api2"):
        assert {k: v for k, v in services[host]["environment"].items() if k not in own} == {
            k: v for k, v in site.items() if k not in own
        }
        # Not read-only: whoever is asked for a file builds it, and each tells how far it has got.
        assert "data:/var/lib/allimi" in services[host]["volumes"]
    assert "data:/var/lib/allimi" in services["site"]["volumes"]


@pytest.mark.parametrize("host", ["site", "api1", "api2"])
def test_what_is_large_and_temporary_lies_on_a_disk_and_not_in_memory(services: dict[str, Any], host: str) -> None:
    """A rebuild of a million works puts up to 700 MB aside, an upload 50 MB; a tmpfs would hold them in memory."""
    service = services[host]
    folder = "/var/tmp"
    assert f"TMPDIR={folder} " in (ROOT / "Dockerfile").read_text()
    assert folder in {volume.split(":")[1] for volume in service["volumes"] if volume[0] != "$"}
    assert folder not in service["tmpfs"]


def test_the_hosts_start_behind_what_they_need(services: dict[str, Any]) -> None:
    for name, needed in {"replica": {"db"}, "api1": {"site", "replica"}, "nginx": {"api1", "api2"}}.items():
        assert set(services[name]["depends_on"]) == needed
        assert {one["condition"] for one in services[name]["depends_on"].values()} == {"service_healthy"}


def test_every_volume_and_file_that_is_named_is_there(services: dict[str, Any]) -> None:
    volumes = set(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["volumes"])
    for service in services.values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in volumes or source.startswith("$") or (ROOT / source).is_file()


def test_nginx_asks_the_hosts_that_there_are(services: dict[str, Any]) -> None:
    text = (ROOT / "tools" / "scale" / "nginx.conf").read_text()
    for name in services:
        assert (f"server {name}:8000" in text) == name.startswith("api")


@contextmanager
def replica_of(primary: Cluster, folder: Path) -> Iterator[str]:
    """The replica that the script makes, and its address."""
    account, output = Account(), folder / "out"
    address = psycopg.conninfo.conninfo_to_dict(primary.url())
    words = ["env", f"PATH={find_binaries()}:{os.environ['PATH']}", f"PRIMARY={address['host']}"]
    words += [f"PGDATA={folder / 'copy'}", "sh", SCRIPT.name, "-c", f"unix_socket_directories={folder}"]
    words += ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=40"]
    shutil.copy(SCRIPT, folder)
    with output.open("ab") as file:
        process = account.spawn(["env", "-C", folder, *words[1:]], file, tied=False)
    try:
        url = f"postgresql://allimi@/allimi?host={folder}&port=5432"
        until(lambda: _answers(url) or process.poll() is not None, 30)
        assert process.poll() is None, output.read_text()
        yield url
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(20)


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url):
            return True
    except psycopg.OperationalError:
        return False


def value(url: str, statement: str) -> Any:  # noqa: ANN401 - what the query selects
    with psycopg.connect(url) as connection:
        row = connection.execute(statement).fetchone()
    return None if row is None else row[0]


def test_the_script_makes_a_replica_that_follows_and_goes_on_after_a_restart(open_folder: Path) -> None:
    count = "SELECT count(*) FROM published.project_now"
    folder = Path(tempfile.mkdtemp(prefix="allimi-replica-"))
    Account().own(folder)
    try:
        with Cluster(open_folder, durable=False) as primary:
            migrate(primary.url())
            (folder / "copy.unfinished").mkdir()  # of a copy that was interrupted
            with replica_of(primary, folder) as url:
                assert value(url, "SELECT pg_is_in_recovery()") is True
                publish(primary.url(user="allimi_writer"), [project("P1")])
                until(lambda: value(url, count) == 1)
            publish(primary.url(user="allimi_writer"), [project("P2")])
            with replica_of(primary, folder) as url:
                until(lambda: value(url, count) == 2)
            assert ask(primary, "SELECT string_agg(slot_name, ',') FROM pg_replication_slots") == "replica"
    finally:
        shutil.rmtree(folder)


def test_the_script_is_sound() -> None:
    assert subprocess.run(["sh", "-n", SCRIPT], check=False).returncode == 0
    if shutil.which("shellcheck"):
        assert subprocess.run(["shellcheck", SCRIPT], check=False).returncode == 0
