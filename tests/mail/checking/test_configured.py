"""What the settings alone tell."""

import pytest

from service.mail.checking.configured import faults_in_service, settings_faults, settings_findings
from service.mail.checking.findings import Outcome
from service.settings import load

SOUND = {
    "ACCORD_PUBLIC_URL": "https://accord.example.org",
    "ACCORD_SMTP_HOST": "mail.example.org",
    "ACCORD_SMTP_SECURITY": "starttls",
    "ACCORD_RECEIVE_PORT": "8025",
    "ACCORD_RECEIVE_AUTHSERV": "mail.example.org",
}


def test_sound_settings() -> None:
    assert [one.outcome for one in settings_findings(load(SOUND))] == [Outcome.GOOD]
    assert faults_in_service(load(SOUND)) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ACCORD_SMTP_SECURITY": "none"}, "Mail leaves for mail.example.org unencrypted."),
        ({"ACCORD_SMTP_PORT": "465"}, "Port 465 is encrypted from the start."),
        (
            {"ACCORD_SMTP_PORT": "587", "ACCORD_SMTP_SECURITY": "tls"},
            "Port 587 begins openly and is encrypted afterwards.",
        ),
        (
            {"ACCORD_SMTP_USER": "accord"},
            "Only one of ACCORD_SMTP_USER and ACCORD_SMTP_PASSWORD is set, so nobody signs in.",
        ),
        (
            {"ACCORD_CJSM_SMTP_HOST": "cjsm.example", "ACCORD_CJSM_SMTP_PORT": "465"},
            "Port 465 is encrypted from the start.",
        ),
        (
            {"ACCORD_SMTP_HOST": "127.0.0.1", "ACCORD_SMTP_PORT": "8025"},
            "ACCORD_SMTP_PORT is ACCORD_RECEIVE_PORT: Accord would hand its mail to itself.",
        ),
        (
            {"ACCORD_MAIL_DOMAIN": "intranet", "ACCORD_MAIL_FROM": "accord@example.org"},
            "Nobody elsewhere can write to intranet, which ACCORD_MAIL_DOMAIN names.",
        ),
    ],
)
def test_a_fault_of_the_settings(changes: dict[str, str], words: str) -> None:
    settings = load(SOUND | changes)
    (fault,) = settings_faults(settings)
    assert (fault.outcome, fault.words) == (Outcome.WRONG, words)
    assert faults_in_service(settings) == [f"{words} {fault.advice}"]


def test_all_faults_are_named_at_once() -> None:
    settings = load(SOUND | {"ACCORD_SMTP_SECURITY": "none", "ACCORD_SMTP_PORT": "465"})
    assert [one.outcome for one in settings_findings(settings)] == [Outcome.WRONG] * 2


def test_a_trial_on_this_machine_is_not_bothered() -> None:
    assert faults_in_service(load({})) == []
    assert [one.outcome for one in settings_faults(load({}))] == [Outcome.WRONG] * 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ACCORD_RECEIVE_PORT": ""}, "Answers by mail are not taken"),
        ({"ACCORD_RECEIVE_AUTHSERV": ""}, "A person looks at every answer"),
        ({"ACCORD_RECEIVE_AUTHSERV": "none"}, "without a name are believed"),
    ],
)
def test_what_somebody_may_have_wanted_is_a_note(changes: dict[str, str], words: str) -> None:
    last = settings_findings(load(SOUND | changes))[-1]
    assert (last.outcome, words in last.words) == (Outcome.NOTE, True)
