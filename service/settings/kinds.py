"""The kinds of settings, and what one of them is."""

from enum import StrEnum

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


class MailProtocol(StrEnum):
    """How the organisation's mail server hands mail in."""

    LMTP = "lmtp"
    SMTP = "smtp"


class Port(int):
    """Where to listen; 0: nowhere."""


HIGHEST_PORT = 65535


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
