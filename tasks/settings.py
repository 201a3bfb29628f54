"""Everything a company may set: environment `KAIJI_*`, or `kaiji.toml` in the working folder; read once, passed in."""

import os
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from tasks.case.business_days import JST
from tasks.case.errors import KaijiError
from tasks.case.means import Means

PROJECT = Path(__file__).resolve().parents[1]
_FILE = "kaiji.toml"
_LONGEST_SOCKET_FOLDER = 90  # a unix socket's whole path may have 107 bytes
_SHORTEST_TOKEN = 16
Port = Annotated[int, Field(ge=1024, le=65535)]


def _by_code(said: object) -> object:
    """A table as pairs, which can be compared and kept."""
    return tuple(said.items()) if isinstance(said, dict) else said


Addresses = Annotated[tuple[tuple[str, SecretStr], ...], BeforeValidator(_by_code)]


def _hard_to_guess(token: SecretStr) -> SecretStr:
    """A token that a header can carry and nobody guesses, or none."""
    said = token.get_secret_value()
    if said and (len(said) < _SHORTEST_TOKEN or not said.isascii() or not said.isprintable() or " " in said):
        raise ValueError(
            f"at least {_SHORTEST_TOKEN} ASCII characters without spaces, such as `openssl rand -hex 32` makes"
        )
    return token


MetricsToken = Annotated[SecretStr, AfterValidator(_hard_to_guess)]


class Settings(BaseSettings):
    """Where kaiji lives, which policy it follows, and on which local ports it serves."""

    model_config = SettingsConfigDict(
        env_prefix="KAIJI_", extra="forbid", frozen=True, ignored_types=(cached_property,)
    )

    home: Path = Field(Path("var"), description="folder of inbox, sealed papers, letters and databases")
    inbox_folder: Path | None = Field(None, description="where packets arrive; unset: `inbox` inside home")
    policy: str = Field("rococo", description="name of a policy in the policy folder, or a policy file")
    policies: Path = Field(PROJECT / "samples" / "policies", description="folder of policy files")
    letter_templates: Path | None = Field(
        None, description="folder of a company's own letter templates; unset: ours alone"
    )
    sources: Addresses = Field(
        (),
        description="where the sources of held data lie that the policy declares: a database, file or service by code",
    )
    database_url: str | None = Field(None, description="PostgreSQL for cases; unset: a local server inside home")
    postgres: Literal["embedded", "system"] = Field(
        "embedded", description="whose PostgreSQL runs inside home: the wheel's, or the operating system's package"
    )
    prefect_database_url: str | None = Field(None, description="PostgreSQL for Prefect (postgresql+asyncpg://…)")
    prefect_auth: SecretStr = Field(
        SecretStr(""), description="name:password that Prefect's API and pages ask for; unset: they ask nobody"
    )
    host: str = Field("127.0.0.1", description="address the Prefect server and the desk listen on")
    prefect_port: Port = Field(4200, description="port of the Prefect server and its UI")
    desk_port: Port = Field(4280, description="port of the desk")
    stability_seconds: float = Field(10.0, ge=0, description="how long a packet in the inbox must lie unchanged")
    readers: int = Field(2, ge=1, le=16, description="processes that read at the same time; about 1 GB each")
    language: Literal["ja", "en"] = Field(
        "ja", description="of the forms and texts in Prefect, and of the desk at first"
    )
    second_approval: Literal["none", "refusals", "all"] = Field(
        "refusals", description="which decisions a second person approves where the policy leaves it unspecified"
    )
    extension_notices: bool = Field(
        True, description="whether requesters are told of a later due day where the policy leaves it unspecified"
    )
    code_minutes: int = Field(10, ge=1, le=60, description="how long a signing code is good")
    session_hours: int = Field(9, ge=1, le=24, description="how long a person stays signed in at the desk")
    means: Means = Field(
        Means.ORDINARY, description="by which post letters go where neither the policy nor whoever releases them says"
    )
    duplex: bool = Field(False, description="print files of the outbox: each letter begins on a sheet of its own")
    remind: tuple[str, ...] = Field(
        (), description="Apprise addresses for reminders (mail, Slack, Teams); none: the log"
    )
    remind_after_days: int = Field(1, ge=0, description="business days after which somebody is reminded")
    metrics_token: MetricsToken = Field(
        SecretStr(""), description="what Prometheus sends to read the desk's /metrics; unset: the desk has none"
    )
    oidc_issuer: str | None = Field(None, description="address of an OpenID provider; unset: local accounts only")
    oidc_client_id: str = Field("", description="kaiji's name at the OpenID provider")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="kaiji's secret at the OpenID provider")
    clock_offset_seconds: int = Field(0, description="moves kaiji's clock, for demonstrations only")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # the library names them
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What a caller gives wins over the environment, then comes `kaiji.toml` of the home, then of the working folder."""
        of_home = Path(os.environ.get("KAIJI_HOME", "var")).expanduser() / _FILE
        files = TomlConfigSettingsSource(settings_cls, toml_file=[Path(_FILE), of_home])
        return init_settings, env_settings, files

    @cached_property
    def root(self) -> Path:
        """Home as an absolute path."""
        return self.home.expanduser().resolve()

    @property
    def inbox(self) -> Path:
        """Where scanners and clerks put packets."""
        return self.inbox_folder.resolve() if self.inbox_folder else self.root / "inbox"

    @property
    def postgres_folder(self) -> Path:
        """The data and the socket of the local PostgreSQL."""
        folder = self.root / "pg"
        if len(str(folder)) > _LONGEST_SOCKET_FOLDER:
            raise KaijiError("KAIJI_HOME is too long a path for PostgreSQL's socket; choose one under 80 characters.")
        return folder

    @property
    def case_database(self) -> str:
        """SQLAlchemy address of the database of cases."""
        return self.database_url or f"postgresql+psycopg://postgres@/kaiji?host={self.postgres_folder}"

    @property
    def prefect_database(self) -> str:
        """SQLAlchemy address of Prefect's database."""
        return self.prefect_database_url or f"postgresql+asyncpg://postgres@/prefect?host={self.postgres_folder}"

    def source_address(self, code: str) -> str | None:
        """Where a source of held data lies; None where the house has set nothing. It may hold a password."""
        return next((address.get_secret_value() for known, address in self.sources if known == code), None)

    @property
    def prefect_url(self) -> str:
        """Address of the Prefect UI; its API is below `/api`."""
        return f"http://{self.host}:{self.prefect_port}"

    @property
    def desk_url(self) -> str:
        """Address of the desk."""
        return f"http://{self.host}:{self.desk_port}"

    def now(self) -> datetime:
        """The present moment in Japan, moved by `clock_offset_seconds`; the only place that asks the machine's clock."""
        return datetime.now(JST) + timedelta(seconds=self.clock_offset_seconds)


def load_settings(**given: Any) -> Settings:
    """The settings of this process, but for those given; KaijiError names every wrong one without repeating its value."""
    try:
        return Settings(**given)
    except TOMLDecodeError as wrong:
        raise KaijiError(
            f"{_FILE} is not right TOML: {str(wrong).partition('(')[2].rstrip(')') or 'look at it'}."
        ) from None
    except SettingsError as wrong:
        field = str(wrong).partition('field "')[2].partition('"')[0]
        raise KaijiError(f"KAIJI_{field.upper()} is not right JSON; write a list or a table.") from None
    except ValidationError as wrong:
        listed = "; ".join(f"KAIJI_{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in wrong.errors())
        raise KaijiError(f"Settings need a correction: {listed}") from None
