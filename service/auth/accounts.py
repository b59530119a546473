"""What people do with their own account: sign in, give the password again, choose a new one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocker, Invalid, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.outbox import AccountLinkKind, Enqueue, Recipient
from planning.people.rules import Actor
from planning.transactions import execute, fetch_one, fetch_value, transaction
from service.auth.links import holder_of_link, send_link, use_link
from service.auth.password_rules import password_blockers
from service.auth.passwords import hash_password, needs_rehash, verify_password
from service.auth.sessions import Lifetimes, end_every_session, open_session
from service.auth.throttle import forget_tries, note_try

_SET = """
insert into credential (person_id, password_hash, changed_at) values ($1, $2, $3)
on conflict (person_id) do update set password_hash = $2, changed_at = $3
"""


class _Account(msgspec.Struct, frozen=True):
    person_id: UUID
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who knocks: the network address that tries are counted by, and the session, if any, that
    a new one replaces.
    """

    client: str
    lifetimes: Lifetimes
    session_id: str = ""


async def sign_in(*, email: str, password: str, visitor: Visitor, now: datetime) -> str:
    """A new session's cookie. Raises `Invalid`, alike for every reason, or `TooManyTries`."""
    address = email.strip().lower()
    account = await _known(address, password, visitor.client, now)
    if account is None:
        raise Invalid([Blocker("Check your email address and password", "email")])
    return await _let_in(account, address, password, visitor, now)


async def _known(address: str, password: str, client: str, now: datetime) -> _Account | None:
    account = await _try(address, client, now)
    stored = account.password_hash if account else None
    return account if await verify_password(stored, password) else None


async def _try(address: str, client: str, now: datetime) -> _Account | None:
    async with transaction(None):
        await note_try(address, client=client, now=now)
        return await fetch_one(
            _Account,
            "select p.id as person_id, c.password_hash from person p"
            " join agency a on a.id = p.agency_id left join credential c on c.person_id = p.id"
            " where p.email = $1 and p.closed_at is null and a.closed_at is null",
            address,
        )


async def _let_in(
    account: _Account, address: str, password: str, visitor: Visitor, now: datetime
) -> str:
    stronger = ""
    if account.password_hash and needs_rehash(account.password_hash):
        stronger = await hash_password(password)
    async with transaction(account.person_id):
        await forget_tries(address)
        if stronger:
            await execute(_SET, account.person_id, stronger, now)
        return await _open("account.signed_in", account.person_id, visitor, now)


async def _open(
    act: str, person_id: UUID, visitor: Visitor, now: datetime, *, same_forms: bool = False
) -> str:
    await record([Event(act, "person", person_id)], actor_id=person_id, now=now)
    return await open_session(
        person_id,
        lifetimes=visitor.lifetimes,
        now=now,
        replacing=visitor.session_id,
        same_forms=same_forms,
    )


async def confirm_password(*, actor: Actor, password: str, client: str, now: datetime) -> Actor:
    """The actor with a password given just now. Raises `Invalid` or `TooManyTries`.

    Call it before any transaction: it takes as long as the hash is slow.
    """
    if await _known(actor.email, password, client, now) is None:
        raise Invalid([Blocker("Enter the password that you signed in with", "password")])
    async with transaction(actor.person_id):
        await forget_tries(actor.email)
    return msgspec.structs.replace(actor, reauthenticated_at=now)


async def reauthenticate(*, actor: Actor, password: str, visitor: Visitor, now: datetime) -> str:
    """The cookie of a session that replaces this one, with the password given just now.

    Forms that are open in other windows can still be sent, so nothing typed there is lost.
    """
    await confirm_password(actor=actor, password=password, client=visitor.client, now=now)
    person_id = actor.person_id
    async with transaction(person_id):
        return await _open("account.password_confirmed", person_id, visitor, now, same_forms=True)


async def sign_out_everywhere(*, actor: Actor, now: datetime) -> None:
    """End every session of the person, this one too."""
    async with transaction(actor.person_id):
        await end_every_session(actor.person_id)
        await record(
            [Event("account.signed_out_everywhere", "person", actor.person_id)],
            actor_id=actor.person_id,
            now=now,
        )


async def invite(
    *, person_id: UUID, public_url: str, by: UUID | None, now: datetime, enqueue: Enqueue
) -> str:
    """Mail a person the link to choose their first password; returns its address as well."""
    async with transaction(by):
        address = await fetch_value(
            "select email from person where id = $1 and closed_at is null", person_id
        )
        block_if([] if address else [Blocker("Choose a person from the list.", "person_id")])
        await record([Event("account.invited", "person", person_id)], actor_id=by, now=now)
        return await send_link(
            kind=AccountLinkKind.INVITATION,
            recipient=Recipient(person_id, address),
            public_url=public_url,
            now=now,
            enqueue=enqueue,
        )


async def ask_for_reset(
    *, email: str, client: str, public_url: str, now: datetime, enqueue: Enqueue
) -> None:
    """Mail a link if the address is known; the caller answers alike in both cases."""
    address = email.strip().lower()
    async with transaction(None):
        await note_try(f"reset {address}", client=client, now=now)
        person_id = await fetch_value(
            "select id from person where email = $1 and closed_at is null", address
        )
        if person_id is not None:
            await send_link(
                kind=AccountLinkKind.PASSWORD_RESET,
                recipient=Recipient(person_id, address),
                public_url=public_url,
                now=now,
                enqueue=enqueue,
            )


async def choose_password(*, link: str, password: str, visitor: Visitor, now: datetime) -> str:
    """Set the password by a mailed link, end all other sessions, return a new one's cookie.

    Raises `LinkExpired`, or `Invalid` when the password is not taken.
    """
    holder = await holder_of_link(link, now=now)
    faults = password_blockers(password, email=holder.email, name=holder.name)
    if faults:
        raise Invalid(faults)
    hashed = await hash_password(password)
    async with transaction(holder.person_id):
        await use_link(link, now=now)
        await execute(_SET, holder.person_id, hashed, now)
        await end_every_session(holder.person_id)
        await forget_tries(holder.email)
        return await _open("account.password_chosen", holder.person_id, visitor, now)


async def set_password(*, person_id: UUID, password: str, now: datetime) -> None:
    """Set a password without a link or its rules: for synthetic data and tests."""
    hashed = await hash_password(password)
    async with transaction(None):
        await execute(_SET, person_id, hashed, now)
