"""Each setting: its variable, what it is when unset, what it means."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import msgspec

from service.settings.kinds import LogLevel, MailProtocol, MailSecurity, Port, Setting


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
    smtp_connections: Annotated[
        int, Setting("ACCORD_SMTP_CONNECTIONS", "4", "Most connections to it at once.")
    ]
    mail_per_minute: Annotated[
        int, Setting("ACCORD_MAIL_PER_MINUTE", "6000", "Most mails handed in within a minute.")
    ]
    cjsm_smtp_host: Annotated[
        str,
        Setting(
            "ACCORD_CJSM_SMTP_HOST", "", "Mail server of CJSM; empty: the ordinary one, encrypted."
        ),
    ]
    cjsm_smtp_port: Annotated[int, Setting("ACCORD_CJSM_SMTP_PORT", "25", "Its port.")]
    cjsm_smtp_user: Annotated[
        str, Setting("ACCORD_CJSM_SMTP_USER", "", "User at CJSM's server; empty: no sign-in.")
    ]
    cjsm_smtp_password: Annotated[
        str, Setting("ACCORD_CJSM_SMTP_PASSWORD", "", "Password at CJSM's server.")
    ]
    cjsm_smtp_security: Annotated[
        MailSecurity, Setting("ACCORD_CJSM_SMTP_SECURITY", "starttls", "`starttls` or `tls`.")
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
    dkim_key_file: Annotated[
        str,
        Setting(
            "ACCORD_DKIM_KEY_FILE", "", "RSA key that signs our mail; empty: your server signs."
        ),
    ]
    dkim_selector: Annotated[
        str, Setting("ACCORD_DKIM_SELECTOR", "accord", "Name of its public half in DNS.")
    ]
    session_idle: Annotated[
        timedelta,
        Setting("ACCORD_SESSION_IDLE_MINUTES", "30", "Minutes without use that end a session."),
    ]
    session_lasts: Annotated[
        timedelta,
        Setting("ACCORD_SESSION_MINUTES", "720", "Minutes after which every session ends."),
    ]
    receive_port: Annotated[
        Port,
        Setting("ACCORD_RECEIVE_PORT", "", "Port that takes mail for us; empty: none."),
    ]
    receive_host: Annotated[
        str,
        Setting("ACCORD_RECEIVE_HOST", "127.0.0.1", "Its address, which must be this machine's."),
    ]
    receive_socket: Annotated[
        str,
        Setting("ACCORD_RECEIVE_SOCKET", "", "Unix socket that takes mail, in place of the port."),
    ]
    receive_protocol: Annotated[
        MailProtocol,
        Setting("ACCORD_RECEIVE_PROTOCOL", "lmtp", "How it is handed in: `lmtp` or `smtp`."),
    ]
    receive_authserv: Annotated[
        str,
        Setting(
            "ACCORD_RECEIVE_AUTHSERV",
            "",
            "Name under which your mail server writes Authentication-Results; `none`: it writes "
            "them without a name; empty: a person looks at every answer.",
        ),
    ]
    receive_hops: Annotated[
        int,
        Setting("ACCORD_RECEIVE_HOPS", "1", "Received lines that your own mail servers write."),
    ]
    receive_days: Annotated[
        int,
        Setting("ACCORD_RECEIVE_DAYS", "30", "Days for which mail that was dealt with is kept."),
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
    worker_metrics_port: Annotated[
        Port,
        Setting(
            "ACCORD_WORKER_METRICS_PORT", "", "Port of the worker's /metrics here; empty: none."
        ),
    ]
    receive_metrics_port: Annotated[
        Port,
        Setting(
            "ACCORD_RECEIVE_METRICS_PORT",
            "",
            "Port of /metrics of what takes mail, here; empty: none.",
        ),
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
    def receives(self) -> bool:
        """Whether mail is taken."""
        return bool(self.receive_port or self.receive_socket)

    @property
    def embedded(self) -> bool:
        """Whether the built-in database is used."""
        return not self.database_url
