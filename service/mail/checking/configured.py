"""What the settings alone tell about mail, without any network."""

from urllib.parse import urlsplit

from service.mail.checking.findings import Finding, good, note, wrong
from service.mail.incoming.authentication import NAMELESS
from service.mail.routes import routes_of
from service.mail.smtp import MailServer
from service.settings import LOOPBACK, MailSecurity, Settings

_FROM_THE_START = 465
_UPGRADED = 587


def settings_findings(settings: Settings) -> list[Finding]:
    """Each fault, or that there is none, and what everybody should know of these settings."""
    faults = settings_faults(settings)
    return [*(faults or [good("They do not contradict each other.")]), *_notes(settings)]


def faults_in_service(settings: Settings) -> list[str]:
    """The faults in one line each, for an installation that others reach; none for a trial."""
    if urlsplit(settings.public_url).hostname in LOOPBACK:
        return []
    return [f"{fault.words} {fault.advice}" for fault in settings_faults(settings)]


def settings_faults(settings: Settings) -> list[Finding]:
    """Settings by which mail will not leave or answers not come."""
    servers = [route.server for route in routes_of(settings)]
    names = ["ACCORD_SMTP", "ACCORD_CJSM_SMTP"]
    return [
        *_domains(settings),
        *[
            fault
            for name, server in zip(names, servers, strict=False)
            for fault in _server(name, server, settings)
        ],
    ]


def _domains(settings: Settings) -> list[Finding]:
    sender = settings.mail_from.rpartition("@")[2]
    return [
        wrong(
            f"Nobody elsewhere can write to {domain}, which {name} names.",
            f"Set {name} to {example}.",
        )
        for name, domain, example in (
            ("ACCORD_MAIL_DOMAIN", settings.mail_domain, "a domain like accord.example.org"),
            ("ACCORD_MAIL_FROM", sender, "an address like accord@accord.example.org"),
        )
        if "." not in domain or domain.replace(".", "").isdigit()
    ]


def _server(name: str, server: MailServer, settings: Settings) -> list[Finding]:
    faults = [
        (
            server.security is MailSecurity.NONE and not server.local,
            f"Mail leaves for {server.host} unencrypted.",
            f"Set {name}_SECURITY to starttls, or to tls if the server speaks it from the start.",
        ),
        (
            server.port == _FROM_THE_START and server.security is not MailSecurity.TLS,
            f"Port {_FROM_THE_START} is encrypted from the start.",
            f"Set {name}_SECURITY=tls.",
        ),
        (
            server.port == _UPGRADED and server.security is MailSecurity.TLS,
            f"Port {_UPGRADED} begins openly and is encrypted afterwards.",
            f"Set {name}_SECURITY=starttls, or {name}_PORT=465.",
        ),
        (
            bool(server.user) != bool(server.password),
            f"Only one of {name}_USER and {name}_PASSWORD is set, so nobody signs in.",
            "Set both, or neither.",
        ),
        (
            server.local and server.port == settings.receive_port,
            f"{name}_PORT is ACCORD_RECEIVE_PORT: Accord would hand its mail to itself.",
            "Set one of them to another port.",
        ),
    ]
    return [wrong(words, advice) for broken, words, advice in faults if broken]


def _notes(settings: Settings) -> list[Finding]:
    if not settings.receives:
        return [
            note(
                "Answers by mail are not taken: people answer in Accord only.",
                "Set ACCORD_RECEIVE_PORT to take them.",
            )
        ]
    if not settings.receive_authserv:
        return [
            note(
                "A person looks at every answer, for ACCORD_RECEIVE_AUTHSERV is empty.",
                "Set it to the name of your server in Authentication-Results: --loop finds it.",
            )
        ]
    if settings.receive_authserv.lower() == NAMELESS:
        return [
            note(
                "Authentication-Results without a name are believed.",
                "Only right if your mail server removes such lines from all mail that it takes.",
            )
        ]
    return []
