"""What the documents say is so: settings, commands, links, SQL, containers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest
import yaml  # type: ignore[import-untyped]

from api.cli.program import COMMANDS
from api.settings import Settings
from geo.cluster import Cluster
from geo.store.inspecting import rights
from geo.store.migrating import migrate
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.database import drop_database

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
VARIABLES = {f"ALLIMI_{name.upper()}" for name in Settings.model_fields}
ELSEWHERE = {  # read by the tests, by the compose file, by the simulator, or in the image only
    "ALLIMI_SHARED",
    "ALLIMI_SIMULATE_KEY",
    "ALLIMI_CHROMIUM",
    "ALLIMI_PUBLISH",
    "ALLIMI_POSTGIS_IMAGE",
    "ALLIMI_VERSION",
    "ALLIMI_CITY_FOLDER",
}


def text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def variables(words: str) -> set[str]:
    return set(re.findall(r"\bALLIMI_[A-Z0-9_]*[A-Z]\b", words))


def test_every_setting_is_in_the_example_and_in_the_document() -> None:
    assert variables(text(".env.example")) == VARIABLES
    rows = re.findall(r"^\| `(ALLIMI_\w+)`", text("docs/settings.md"), re.MULTILINE)
    assert sorted(rows) == sorted(VARIABLES)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_setting_that_is_not_there(document: Path) -> None:
    assert variables(document.read_text("utf-8")) <= VARIABLES | ELSEWHERE


def test_the_defaults_in_the_example_are_the_program_s() -> None:
    told = dict(re.findall(r"^#ALLIMI_(\w+)=(\S+)$", text(".env.example"), re.MULTILINE))
    for name in ("host", "port", "pool_size", "log_level"):
        assert told[name.upper()] == str(Settings.model_fields[name].default)
    for name in ("statement_timeout", "drain"):
        assert float(told[name.upper()]) == Settings.model_fields[name].default.total_seconds()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_project_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:)([^)#\s]+)", document.read_text("utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_is_shown_exists(document: Path) -> None:
    words = re.findall(r"(?:`|^|&& )(?:\./)?allimi ([a-z]+)\b", document.read_text("utf-8"), re.MULTILINE)
    assert set(words) <= set(COMMANDS) | {"test", "bench"}


def test_every_direct_dependency_has_its_reason_and_its_locked_version() -> None:
    declared = tomllib.loads(text("pyproject.toml"))["project"]
    named = [*declared["dependencies"], *declared["optional-dependencies"]["test"]]
    names = [re.split(r"[<>=\[]", one)[0] for one in named]
    rows = dict(re.findall(r"^\| ([a-z][\w.-]*) \| (\S+) \|", text("docs/dependencies.md"), re.MULTILINE))
    browser = json.loads(text("package.json"))["dependencies"]
    assert sorted(rows) == sorted([*names, *browser])
    assert {name: rows[name] for name in names} == {name: version(name) for name in names}
    assert {name: rows[name] for name in browser} == browser


def sql_of_the_logins() -> list[str]:
    found = re.search(r"```sql\n(.*?)```", text("docs/deploy.md"), re.DOTALL)
    assert found
    return found[1].split("\\connect allimi\n")


def test_the_three_logins_of_the_manual_are_enough(open_folder: Path) -> None:
    roles, extensions = sql_of_the_logins()
    with Cluster(open_folder, durable=False) as cluster:
        drop_database(cluster, "allimi")
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as administrator:
            for statement in roles.split(";\n")[:-1]:
                administrator.execute(statement.encode())
        with psycopg.connect(cluster.url("allimi")) as administrator:
            administrator.execute(extensions.encode())
        migrate(cluster.url("allimi", user="allimi_owner"))
        assert publish(cluster.url("allimi", user="allimi_writer"), [project("P1")]).published == 1
        reader = rights(Login(cluster.url("allimi", user="allimi_reader")))
        assert (reader.reads, reader.writes, reader.sees_intake, reader.is_told) == (True, False, False, ())


def test_the_compose_file_holds_no_secret_and_pins_an_image() -> None:
    services = yaml.safe_load(text("docker-compose.yml"))["services"]
    assert re.search(r":\d+-\d", services["db"]["image"])
    for service in services.values():
        for name, value in service["environment"].items():
            if re.search(r"PASSWORD|SECRET|TOKEN", name):
                assert value == f"${{{name}:-}}"
    assert services["site"]["depends_on"]["db"]["condition"] == "service_healthy"


def test_the_compose_file_passes_every_setting_that_it_does_not_fix_itself() -> None:
    site = yaml.safe_load(text("docker-compose.yml"))["services"]["site"]
    fixed = {"ALLIMI_DATABASE_URL", "ALLIMI_WRITE_URL", "ALLIMI_READ_URLS"}
    fixed |= {"ALLIMI_HOST", "ALLIMI_PORT", "ALLIMI_DATA_DIR"}
    assert set(site["environment"]) - fixed == VARIABLES - fixed
    for name in set(site["environment"]) - fixed:
        assert site["environment"][name].startswith(f"${{{name}:-")
    assert "${ALLIMI_CITY_FOLDER:-city}:/etc/allimi:ro" in site["volumes"]


def test_docker_accepts_the_compose_file() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("no docker compose here")
    done = subprocess.run(
        [docker, "compose", "-f", ROOT / "docker-compose.yml", "config", "--quiet"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_image_gets_everything_that_the_program_is_made_of() -> None:
    kept = set(re.findall(r"^!(\S+)", text(".dockerignore"), re.MULTILINE))
    copied = {
        word
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", text("Dockerfile"), re.MULTILINE)
        for word in line.split()
    }
    assert copied == kept
    assert {"api", "data", "geo", "maps"} <= copied
    assert re.search(r"^USER allimi$", text("Dockerfile"), re.MULTILINE)


def test_the_image_s_pip_is_one_that_takes_hashes_from_constraints() -> None:
    steps = re.findall(r"--requirement (\S+)", text("Dockerfile"))
    assert steps == ["pip-requirements.txt", "direct.txt"]
    pinned = re.fullmatch(r"pip==(\d+)\.\S+ \\\n    --hash=sha256:[0-9a-f]{64}\n", text("tools/pip-requirements.txt"))
    assert pinned is not None
    assert int(pinned[1]) >= 26  # 24.0 ends with "all requirements must have their versions pinned"


def test_the_changelog_names_the_version_of_the_program() -> None:
    current = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert f"## [{current}]" in text("CHANGELOG.md")
    assert "## [Unreleased]" in text("CHANGELOG.md")


def test_the_licence_is_whole() -> None:
    licence = text("LICENSE")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
