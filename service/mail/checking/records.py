"""Whether DNS lets answers come back to us, and others believe our mail."""

import base64
import binascii
from collections.abc import Awaitable, Callable

from dkim.crypto import UnparsableKeyError, parse_pem_private_key, parse_public_key

from service.mail.checking.findings import Finding, good, not_done, note, wrong
from service.mail.checking.names import NameServers, Unanswered
from service.mail.signing import Signer
from service.settings import Settings

_UNANSWERED = "no name server answered within the time."


async def record_findings(
    names: NameServers, settings: Settings, signer: Signer | None
) -> list[Finding]:
    """MX of the mail domain, SPF of both domains, DMARC of the sender's, and our own key."""
    ours, sender = settings.mail_domain, settings.mail_from.rpartition("@")[2]
    asked: dict[str, Callable[[], Awaitable[Finding]]] = {
        f"MX of {ours}": lambda: _mx(names, ours),
        f"SPF of {ours}": lambda: _spf(names, ours),
        f"SPF of {sender}": lambda: _spf(names, sender),
        f"DMARC of {sender}": lambda: _dmarc(names, sender, ours, signs=signer is not None),
        f"DKIM of {sender}": lambda: _dkim(names, signer),
    }
    return [await _unless_silent(what, ask) for what, ask in asked.items()]


async def _unless_silent(what: str, ask: Callable[[], Awaitable[Finding]]) -> Finding:
    try:
        return await ask()
    except Unanswered:
        return not_done(f"{what}: {_UNANSWERED}", "Try again where DNS can be asked.")


async def _mx(names: NameServers, domain: str) -> Finding:
    hosts = await names.servers(domain)
    example = f"Add to DNS: {domain}. MX 10 and the name of the server that takes mail for it."
    if not hosts:
        return wrong(
            f"{domain} has no MX record, so answers and bounces do not come back.", example
        )
    if "" in hosts:
        return wrong(f"{domain} says in DNS that it takes no mail.", example)
    dead = [host for host in hosts if not await names.has_address(host)]
    if dead:
        return wrong(
            f"{domain} names {' and '.join(dead)} in MX, which have no address.",
            "Correct the MX record, or give the host an A or AAAA record.",
        )
    return good(f"Mail for {domain} goes to {', '.join(hosts)}.")


async def _spf(names: NameServers, domain: str) -> Finding:
    found = [text for text in await names.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return wrong(
            f"{domain} has no SPF record, so many servers refuse its mail.",
            f'Add to DNS: {domain}. TXT "v=spf1 …  -all" with the servers that send for it.',
        )
    if len(found) > 1:
        return wrong(f"{domain} has {len(found)} SPF records, so none counts.", "Keep one of them.")
    words = found[0].lower().split()
    if {"+all", "all"} & set(words):
        return wrong(f"The SPF record of {domain} allows everybody.", "End it with -all.")
    return good(
        f"{domain} has an SPF record. Whether it names your server shows when mail arrives."
    )


async def _dmarc(names: NameServers, sender: str, envelope: str, *, signs: bool) -> Finding:
    domain, tags = await _policy(names, sender)
    if not tags:
        return wrong(
            f"{sender} has no DMARC record.",
            f'Add to DNS: _dmarc.{sender}. TXT "v=DMARC1; p=quarantine", when SPF or DKIM pass.',
        )
    if not _is_aligned(sender, envelope, domain, strict=tags.get("aspf") == "s") and not signs:
        return note(
            f"By DMARC of {sender}, SPF of {envelope} does not speak for it: only DKIM can.",
            f"Have your mail server sign for {sender}, or set ACCORD_DKIM_KEY_FILE.",
        )
    if tags.get("p", "none") == "none":
        return note(
            f"DMARC of {sender} asks nobody to refuse forged mail (p=none).",
            "Set p=quarantine once everything passes.",
        )
    return good(f"{sender} has a DMARC policy.")


async def _policy(names: NameServers, sender: str) -> tuple[str, dict[str, str]]:
    """The domain that has the record, which may be one above, and what it says."""
    labels = sender.split(".")
    for start in range(max(len(labels) - 1, 1)):
        domain = ".".join(labels[start:])
        for text in await names.texts(f"_dmarc.{domain}"):
            tags = _tags(text)
            if tags.get("v", "").upper() == "DMARC1":
                return domain, tags
    return sender, {}


def _is_aligned(sender: str, envelope: str, policy: str, *, strict: bool) -> bool:
    if sender == envelope:
        return True
    related = f".{envelope}".endswith(f".{policy}") or f".{sender}".endswith(f".{envelope}")
    return related and not strict


def _tags(text: str) -> dict[str, str]:
    """As in `v=DMARC1; p=none`; names and values without the spaces around them."""
    pairs = (pair.partition("=") for pair in text.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, _, value in pairs}


async def _dkim(names: NameServers, signer: Signer | None) -> Finding:
    if signer is None:
        return not_done(
            "Accord does not sign. Whether your mail server does shows on mail that arrives: send "
            "some with --to, and look for dkim=pass in its header."
        )
    name = f"{signer.selector}._domainkey.{signer.domain}"
    advice = (
        f'Add to DNS: {name}. TXT "v=DKIM1; k=rsa; p=…". What follows p= is printed by: '
        "openssl rsa -in KEY-FILE -pubout -outform der | openssl base64 -A"
    )
    found = [tags for text in await names.texts(name) if "p" in (tags := _tags(text))]
    if not found:
        return wrong(f"{name} has no key, so our signatures count for nothing.", advice)
    if not any(_is_half_of(tags["p"], signer.key) for tags in found):
        return wrong(f"{name} has another key than ACCORD_DKIM_KEY_FILE.", advice)
    return good(f"{name} has the other half of the key.")


def _is_half_of(given: str, private: bytes) -> bool:
    try:
        public = parse_public_key(base64.b64decode(given))
    except (UnparsableKeyError, binascii.Error, ValueError, IndexError):
        return False
    ours = parse_pem_private_key(private)
    return bool(public["modulus"] == ours["modulus"])
