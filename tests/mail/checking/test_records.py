"""What DNS says, asked of a real name server."""

import base64
import subprocess

import pytest

from service.mail.checking import names as names_module
from service.mail.checking.findings import Finding, Outcome
from service.mail.checking.names import NameServers
from service.mail.checking.records import record_findings
from service.mail.signing import Signer
from service.settings import load
from tests.mail.checking.zone import Records, names, serving

SETTINGS = load(
    {
        "ACCORD_PUBLIC_URL": "https://accord.example.org",
        "ACCORD_MAIL_FROM": "accord@example.org",
    }
)
OURS, SENDER = "accord.example.org", "example.org"
GOOD: Records = {
    (OURS, "MX"): ["20 two.example.org.", "10 one.example.org."],
    ("one.example.org", "A"): ["192.0.2.1"],
    ("two.example.org", "AAAA"): ["2001:db8::1"],
    (OURS, "TXT"): ['"v=spf1 mx " "-all"'],
    (SENDER, "TXT"): ['"verification=1"', '"v=spf1 include:_spf.example.org -all"'],
    ("_dmarc.example.org", "TXT"): ['"v=DMARC1; p=reject"'],
}


async def _found(records: Records, signer: Signer | None = None) -> list[Finding]:
    async with names(records) as ask:
        return await record_findings(ask, SETTINGS, signer)


async def _outcomes(records: Records) -> list[Outcome]:
    return [finding.outcome for finding in await _found(records)]


async def test_a_domain_as_it_should_be() -> None:
    found = await _found(GOOD)
    assert [one.outcome for one in found] == [*[Outcome.GOOD] * 4, Outcome.NOT_DONE]
    assert found[0].words == "Mail for accord.example.org goes to one.example.org, two.example.org."


async def test_every_fault_is_named_at_once() -> None:
    assert [one.words for one in (await _found({}))[:4]] == [
        "accord.example.org has no MX record, so answers and bounces do not come back.",
        "accord.example.org has no SPF record, so many servers refuse its mail.",
        "example.org has no SPF record, so many servers refuse its mail.",
        "example.org has no DMARC record.",
    ]


@pytest.mark.parametrize(
    ("place", "changes", "words"),
    [
        (0, {(OURS, "MX"): ["0 ."]}, "says in DNS that it takes no mail"),
        (0, {(OURS, "MX"): ["10 gone.example.org."]}, "gone.example.org in MX, which have no"),
        (1, {(OURS, "TXT"): ['"v=spf1 -all"', '"v=spf1 mx -all"']}, "2 SPF records, so none"),
        (1, {(OURS, "TXT"): ['"v=spf1 +all"']}, "allows everybody"),
        (1, {(OURS, "TXT"): ['"v=spf10 -all"']}, "has no SPF record"),
        (3, {("_dmarc.example.org", "TXT"): ['"v=DMARC1; p=none"']}, "asks nobody to refuse"),
        (
            3,
            {("_dmarc.example.org", "TXT"): ['"v=DMARC1; p=reject; aspf=s"']},
            "SPF of accord.example.org does not speak for it",
        ),
    ],
)
async def test_one_fault(place: int, changes: Records, words: str) -> None:
    found = await _found({**GOOD, **changes})
    assert words in found[place].words
    assert found[place].outcome in {Outcome.WRONG, Outcome.NOTE}
    assert found[place].advice
    assert sum(one.outcome in {Outcome.WRONG, Outcome.NOTE} for one in found) == 1


async def test_a_policy_of_the_domain_above_counts() -> None:
    settings = load({"ACCORD_PUBLIC_URL": "https://accord.example.org"})
    async with names(GOOD) as ask:
        found = await record_findings(ask, settings, None)
    assert found[2].words == "accord.example.org has a DMARC policy."


async def test_nothing_is_known_where_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_module, "SECONDS", 0.2)
    async with serving({}, silent=True) as address:
        found = await record_findings(NameServers(address), SETTINGS, None)
    assert {one.outcome for one in found} == {Outcome.NOT_DONE}


def _openssl(*words: str, given: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *words], input=given, capture_output=True, check=True).stdout


async def test_the_key_in_dns_is_compared_with_ours() -> None:
    keys = [_openssl("genrsa", "2048") for _ in range(2)]
    halves = [
        base64.b64encode(_openssl("rsa", "-pubout", "-outform", "der", given=key)).decode()
        for key in keys
    ]
    signer = Signer(SENDER, "accord", keys[0])
    name = ("accord._domainkey.example.org", "TXT")
    told = []
    for record in (halves[0], halves[1], "", "AAAA"):
        texts = [f'"v=DKIM1; k=rsa; " "p={record[:200]}" "{record[200:]}"']
        told.append((await _found({**GOOD, name: texts}, signer))[4])
    missing = (await _found(GOOD, signer))[4]
    assert told[0].words == "accord._domainkey.example.org has the other half of the key."
    assert {one.words for one in told[1:]} == {
        "accord._domainkey.example.org has another key than ACCORD_DKIM_KEY_FILE."
    }
    assert "has no key" in missing.words
    assert "openssl rsa -in KEY-FILE -pubout" in missing.advice
