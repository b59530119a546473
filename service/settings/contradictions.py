"""What the settings may not say together."""

import re
from urllib.parse import urlsplit

from service.settings.fields import Settings
from service.settings.keys import key_faults
from service.settings.kinds import HIGHEST_PORT, LOOPBACK, MailSecurity

MOST_CONNECTIONS = 20
_SELECTOR = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")


def contradictions(settings: Settings) -> list[str]:
    """What is wrong with settings that are each right by themselves."""
    checks = {
        "ACCORD_PORT must be a port: 1 to 65535.": settings.port > HIGHEST_PORT,
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
        "ACCORD_CJSM_SMTP_SECURITY must be starttls or tls: CJSM's mail is always encrypted.": (
            settings.cjsm_smtp_security is MailSecurity.NONE
            and settings.cjsm_smtp_host not in LOOPBACK
        ),
        "ACCORD_DKIM_SELECTOR must be letters, digits and hyphens, like accord-2026.": (
            not _SELECTOR.fullmatch(settings.dkim_selector)
        ),
        "ACCORD_SMTP_CONNECTIONS must be 1 to 20.": settings.smtp_connections > MOST_CONNECTIONS,
        "ACCORD_SESSION_MINUTES must be at least ACCORD_SESSION_IDLE_MINUTES.": (
            settings.session_lasts < settings.session_idle
        ),
        "ACCORD_MAIL_FROM must be an email address.": settings.mail_from.count("@") != 1,
        "ACCORD_RECEIVE_HOST must be this machine (127.0.0.1 or ::1): whoever reaches it hands "
        "mail in, so let the mail server on this machine take it from elsewhere.": (
            settings.receive_host not in LOOPBACK
        ),
        "ACCORD_RECEIVE_PORT and ACCORD_RECEIVE_SOCKET are both set: keep one.": (
            bool(settings.receive_port and settings.receive_socket)
        ),
        "ACCORD_RECEIVE_AUTHSERV must be one word, like mail.example.org.": (
            len(settings.receive_authserv.split()) > 1 or ";" in settings.receive_authserv
        ),
        "ACCORD_DEMO_MAILBOX shows everybody's mail: it is for the demo on this machine only.": (
            bool(settings.demo_mailbox) and urlsplit(settings.public_url).hostname not in LOOPBACK
        ),
    }
    found = [fault for fault, broken in checks.items() if broken]
    return found + key_faults(settings.dkim_key_file)


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
