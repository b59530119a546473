"""Settings: environment variables, read once, every fault named at once."""

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, get_type_hints
from urllib.parse import urlsplit

import msgspec

from service.settings.contradictions import contradictions
from service.settings.fields import Settings
from service.settings.kinds import (
    HIGHEST_PORT,
    LOOPBACK,
    LogLevel,
    MailProtocol,
    MailSecurity,
    Port,
    Setting,
    SettingsFault,
)

__all__ = [
    "LOOPBACK",
    "LogLevel",
    "MailProtocol",
    "MailSecurity",
    "Port",
    "Setting",
    "Settings",
    "SettingsFault",
    "described",
    "load",
]


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
    faults = contradictions(settings)
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
    MailProtocol: "It must be lmtp or smtp.",
    Port: "It must be a port: 1 to 65535.",
}


def _convert(kind: type, typed: str) -> object:
    if kind is Port:
        return _port(typed)
    if kind in {int, timedelta}:
        number = int(typed)
        if not 1 <= number <= _MOST:
            raise ValueError
        return number if kind is int else timedelta(minutes=number)
    return kind(typed)


def _port(typed: str) -> Port:
    number = int(typed or "0")
    if typed and not 1 <= number <= HIGHEST_PORT:
        raise ValueError
    return Port(number)


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
