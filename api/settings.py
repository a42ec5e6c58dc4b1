"""The program's settings: environment variables that begin with `ALLIMI_`; `.env.example` lists them all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AnyHttpUrl, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from geo.cluster import default_data_dir
from geo.errors import BadInput
from geo.store.urls import password_of


def _seconds(value: object) -> object:
    """A bare number is meant in seconds."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


Seconds = Annotated[timedelta, BeforeValidator(_seconds), Field(gt=timedelta(0), le=timedelta(hours=1))]
"""A time span: a number of seconds, or an ISO 8601 duration."""


class Settings(BaseSettings):
    """Everything that an operator may set. Build it once and pass it on."""

    model_config = SettingsConfigDict(env_prefix="ALLIMI_", frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: SecretStr | None = None  # the owner's login; without it the program runs a cluster of its own
    write_url: SecretStr | None = None  # the login that ingests and publishes; derived from database_url
    read_urls: Annotated[tuple[SecretStr, ...], NoDecode] = ()  # logins that serve, by commas; derived
    secret: SecretStr | None = None  # signs cursors; the same on every host; at least 32 characters
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000  # 0: any free port
    data_dir: Path = Field(default_factory=default_data_dir)
    base_url: AnyHttpUrl | None = None  # what links begin with; http://host:port where it is not set
    city: Path | None = None  # TOML file of the city's settings; Da Nang where it is not set
    policy: Path | None = None  # TOML file of the disclosure policy; the default policy where it is not set
    pool_size: Annotated[int, Field(ge=1, le=100)] = 6  # reading connections per process
    statement_timeout: Seconds = timedelta(seconds=5)  # longest time of one reading statement
    drain: Seconds = timedelta(seconds=30)  # how long running requests may finish after SIGTERM
    log_level: Literal["debug", "info", "warning", "error"] = "info"  # the least that the log tells
    metrics_token: SecretStr | None = None  # who shows it may read /metrics from elsewhere; at least 32 characters

    @field_validator("read_urls", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("secret", "metrics_token")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 32:
            raise ValueError("must have at least 32 characters")
        return value

    def secrets(self) -> tuple[str, ...]:
        """The very texts that must never be shown: keys, and the passwords of the logins."""
        keys = [key.get_secret_value() for key in (self.secret, self.metrics_token) if key is not None]
        logins = [login for login in (self.database_url, self.write_url, *self.read_urls) if login is not None]
        return (*keys, *filter(None, (password_of(login.get_secret_value()) for login in logins)))

    def links_at(self, port: int) -> str:
        """The base of every link to a site on that port, without a slash at its end; never taken from a request."""
        if self.base_url is not None:
            return str(self.base_url).rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{port}"


def load_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Read the settings from the environment. Raises BadInput naming the variable and the fault."""
    try:
        return Settings(**(overrides or {}))
    except ValidationError as cause:
        fault = cause.errors(include_url=False, include_input=False, include_context=False)[0]
        name = "ALLIMI_" + "_".join(str(part) for part in fault["loc"][:1]).upper()
        raise BadInput(f"The setting {name} cannot be used: {fault['msg']}.") from cause
