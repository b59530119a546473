"""Signed mail is proved by the library's own verifier, from a key as DNS would show it."""

import subprocess
from email import message_from_bytes
from pathlib import Path

import asyncpg
import dkim
import pytest

from planning.outbox import Recipient
from planning.people.rules import Actor
from planning.transactions import transaction
from service.mail.outgoing import Outgoing
from service.mail.rendering import render
from service.mail.signing import Signer, signer_of
from service.settings import SettingsFault, load
from tests.mail.delivering import deliver
from tests.mail.messages import IDENTITY, NOW, cancellation, invitation
from tests.mail.servers import Script, listening


def make_key(file: Path, *, bits: int = 2048) -> Path:
    subprocess.run(
        ["openssl", "genrsa", "-out", str(file), str(bits)], capture_output=True, check=True
    )
    file.chmod(0o600)
    return file


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_key(tmp_path_factory.mktemp("dkim") / "key.pem")


@pytest.fixture
def signer(key_file: Path) -> Signer:
    made = signer_of(
        load({"ACCORD_DKIM_KEY_FILE": str(key_file), "ACCORD_MAIL_FROM": "accord@accord.example"})
    )
    assert made is not None
    return made


@pytest.fixture
def proves(key_file: Path) -> "Proof":
    public = subprocess.run(
        ["openssl", "rsa", "-in", str(key_file), "-pubout"], capture_output=True, check=True
    )
    return Proof(b"".join(public.stdout.splitlines()[1:-1]))


class Proof:
    def __init__(self, public: bytes) -> None:
        self._record = b"v=DKIM1; k=rsa; p=" + public

    def __call__(self, mail: bytes) -> bool:
        def look_up(name: bytes, timeout: int = 5) -> bytes:
            return self._record if name == b"accord._domainkey.accord.example." else b""

        return bool(dkim.verify(mail, dnsfunc=look_up))


def test_no_key_no_signature() -> None:
    assert signer_of(load({})) is None


def test_an_invitation_and_its_cancellation_are_proved(signer: Signer, proves: Proof) -> None:
    for message in (invitation(), cancellation(invitation())):
        mail = signer.sign(render(message, identity=IDENTITY, now=NOW).body)
        assert proves(mail)
        assert message_from_bytes(mail)["DKIM-Signature"].count("rom") == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"From: Accord", b"From: Someone"),
        (b"\r\nTo:", b"\r\nFrom: other@accord.example\r\nTo:"),
        (b"\r\nSubject: OFFICIAL", b"\r\nSubject: Please"),
        (b"\r\nReply-To: meetings", b"\r\nReply-To: others"),
        (b"multipart/mixed", b"multipart/alternative"),
        (b"method=\"REQUEST\"", b"method=\"CANCEL\""),
    ],
)  # fmt: skip
def test_a_change_on_the_way_is_seen(old: bytes, new: bytes, signer: Signer, proves: Proof) -> None:
    mail = signer.sign(render(invitation(), identity=IDENTITY, now=NOW).body)
    assert old in mail
    assert not proves(mail.replace(old, new, 1))


async def test_what_arrives_is_proved_and_was_signed_once(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool, signer: Signer, proves: Proof
) -> None:
    script = Script()
    async with transaction(sam.person_id):
        await Outgoing(IDENTITY, signer)([invitation(recipient=to_sam)], now=NOW)
    queued = await worker_pool.fetchval("select body from mail_message")
    async with listening(script) as port:
        await deliver(worker_pool, port)
    assert script.taken == [queued]
    assert proves(script.taken[0])


def faults(file: Path) -> list[str]:
    with pytest.raises(SettingsFault) as refused:
        load({"ACCORD_DKIM_KEY_FILE": str(file)})
    return refused.value.faults


def test_a_key_that_cannot_be_used_is_named_at_the_start(tmp_path: Path, key_file: Path) -> None:
    assert faults(tmp_path / "none") == [
        "ACCORD_DKIM_KEY_FILE cannot be read: check the path and who may read it."
    ]
    nonsense = tmp_path / "nonsense"
    nonsense.write_text("no key")
    assert faults(nonsense) == [
        "ACCORD_DKIM_KEY_FILE must hold an RSA private key (openssl genrsa 2048)."
    ]
    assert faults(make_key(tmp_path / "short", bits=768)) == [
        "ACCORD_DKIM_KEY_FILE holds a key that receivers ignore: make one of 2048 bits."
    ]
    shown = tmp_path / "shown"
    shown.write_bytes(key_file.read_bytes())
    shown.chmod(0o644)
    assert faults(shown) == ["ACCORD_DKIM_KEY_FILE can be read by everybody: run chmod o= on it."]


def test_a_selector_that_dns_cannot_hold() -> None:
    with pytest.raises(SettingsFault, match="ACCORD_DKIM_SELECTOR must be"):
        load({"ACCORD_DKIM_SELECTOR": "not one"})
