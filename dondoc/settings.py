"""Settings of one installation, from `DONDOC_*` environment variables. Only doors read them."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


class SettingsError(ValueError):
    """A setting is wrong; its text names the setting and says what to write."""


class Settings(BaseSettings):
    """All settings. Secrets are never defaults: the key is made by `dondoc init` in the data folder."""

    model_config = SettingsConfigDict(env_prefix="DONDOC_", extra="ignore", frozen=True)

    data: Path = Field(default=Path("var"), description="Folder for everything Dondoc writes.")
    database_url: str = Field(
        default="",
        description="Database; empty means SQLite in the data folder. postgresql+psycopg://… for PostgreSQL.",
    )
    config: Path | None = Field(default=None, description="Own config folder; it comes before the shipped one.")
    templates: Path | None = Field(default=None, description="Own templates folder; it comes before the shipped one.")
    fonts: Path | None = Field(default=None, description="Folder with further fonts for the papers.")
    sign_roots: Path | None = Field(
        default=None,
        description="Folder with the root certificates (PEM or DER) that signatures on PDFs are trusted by.",
    )
    soffice: Path | None = Field(
        default=None,
        description="LibreOffice's program (`soffice`). With it old Word files (DOC) are read and PDFs follow an "
        "agency's own Word template; without it those are refused and PDFs keep the standard form.",
    )
    host: str = Field(default="127.0.0.1", description="Address the web door listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port the web door listens on.")
    base_url: str = Field(default="", description="Address people open; links in letters begin with it.")
    mail: Literal["smtp", "mailbox"] = Field(
        default="smtp",
        description="`smtp` sends; `mailbox` keeps letters on a local page (development, loopback only).",
    )
    smtp_host: str = Field(default="127.0.0.1", description="Mail server.")
    smtp_port: int = Field(default=25, ge=1, le=65535, description="Port of the mail server.")
    smtp_user: str = Field(default="", description="Account at the mail server; empty means none.")
    smtp_password: str = Field(default="", repr=False, description="Password of that account.")
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        default="none", description="How the connection to the mail server is protected."
    )
    mail_from: str = Field(default="", description="Sender of letters; empty means the agency's own address.")
    imap_host: str = Field(default="", description="Mailbox for answers and bounces (IMAP); empty means none is read.")
    imap_port: int = Field(default=993, ge=1, le=65535, description="Port of the mailbox.")
    imap_security: Literal["none", "starttls", "tls"] = Field(
        default="tls", description="How the connection to the mailbox is protected."
    )
    imap_user: str = Field(default="", description="Account of the mailbox.")
    imap_password: str = Field(default="", repr=False, description="Password of that account.")
    imap_folder: str = Field(default="INBOX", description="Folder that letters come into.")
    reply_to: str = Field(
        default="", description="Address of the mailbox with {token} for the letter: `baocao+{token}@coquan.gov.vn`."
    )
    ping_url: str = Field(
        default="",
        description="Address that `watch` calls every time it has looked, for a dead man's switch. Empty: never.",
    )
    metrics_token: str = Field(
        default="",
        repr=False,
        description="Who shows it as a Bearer token may read /metrics; empty means this machine alone.",
    )
    mail_rates: str = Field(
        default="",
        description="Letters a minute by mail domain, `*` for each other one: `gmail.com=60 *=300`. Empty: no limit.",
    )
    dkim_keys: str = Field(
        default="",
        description="Keys that sign letters (DKIM), RSA or Ed25519: `selector=file.pem`, several with blanks between.",
    )
    secret: str = Field(
        default="",
        repr=False,
        description="Signs links and sessions; empty means the key file in the data folder.",
    )
    prefect: Literal["embedded", "server", "off"] = Field(
        default="embedded",
        description="`embedded` runs a Prefect server on loopback; `server` uses PREFECT_API_URL; `off` runs plainly.",
    )
    prefect_port: int = Field(default=4200, ge=1, le=65535, description="Port of the embedded Prefect server.")

    @field_validator("ping_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("is no web address; write https://…")
        return value

    @field_validator("reply_to")
    @classmethod
    def _has_token(cls, value: str) -> str:
        local, _, domain = value.rpartition("@")
        if value and (local.count("{token}") != 1 or "." not in domain or len(local) > 36):
            raise ValueError("wants {token} once before the @, as in baocao+{token}@coquan.gov.vn")
        return value

    @field_validator("mail_rates", "dkim_keys")
    @classmethod
    def _pairs(cls, value: str) -> str:
        if not all(name and given for name, given in pairs(value)):
            raise ValueError("is a list of name=value with blanks between")
        return value

    @field_validator("mail_rates")
    @classmethod
    def _numbers(cls, value: str) -> str:
        if not all(given.isdecimal() and int(given) for _, given in pairs(value)):
            raise ValueError("wants a number of letters a minute above 0 for each domain, as in gmail.com=60")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value:
            return value
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError:
            raise ValueError("is no database URL; write for example postgresql+psycopg://user@host/name") from None
        if backend not in {"sqlite", "postgresql"}:
            raise ValueError(f"names {backend}; Dondoc runs on sqlite and postgresql")
        return value

    @cached_property
    def database(self) -> str:
        """The database URL in force; PostgreSQL always through psycopg 3."""
        if not self.database_url:
            return f"sqlite:///{(self.data / 'dondoc.sqlite').absolute()}"
        url = make_url(self.database_url)
        if url.get_backend_name() == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        return url.render_as_string(hide_password=False)

    @cached_property
    def address(self) -> str:
        """The address people open, without a slash at the end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")


def pairs(value: str) -> list[tuple[str, str]]:
    """`a=b c=d` in two parts each."""
    parts = (each.partition("=") for each in value.replace(",", " ").split())
    return [(name, given) for name, _, given in parts]


def load_settings(**changes: object) -> Settings:
    """The settings from the environment, `changes` winning.

    Raises SettingsError with one line that names the variable and says what to write.
    """
    try:
        return Settings(**changes)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "DONDOC_" + str(first["loc"][0]).upper()
        raise SettingsError(f"{name} {first['msg'].removeprefix('Value error, ')}") from None
