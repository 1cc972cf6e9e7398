"""The hub's settings: environment variables `TONGBAN_…`, read once."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import AnyHttpUrl, Field, SecretStr, TypeAdapter, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from device_profiles.contract.messages.signal import IceUrl
from device_profiles.delivery.client import BrokerAddress
from device_profiles.profiles import KINDS, PROCEDURES


class HubSettings(BaseSettings):
    """Where the hub keeps things, and where it listens. All of it has a default for one machine."""

    model_config = SettingsConfigDict(env_prefix="TONGBAN_", env_ignore_empty=True, extra="ignore")

    hub_folder: Path = Path("var/hub")
    """Database, materials, keys, the broker's files."""
    disk_reserve_mb: int = Field(default=256, ge=16)
    """With less room than this, new cases are refused, so that those under way can be brought to their end:
    some fifty of them, each with two scans of 2 MB still to come, and the logs of both databases."""
    database_url: SecretStr | None = None
    """`postgresql://user:password@host/database`; without it the database is a file in the hub's folder."""
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8800, ge=0, le=65535)
    broker_url: SecretStr | None = None
    """`mqtt://user:password@host:port` of a broker that is there; without it the hub starts mosquitto."""
    broker_port: int = Field(default=1883, ge=0, le=65535)
    """Where the hub's own mosquitto listens on 127.0.0.1; 0 takes a free port."""
    influx_url: AnyHttpUrl | None = None
    influx_database: str = "tongban"
    influx_organisation: str | None = None
    """InfluxDB 2.x: where the bucket is made when it is missing."""
    influx_token_file: Path | None = None
    telemetry_keep_days: int = Field(default=7, ge=2, le=3_650)
    """How many days' readings are kept, today's among them."""
    telemetry_keep_rollups_days: int = Field(default=400, ge=31, le=36_500)
    """How many days are kept as quarters of an hour; in the embedded store alone."""
    telemetry_spool_mb: int = Field(default=512, ge=1)
    """How much may wait on the disk for a telemetry store that is down."""
    alarms_keep_days: int = Field(default=400, ge=7, le=36_500)
    """How many days alarms that cleared are kept, with what was done and told about them."""
    metrics_token_file: Path | None = None
    """What a Prometheus server shows to scrape /metrics; without it there is no such address."""
    core_url: AnyHttpUrl | None = None
    """The bank's core; without it, procedures that need it wait."""
    core_timeout_s: float = Field(default=10.0, gt=0, le=120)
    """How long one call of the core may take before it is asked again."""
    push_services: str = ""
    """The Web Push services that may call sleeping handsets: their origins, with spaces between."""
    push_contact: str = Field(default="", pattern=r"^((mailto:|https://).+)?$")
    """Whom such a service may write to; without both, nobody is called."""
    notify_file: Path | None = None
    """Who outside is told of alarms; without it, nobody is."""
    turn_urls: str = ""
    """The TURN servers for live links, such as `turn:turn.bank.example:3478`, with spaces between."""
    turn_secret_file: Path | None = None
    """What is shared with them: the `static-auth-secret` of coturn."""
    pages_folder: Path = Path(__file__).parents[1] / "dashboards" / "web" / "dist"
    """The pages of people's screens."""
    kinds_folder: Path = KINDS
    procedures_folder: Path = PROCEDURES

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            _database_url(url.get_secret_value())
        return url

    @field_validator("broker_url")
    @classmethod
    def _is_mqtt(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            _broker_address(url.get_secret_value())
        return url

    @field_validator("turn_urls")
    @classmethod
    def _are_turn(cls, urls: str) -> str:
        for url in urls.split():
            TypeAdapter(IceUrl).validate_python(url)
        return urls

    @property
    def push_origins(self) -> frozenset[str]:
        """The push services that may be used; none where Web Push is not configured."""
        return frozenset(self.push_services.split()) if self.push_contact else frozenset()

    @property
    def broker(self) -> BrokerAddress | None:
        """The broker that is there already, if one was named."""
        return None if self.broker_url is None else _broker_address(self.broker_url.get_secret_value())

    @property
    def postgresql(self) -> URL | None:
        """The PostgreSQL database, if one was named."""
        return None if self.database_url is None else _database_url(self.database_url.get_secret_value())


def _broker_address(url: str) -> BrokerAddress:
    parts = urlsplit(url)
    if parts.scheme != "mqtt" or not parts.hostname:
        msg = "write mqtt://user:password@host:port"
        raise ValueError(msg)
    return BrokerAddress(
        host=parts.hostname,
        port=parts.port or 1883,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _database_url(url: str) -> URL:
    with suppress(ArgumentError, ValueError):
        read = make_url(url)
        if read.drivername == "postgresql" and read.database and (read.host or "host" in read.query):
            return read
    msg = "write postgresql://user:password@host/database"
    raise ValueError(msg)
