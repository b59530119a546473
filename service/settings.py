"""Settings: environment variables, read once, every fault named at once."""

import os
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_type_hints
from urllib.parse import urlsplit

import msgspec

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingsFault(Exception):
    """The settings cannot be used; `faults` says in words what to change."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class MailSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class LogLevel(StrEnum):
    """The least important kind of line that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"


class Setting(msgspec.Struct, frozen=True):
    """One variable: its name, what it is when unset (as typed) and what it means."""

    name: str
    default: str
    meaning: str


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that may differ between installations."""

    data: Annotated[Path, Setting("ACCORD_DATA", "accord-data", "Folder of the built-in database.")]
    host: Annotated[str, Setting("ACCORD_HOST", "127.0.0.1", "Address to listen on.")]
    port: Annotated[int, Setting("ACCORD_PORT", "8000", "Port to listen on.")]
    public_url: Annotated[
        str,
        Setting(
            "ACCORD_PUBLIC_URL", "", "Address that people type; empty: this machine and the port."
        ),
    ]
    partnership: Annotated[
        str,
        Setting("ACCORD_PARTNERSHIP", "Safeguarding partnership", "Name in the head of each page."),
    ]
    database_url: Annotated[
        str,
        Setting(
            "ACCORD_DATABASE_URL", "", "PostgreSQL as accord_app; empty: the built-in database."
        ),
    ]
    worker_database_url: Annotated[
        str, Setting("ACCORD_WORKER_DATABASE_URL", "", "The same database as accord_worker.")
    ]
    owner_database_url: Annotated[
        str,
        Setting(
            "ACCORD_OWNER_DATABASE_URL", "", "The same as accord_owner, for `accord migrate` only."
        ),
    ]
    pool_size: Annotated[
        int, Setting("ACCORD_POOL_SIZE", "10", "Most database connections of one process.")
    ]
    smtp_host: Annotated[
        str, Setting("ACCORD_SMTP_HOST", "127.0.0.1", "Mail server that takes our mail.")
    ]
    smtp_port: Annotated[int, Setting("ACCORD_SMTP_PORT", "25", "Its port.")]
    smtp_user: Annotated[
        str, Setting("ACCORD_SMTP_USER", "", "User at the mail server; empty: no sign-in.")
    ]
    smtp_password: Annotated[
        str, Setting("ACCORD_SMTP_PASSWORD", "", "Password at the mail server.")
    ]
    smtp_security: Annotated[
        MailSecurity, Setting("ACCORD_SMTP_SECURITY", "none", "`none`, `starttls` or `tls`.")
    ]
    mail_domain: Annotated[
        str,
        Setting(
            "ACCORD_MAIL_DOMAIN", "", "Domain that gets the answers; empty: the public address's."
        ),
    ]
    mail_from: Annotated[
        str,
        Setting("ACCORD_MAIL_FROM", "", "Sender of our mail; empty: accord@ the mail domain."),
    ]
    session_idle: Annotated[
        timedelta,
        Setting("ACCORD_SESSION_IDLE_MINUTES", "30", "Minutes without use that end a session."),
    ]
    session_lasts: Annotated[
        timedelta,
        Setting("ACCORD_SESSION_MINUTES", "720", "Minutes after which every session ends."),
    ]
    trusted_proxies: Annotated[
        str,
        Setting(
            "ACCORD_TRUSTED_PROXIES", "", "Addresses of proxies whose X-Forwarded-For is believed."
        ),
    ]
    metrics_token: Annotated[
        str,
        Setting("ACCORD_METRICS_TOKEN", "", "Bearer token for /metrics; empty: this machine only."),
    ]
    log_level: Annotated[
        LogLevel, Setting("ACCORD_LOG_LEVEL", "info", "`debug`, `info` or `warning`.")
    ]
    demo_mailbox: Annotated[
        str,
        Setting("ACCORD_DEMO_MAILBOX", "", "Set by `accord demo`: folder of its mailbox page."),
    ]
    stop_seconds: Annotated[
        int, Setting("ACCORD_STOP_SECONDS", "20", "Seconds that running work gets to finish.")
    ]

    @property
    def secure(self) -> bool:
        """Whether people reach us by https, so cookies are Secure."""
        return self.public_url.startswith("https://")

    @property
    def embedded(self) -> bool:
        """Whether the built-in database is used."""
        return not self.database_url


def described() -> list[Setting]:
    """Every setting, in the order of the table in the README."""
    return [annotation.__metadata__[0] for annotation in _annotations().values()]


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the variables; raises `SettingsFault` with every fault."""
    given = os.environ if environment is None else environment
    faults: list[str] = []
    values: dict[str, Any] = {
        field: _read(annotation, given, faults) for field, annotation in _annotations().items()
    }
    if faults:
        raise SettingsFault(faults)
    settings = _with_derived(Settings(**values))
    faults = _contradictions(settings)
    if faults:
        raise SettingsFault(faults)
    return settings


def _annotations() -> dict[str, Any]:
    return get_type_hints(Settings, include_extras=True)


def _read(annotation: Any, given: Mapping[str, str], faults: list[str]) -> object:
    setting: Setting = annotation.__metadata__[0]
    kind: type = annotation.__origin__
    typed = given.get(setting.name, "").strip() or setting.default
    try:
        return _convert(kind, typed)
    except ValueError:
        faults.append(f"{setting.name} is {typed!r}. {_WANTED.get(kind, setting.meaning)}")
        return None


_MOST = 1_000_000
_WANTED = {
    int: f"It must be a whole number from 1 to {_MOST:,}.",
    timedelta: f"It must be a whole number of minutes from 1 to {_MOST:,}.",
    MailSecurity: "It must be none, starttls or tls.",
    LogLevel: "It must be debug, info or warning.",
}


def _convert(kind: type, typed: str) -> object:
    if kind in {int, timedelta}:
        number = int(typed)
        if not 1 <= number <= _MOST:
            raise ValueError
        return number if kind is int else timedelta(minutes=number)
    return kind(typed)


def _with_derived(settings: Settings) -> Settings:
    url = (settings.public_url or f"http://{_in_url(settings.host)}:{settings.port}").rstrip("/")
    domain = settings.mail_domain or _domain(url)
    return msgspec.structs.replace(
        settings,
        public_url=url,
        mail_domain=domain,
        mail_from=settings.mail_from or f"accord@{domain}",
    )


def _domain(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return "localhost" if host in LOOPBACK else host


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _contradictions(settings: Settings) -> list[str]:
    checks = {
        "ACCORD_PORT must be a port: 1 to 65535.": settings.port > 65535,  # noqa: PLR2004 - TCP
        "ACCORD_PUBLIC_URL must be an address like https://accord.example.org, without a path.": (
            not _is_origin(settings.public_url)
        ),
        "ACCORD_PUBLIC_URL must begin with https:// unless it is on this machine (127.0.0.1): "
        "over http anybody on the way could take a session over.": _plain_and_far(settings),
        "ACCORD_DATABASE_URL is missing: ACCORD_WORKER_DATABASE_URL alone is of no use.": (
            settings.embedded and bool(settings.worker_database_url)
        ),
        "ACCORD_SMTP_SECURITY must be starttls or tls: the password would be sent in the clear.": (
            bool(settings.smtp_password)
            and settings.smtp_security is MailSecurity.NONE
            and settings.smtp_host not in LOOPBACK
        ),
        "ACCORD_SESSION_MINUTES must be at least ACCORD_SESSION_IDLE_MINUTES.": (
            settings.session_lasts < settings.session_idle
        ),
        "ACCORD_MAIL_FROM must be an email address.": settings.mail_from.count("@") != 1,
        "ACCORD_DEMO_MAILBOX shows everybody's mail: it is for the demo on this machine only.": (
            bool(settings.demo_mailbox) and urlsplit(settings.public_url).hostname not in LOOPBACK
        ),
    }
    return [fault for fault, broken in checks.items() if broken]


def _is_origin(url: str) -> bool:
    parts = urlsplit(url)
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and not (parts.path or parts.query or parts.fragment or parts.username)
    )


def _plain_and_far(settings: Settings) -> bool:
    plain = not settings.secure
    return plain and (
        urlsplit(settings.public_url).hostname not in LOOPBACK or settings.host not in LOOPBACK
    )
