"""The program's settings: environment variables that begin with `ALLIMI_`; `.env.example` lists them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AnyHttpUrl, BeforeValidator, ByteSize, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.limits import Limits, Sizes, Turns
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


FrameAncestor = Annotated[str, Field(pattern=r"^(\*|(https?://)?(\*\.)?[A-Za-z0-9.-]+(:(\d+|\*))?)$")]
"""A source of a Content Security Policy that is a host: `portal.example.org`, `https://*.example.org`, or `*`."""


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
    log_key_file: Path | None = None  # secret keys that sign the log; serving readers never reads it
    pool_size: Annotated[int, Field(ge=1, le=100)] = 6  # reading connections per process
    statement_timeout: Seconds = timedelta(seconds=5)  # longest time of one reading statement
    most_lag: Seconds = timedelta(seconds=2)  # how far behind a replica may be and still be read from
    pgbouncer: bool = False  # the reading addresses lead through pgBouncer in transaction mode
    drain: Seconds = timedelta(seconds=30)  # how long running requests may finish after SIGTERM
    workers: Annotated[int, Field(ge=1, le=64)] = 1  # processes that serve; each has pools and limits of its own
    max_connections: Annotated[int, Field(ge=10, le=100_000)] = 800  # open connections of a process, idle ones too
    max_requests: Annotated[int, Field(ge=1, le=10_000)] = 32  # requests at work in a process that need the database
    max_large: Annotated[int, Field(ge=1, le=1000)] = (
        3  # pages of more than 2,000 features at once, until they are sent
    )
    max_waiting: Annotated[int, Field(ge=0, le=10_000)] = 64  # requests that wait for their turn; others get 503
    max_wait: Seconds = timedelta(seconds=2)  # longest time that a request waits for its turn
    head_timeout: Seconds = timedelta(seconds=20)  # how long a client may take to send a request line and headers
    write_timeout: Seconds = timedelta(seconds=30)  # how long a client may take to read 64 KiB of its answer
    max_url: Annotated[int, Field(ge=1024, le=65_536)] = 32_768  # bytes of the address in a request line
    max_headers: Annotated[int, Field(ge=4096, le=1_048_576)] = 65_536  # bytes of a request line and its headers
    max_unread: Annotated[ByteSize, Field(ge=2**20)] = ByteSize(64 * 2**20)  # answers that wait for their readers
    max_page: Annotated[int, Field(ge=1, le=100_000)] = 10_000  # features on a page
    max_parameter: Annotated[int, Field(ge=200, le=32_768)] = 4_000  # characters of a parameter
    max_filter: Annotated[int, Field(ge=200, le=32_768)] = 8_192  # bytes of a CQL2 filter
    max_filter_depth: Annotated[int, Field(ge=1, le=100)] = 32  # levels that it nests
    max_filter_nodes: Annotated[int, Field(ge=10, le=5_000)] = 500  # its names, literals and operators
    snapshots: Annotated[int, Field(ge=1, le=10_000)] = 10  # publications whose files for download are kept
    daily_files: Annotated[tuple[str, ...], NoDecode] = ()  # formats of the files that are made of each day, and kept
    tile_cache: Annotated[ByteSize, Field(ge=0)] = ByteSize(64 * 2**20)  # tiles that a process keeps
    oc4ids_prefix: Annotated[str, Field(pattern=r"^oc4ids-[a-z0-9]{6}$")] = "oc4ids-allimi"  # begins ids in OC4IDS
    embed_ancestors: Annotated[tuple[FrameAncestor, ...], NoDecode] = ()  # sites that may frame /embed, by commas
    intake_rate: Annotated[int, Field(ge=1)] = 1_200  # pushes of one key in a minute
    intake_address_rate: Annotated[int, Field(ge=1)] = 2_400  # requests from one address in a minute
    intake_max_body: Annotated[ByteSize, Field(ge=2**20)] = ByteSize(50_000_000)  # a batch
    retention_days: Annotated[int, Field(ge=0)] | None = None  # how long `intake purge` leaves what was sent
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()  # addresses whose X-Forwarded-For is believed
    log_level: Literal["debug", "info", "warning", "error"] = "info"  # the least that the log tells
    metrics_token: SecretStr | None = None  # who shows it may read /metrics from elsewhere; at least 32 characters

    @field_validator("read_urls", "embed_ancestors", "trusted_proxies", "daily_files", mode="before")
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

    @field_validator("daily_files")
    @classmethod
    def _formats(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            return value
        from data.exports import FORMATS  # noqa: PLC0415 - loads numpy and Shapely, which most commands do without

        unknown = [one for one in value if one not in FORMATS]
        if unknown:
            raise ValueError(f"there is no format {unknown[0][:20]!r}; there are {', '.join(FORMATS)}")
        return value

    def secrets(self) -> tuple[str, ...]:
        """The very texts that must never be shown: keys, and the passwords of the logins."""
        keys = [key.get_secret_value() for key in (self.secret, self.metrics_token) if key is not None]
        logins = [login for login in (self.database_url, self.write_url, *self.read_urls) if login is not None]
        return (*keys, *filter(None, (password_of(login.get_secret_value()) for login in logins)))

    @property
    def limits(self) -> Limits:
        """How many requests are at work and wait."""
        usual = Limits()
        return Limits(
            requests=Turns(self.max_requests, self.max_waiting, self.max_wait),
            large=replace(usual.large, at_once=self.max_large),
        )

    @property
    def sizes(self) -> Sizes:
        """How much one request may ask."""
        return Sizes(
            page=self.max_page,
            value=self.max_parameter,
            filter_length=self.max_filter,
            filter_depth=self.max_filter_depth,
            filter_nodes=self.max_filter_nodes,
        )

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
