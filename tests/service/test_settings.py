"""Settings are read once, and every fault is named at once, in words."""

from datetime import timedelta
from pathlib import Path

import pytest

from service.settings import MailSecurity, SettingsFault, described, load


def _faults(environment: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsFault) as refused:
        load(environment)
    return refused.value.faults


def test_nothing_needs_to_be_set() -> None:
    settings = load({})
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.data == Path("accord-data")
    assert settings.session_idle == timedelta(minutes=30)
    assert settings.smtp_security is MailSecurity.NONE
    assert settings.mail_from == "accord@localhost"
    assert settings.embedded
    assert not settings.secure
    assert not settings.receives


def test_the_mail_domain_follows_the_public_address() -> None:
    settings = load({"ACCORD_PUBLIC_URL": "https://accord.example.org/"})
    assert settings.public_url == "https://accord.example.org"
    assert settings.mail_from == "accord@accord.example.org"
    assert settings.secure


def test_every_fault_is_named_at_once() -> None:
    faults = _faults(
        {"ACCORD_PORT": "many", "ACCORD_SMTP_SECURITY": "ssl", "ACCORD_LOG_LEVEL": "loud"}
    )
    assert faults == [
        "ACCORD_PORT is 'many'. It must be a whole number from 1 to 1,000,000.",
        "ACCORD_SMTP_SECURITY is 'ssl'. It must be none, starttls or tls.",
        "ACCORD_LOG_LEVEL is 'loud'. It must be debug, info or warning.",
    ]


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"ACCORD_PORT": "70000"}, "ACCORD_PORT"),
        ({"ACCORD_PUBLIC_URL": "http://accord.example.org"}, "ACCORD_PUBLIC_URL"),
        ({"ACCORD_PUBLIC_URL": "https://accord.example.org/app"}, "ACCORD_PUBLIC_URL"),
        ({"ACCORD_PUBLIC_URL": "accord"}, "ACCORD_PUBLIC_URL"),
        ({"ACCORD_HOST": "192.0.2.1"}, "ACCORD_PUBLIC_URL"),
        ({"ACCORD_WORKER_DATABASE_URL": "postgresql://x/y"}, "ACCORD_DATABASE_URL"),
        (
            {"ACCORD_SMTP_HOST": "mail.example.org", "ACCORD_SMTP_PASSWORD": "secret"},
            "ACCORD_SMTP_SECURITY",
        ),
        ({"ACCORD_RECEIVE_PORT": "70000"}, "ACCORD_RECEIVE_PORT"),
        ({"ACCORD_RECEIVE_HOST": "192.0.2.1"}, "ACCORD_RECEIVE_HOST"),
        ({"ACCORD_RECEIVE_PORT": "24", "ACCORD_RECEIVE_SOCKET": "/s"}, "ACCORD_RECEIVE_PORT"),
        ({"ACCORD_RECEIVE_AUTHSERV": "mx.example.org; spf=pass"}, "ACCORD_RECEIVE_AUTHSERV"),
        ({"ACCORD_SESSION_MINUTES": "5"}, "ACCORD_SESSION_MINUTES"),
        ({"ACCORD_MAIL_FROM": "nobody"}, "ACCORD_MAIL_FROM"),
        (
            {"ACCORD_DEMO_MAILBOX": "mail", "ACCORD_PUBLIC_URL": "https://accord.example.org"},
            "ACCORD_DEMO_MAILBOX",
        ),
    ],
)
def test_what_contradicts_or_endangers_is_refused(environment: dict[str, str], name: str) -> None:
    assert any(fault.startswith(name) for fault in _faults(environment))


def test_no_fault_repeats_a_password() -> None:
    faults = _faults({"ACCORD_SMTP_HOST": "mail.example.org", "ACCORD_SMTP_PASSWORD": "hush-hush"})
    assert "hush-hush" not in " ".join(faults)


def test_every_setting_says_what_it_is() -> None:
    names = [setting.name for setting in described()]
    assert len(set(names)) == len(names)
    assert all(name.startswith("ACCORD_") for name in names)
    assert all(setting.meaning.endswith(".") for setting in described())
