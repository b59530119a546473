"""Single-use links by mail, with which a person chooses a password."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from planning.errors import NotFound
from planning.outbox import AccountLink, AccountLinkKind, Enqueue, Recipient
from planning.transactions import execute, fetch_one, transaction
from service.auth.secret import digest, new_secret

LASTS = {
    AccountLinkKind.INVITATION: timedelta(days=7),
    AccountLinkKind.PASSWORD_RESET: timedelta(hours=1),
}
PATH = "/choose-password"


class LinkExpired(NotFound):
    """The link was used, is too old, was replaced by a newer one, or never was."""

    def __init__(self) -> None:
        super().__init__("This link does not work any more. Ask for a new one.")


class Holder(msgspec.Struct, frozen=True):
    """Whose link it is."""

    person_id: UUID
    name: str
    email: str


async def send_link(
    *,
    kind: AccountLinkKind,
    recipient: Recipient,
    public_url: str,
    now: datetime,
    enqueue: Enqueue,
) -> str:
    """Mail a fresh link, ending older ones; its address, too. Needs an open transaction."""
    secret, link_id = new_secret(), uuid4()
    await execute(
        "with older as ("
        " update account_link set used_at = $5 where person_id = $3 and used_at is null)"
        " insert into account_link (id, secret_hash, person_id, kind, created_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        link_id, digest(secret), recipient.person_id, kind, now, now + LASTS[kind],
    )  # fmt: skip
    url = f"{public_url}{PATH}?link={secret}"
    await enqueue([AccountLink(kind, link_id, recipient, url)], now=now)
    return url


async def end_every_link(person_id: UUID, *, now: datetime) -> None:
    """Let no link that was mailed to a person work any more. Needs an open transaction."""
    await execute(
        "update account_link set used_at = $2 where person_id = $1 and used_at is null",
        person_id, now,
    )  # fmt: skip


async def holder_of_link(secret: str, *, now: datetime) -> Holder:
    """Whose link it is, without using it up: mail scanners open links. Raises `LinkExpired`."""
    async with transaction(None):
        holder = await fetch_one(Holder, _HOLDER, digest(secret), now)
    if holder is None:
        raise LinkExpired
    return holder


async def use_link(secret: str, *, now: datetime) -> None:
    """Use the link up; raises `LinkExpired`. Needs an open transaction."""
    used = await execute(
        "update account_link set used_at = $2"
        " where secret_hash = $1 and used_at is null and expires_at > $2",
        digest(secret), now,
    )  # fmt: skip
    if not used:
        raise LinkExpired


_HOLDER = """
select p.id as person_id, p.name, p.email
from account_link l join person p on p.id = l.person_id
where l.secret_hash = $1 and l.used_at is null and l.expires_at > $2 and p.closed_at is null
"""
