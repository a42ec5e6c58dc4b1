"""Every setting is read from the environment, and a wrong one is named."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

import geo.filters
from api.limits import Limits, Sizes
from api.settings import Settings, load_settings
from geo.cluster import default_data_dir
from geo.errors import BadInput

LONG = "0123456789abcdef0123456789abcdef"
FROM_ENVIRONMENT: dict[str, tuple[str, Any]] = {
    "database_url": ("postgresql://o:pw@db/a", SecretStr("postgresql://o:pw@db/a")),
    "write_url": ("postgresql://w@db/a", SecretStr("postgresql://w@db/a")),
    "read_urls": (
        "postgresql://r@a/a, postgresql://r@b/a,",
        (SecretStr("postgresql://r@a/a"), SecretStr("postgresql://r@b/a")),
    ),
    "secret": (LONG, SecretStr(LONG)),
    "host": ("::1", "::1"),
    "port": ("8123", 8123),
    "data_dir": ("/srv/allimi", Path("/srv/allimi")),
    "base_url": ("https://allimi.example/works/", "https://allimi.example/works"),
    "city": ("/etc/allimi/city.toml", Path("/etc/allimi/city.toml")),
    "policy": ("/etc/allimi/policy.toml", Path("/etc/allimi/policy.toml")),
    "log_key_file": ("/etc/allimi/log.key", Path("/etc/allimi/log.key")),
    "pool_size": ("12", 12),
    "statement_timeout": ("2.5", timedelta(seconds=2.5)),
    "most_lag": ("0.5", timedelta(seconds=0.5)),
    "pgbouncer": ("true", True),
    "drain": ("PT10S", timedelta(seconds=10)),
    "workers": ("4", 4),
    "max_connections": ("2000", 2000),
    "max_requests": ("8", 8),
    "max_large": ("1", 1),
    "max_waiting": ("0", 0),
    "max_wait": ("0.5", timedelta(seconds=0.5)),
    "head_timeout": ("5", timedelta(seconds=5)),
    "write_timeout": ("60", timedelta(seconds=60)),
    "max_url": ("8192", 8192),
    "max_headers": ("16384", 16384),
    "max_unread": ("64MiB", 64 * 2**20),
    "max_page": ("500", 500),
    "max_parameter": ("1000", 1000),
    "max_filter": ("2048", 2048),
    "max_filter_depth": ("8", 8),
    "max_filter_nodes": ("50", 50),
    "snapshots": ("3", 3),
    "daily_files": ("gpkg, shp.zip,", ("gpkg", "shp.zip")),
    "tile_cache": ("32MiB", 32 * 2**20),
    "intake_rate": ("60", 60),
    "intake_address_rate": ("120", 120),
    "intake_max_body": ("10MB", 10_000_000),
    "retention_days": ("365", 365),
    "trusted_proxies": ("127.0.0.1, 10.0.0.1", ("127.0.0.1", "10.0.0.1")),
    "oc4ids_prefix": ("oc4ids-abc123", "oc4ids-abc123"),
    "embed_ancestors": ("https://portal.example.org, *.example.org", ("https://portal.example.org", "*.example.org")),
    "log_level": ("WARNING", "warning"),
    "metrics_token": (LONG, SecretStr(LONG)),
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ALLIMI_{name.upper()}", raising=False)


def test_every_setting_has_its_case_here() -> None:
    assert set(FROM_ENVIRONMENT) == set(Settings.model_fields)


@pytest.mark.parametrize("name", FROM_ENVIRONMENT)
def test_a_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    text, value = FROM_ENVIRONMENT[name]
    monkeypatch.setenv(f"ALLIMI_{name.upper()}", text)
    settings = load_settings()
    assert (settings.links_at(8000) if name == "base_url" else getattr(settings, name)) == value


def test_without_any_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings.links_at(settings.port) == "http://127.0.0.1:8000"
    assert settings.data_dir == default_data_dir()
    assert (settings.database_url, settings.read_urls, settings.secret) == (None, (), None)
    assert (settings.statement_timeout, settings.drain) == (timedelta(seconds=5), timedelta(seconds=30))
    assert (settings.limits, settings.sizes) == (Limits(), Sizes())
    sizes = Sizes()
    assert (
        geo.filters.Limits(length=sizes.filter_length, depth=sizes.filter_depth, nodes=sizes.filter_nodes)
        == geo.filters.LIMITS
    )


def test_how_much_a_request_may_ask_comes_from_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAGE", "PARAMETER", "FILTER", "FILTER_DEPTH", "FILTER_NODES"):
        monkeypatch.setenv(f"ALLIMI_MAX_{name}", FROM_ENVIRONMENT[f"max_{name.lower()}"][0])
    assert load_settings().sizes == Sizes(page=500, value=1000, filter_length=2048, filter_depth=8, filter_nodes=50)


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIMI_PORT", "")
    assert load_settings().port == 8000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("port", "abc"),
        ("port", "70000"),
        ("pool_size", "0"),
        ("secret", "short"),
        ("metrics_token", "short"),
        ("statement_timeout", "0"),
        ("drain", "soon"),
        ("workers", "0"),
        ("max_requests", "none"),
        ("max_url", "20"),
        ("max_unread", "much"),
        ("snapshots", "0"),
        ("log_level", "loud"),
        ("base_url", "allimi.example"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(f"ALLIMI_{name.upper()}", text)
    with pytest.raises(BadInput, match=f"ALLIMI_{name.upper()} cannot be used") as caught:
        load_settings()
    assert f"'{text}'" not in str(caught.value)


def test_links_of_an_ipv6_host_have_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIMI_HOST", "::1")
    assert load_settings().links_at(8123) == "http://[::1]:8123"


def test_secrets_are_not_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIMI_DATABASE_URL", "postgresql://owner:geh%40eim@db/a")
    monkeypatch.setenv("ALLIMI_READ_URLS", "postgresql://reader@db/a?password=geheim")
    monkeypatch.setenv("ALLIMI_SECRET", LONG)
    settings = load_settings()
    assert not [word for word in ("geh", LONG) if word in repr(settings) + str(settings)]
    assert set(settings.secrets()) == {LONG, "geh@eim", "geheim"}
