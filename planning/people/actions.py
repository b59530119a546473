"""Reference data: adding agencies and people. An administrator's acts, or the command line's."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from planning.constraints import SENTENCES
from planning.errors import Blocked, Blocker, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import (
    Actor,
    AgencyCategory,
    MailChannel,
    Role,
    address_blockers,
    require_fresh_password,
    require_role,
)
from planning.people.tables import Agency, Person, PersonRole, Signatory
from planning.transactions import fetch_value, transaction


def _administers(actor: Actor | None) -> UUID | None:
    """The command line acts as nobody (`None`): who runs it already has the database."""
    if actor is None:
        return None
    require_role(actor, Role.ADMINISTRATOR)
    return actor.person_id


async def add_agency(
    *, name: str, category: AgencyCategory, actor: Actor | None, now: datetime
) -> UUID:
    """Add an agency; raises `Blocked` when the name is taken."""
    by = _administers(actor)
    async with transaction(by):
        if await fetch_value("select true from agency where name = $1", name):
            raise Blocked([Blocker("There is an agency of that name already.", "name")])
        agency_id = uuid4()
        await Agency.insert(
            Agency(
                id=agency_id,
                name=name,
                category=category,
                closed_at=None,
                mail_channel=MailChannel.ORDINARY,
            )
        )
        await record([Event("agency.added", "agency", agency_id)], actor_id=by, now=now)
        return agency_id


async def set_mail_channel(
    *, agency_id: UUID, channel: MailChannel, actor: Actor, now: datetime
) -> None:
    """Say how mail may reach an agency from now on; what is queued keeps the channel it has.

    Raises `NotFound` for no open agency. History keeps the channel before and after.
    """
    by = _administers(actor)
    async with transaction(by):
        before = await fetch_value(
            "select mail_channel from agency where id = $1 and closed_at is null for update",
            agency_id,
        )
        if before is None:
            raise NotFound
        if before != channel:
            await Agency.update({Agency.mail_channel: channel}).where(Agency.id == agency_id)
            change = {"before": before, "after": channel}
            await record(
                [Event("agency.mail_channel_set", "agency", agency_id, None, change)],
                actor_id=by,
                now=now,
            )


async def add_person(
    *,
    agency_id: UUID,
    name: str,
    email: str,
    job_title: str,
    decision_authority: bool,
    roles: Sequence[Role],
    actor: Actor | None,
    now: datetime,
) -> UUID:
    """Add a person with roles. The address is kept in lower case: it is how the person signs in.

    Raises `Blocked` for an address that is taken or none, or an unknown agency.
    """
    by = _administers(actor)
    address = email.strip().lower()
    async with transaction(by):
        await _check_new_person(agency_id, address)
        person_id = uuid4()
        await Person.insert(
            Person(
                id=person_id,
                agency_id=agency_id,
                name=name,
                email=address,
                job_title=job_title,
                decision_authority=decision_authority,
                closed_at=None,
            )
        )
        await _give_roles(person_id, roles, by, now)
        await record(
            [Event("person.added", "person", person_id, None, {"roles": sorted(roles)})],
            actor_id=by,
            now=now,
        )
        return person_id


async def _check_new_person(agency_id: UUID, address: str) -> None:
    blockers = address_blockers(address)
    if await fetch_value("select true from person where email = $1", address):
        blockers.append(Blocker("Somebody with that email address is here already.", "email"))
    if not await fetch_value(
        "select true from agency where id = $1 and closed_at is null", agency_id
    ):
        blockers.append(Blocker("Choose an agency from the list.", "agency_id"))
    if blockers:
        raise Blocked(blockers)


async def change_address(*, person_id: UUID, email: str, actor: Actor, now: datetime) -> str:
    """Give a person another address to be mailed at and to sign in with; returns the former one.

    Whoever has the mailbox can get into the account, so the password must be fresh. Raises
    `ReauthenticationNeeded`, `NotFound`, `Blocked` for an address that is taken, the same or none.
    """
    by = _administers(actor)
    require_fresh_password(actor, now)
    address = email.strip().lower()
    async with transaction(by):
        former = await fetch_value(
            "select email from person where id = $1 and closed_at is null for update", person_id
        )
        if former is None:
            raise NotFound
        if former == address:
            raise Blocked([Blocker("That is the address already. Enter another.", "email")])
        block_if(address_blockers(address))
        if await fetch_value("select true from person where email = $1", address):
            raise Blocked([Blocker(SENTENCES["uq_person_email"], "email")])
        await Person.update({Person.email: address}).where(Person.id == person_id)
        change = {"before": former, "after": address}
        await record(
            [Event("person.address_changed", "person", person_id, None, change)],
            actor_id=by,
            now=now,
        )
        return str(former)


async def _give_roles(
    person_id: UUID, roles: Sequence[Role], by: UUID | None, now: datetime
) -> None:
    rows = [
        PersonRole(person_id=person_id, role=role, granted_at=now, granted_by=by)
        for role in sorted(set(roles))
    ]
    if rows:
        await PersonRole.insert(*rows)


async def authorise_signatory(
    *, person_id: UUID, from_on: date, until_on: date | None, actor: Actor | None, now: datetime
) -> UUID:
    """Put a person on their agency's list of signatories, both dates included.

    Raises `Blocked` for an end before the start, a start that is there already, or nobody.
    """
    by = _administers(actor)
    if until_on is not None and until_on < from_on:
        raise Blocked([Blocker("The last day must not be before the first.", "until_on")])
    async with transaction(by):
        agency_id = await fetch_value(
            "select agency_id from person where id = $1 and closed_at is null", person_id
        )
        if agency_id is None:
            raise Blocked([Blocker("Choose a person from the list.", "person_id")])
        if await Signatory.exists().where(
            Signatory.person_id == person_id, Signatory.from_on == from_on
        ):
            raise Blocked([Blocker(SENTENCES["uq_signatory_person"], "from_on")])
        signatory_id = uuid4()
        await Signatory.insert(
            Signatory(
                id=signatory_id,
                agency_id=agency_id,
                person_id=person_id,
                from_on=from_on,
                until_on=until_on,
            )
        )
        await record([Event("signatory.authorised", "person", person_id)], actor_id=by, now=now)
        return signatory_id


async def end_signatory(
    *, signatory_id: UUID, last_on: date, actor: Actor | None, now: datetime
) -> None:
    """Let a person sign until a date, that day included; what they signed stands.

    Raises `NotFound`, or `Blocked` when that is before they began.
    """
    by = _administers(actor)
    async with transaction(by):
        held = (
            await Signatory.select(Signatory.person_id, Signatory.from_on)
            .where(Signatory.id == signatory_id)
            .first()
        )
        if held is None:
            raise NotFound
        if last_on < held["from_on"]:
            raise Blocked([Blocker("The last day must not be before the first.", "until_on")])
        await Signatory.update({Signatory.until_on: last_on}).where(Signatory.id == signatory_id)
        await record([Event("signatory.ended", "person", held["person_id"])], actor_id=by, now=now)


async def remove_person(*, person_id: UUID, actor: Actor | None, now: datetime) -> None:
    """Close a person's account; what they did and signed stays."""
    by = _administers(actor)
    async with transaction(by):
        await Person.update({Person.closed_at: now}).where(
            Person.id == person_id, Person.closed_at.is_null()
        )
        await record([Event("person.removed", "person", person_id)], actor_id=by, now=now)
