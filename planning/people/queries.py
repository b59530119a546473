"""The directory: agencies and the people in them. Every signed-in person may read it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.people.rules import Actor, AgencyCategory, MailChannel, Role
from planning.transactions import fetch_all, fetch_one, fetch_value, transaction


class AgencySeen(msgspec.Struct, frozen=True):
    """An agency of the partnership."""

    id: UUID
    name: str
    category: AgencyCategory
    mail_channel: MailChannel


class ChannelChange(msgspec.Struct, frozen=True):
    """When an agency's channel was set, from which to which, and by whom."""

    at: datetime
    by_name: str
    before: MailChannel
    after: MailChannel


class PersonSeen(msgspec.Struct, frozen=True):
    """A person in the directory."""

    id: UUID
    name: str
    email: str
    job_title: str
    agency_id: UUID
    agency_name: str
    agency_category: AgencyCategory
    decision_authority: bool
    mail_channel: MailChannel
    roles: list[Role]


_PEOPLE = """
select p.id, p.name, p.email, p.job_title, p.agency_id, a.name as agency_name,
       a.category as agency_category, p.decision_authority, a.mail_channel,
       array(select r.role from person_role r where r.person_id = p.id order by r.role) as roles
from person p join agency a on a.id = p.agency_id
where p.closed_at is null and a.closed_at is null
"""


async def agencies(*, actor: Actor) -> list[AgencySeen]:
    """Open agencies by name."""
    async with transaction(actor.person_id):
        return await fetch_all(
            AgencySeen,
            "select id, name, category, mail_channel from agency where closed_at is null"
            " order by name",
        )


async def channel_changes(*, agency_id: UUID, actor: Actor) -> list[ChannelChange]:
    """How its channel was set, the latest first; empty for who may not read history."""
    async with transaction(actor.person_id):
        return await fetch_all(
            ChannelChange,
            "select h.happened_at as at, p.name as by_name, h.detail ->> 'before' as before,"
            " h.detail ->> 'after' as after"
            " from history_event h join person p on p.id = h.actor_id"
            " where h.subject_id = $1 and h.act = 'agency.mail_channel_set'"
            " order by h.happened_at desc limit 50",
            agency_id,
        )


async def people(*, actor: Actor, role: Role | None = None) -> list[PersonSeen]:
    """Everybody, or those who hold a role, by agency and name."""
    async with transaction(actor.person_id):
        return await fetch_all(
            PersonSeen,
            _PEOPLE + " and ($1::text is null or exists (select from person_role r"
            " where r.person_id = p.id and r.role = $1)) order by a.name, p.name, p.id",
            role,
        )


async def people_by_id(ids: Sequence[UUID]) -> list[PersonSeen]:
    """The people of these ids who have not left; for use inside an action's transaction."""
    return await fetch_all(PersonSeen, _PEOPLE + " and p.id = any($1)", list(set(ids)))


async def actor_of(person_id: UUID) -> Actor:
    """The person as an actor; inside an open transaction. Raises `NotFound` for who has left."""
    found = await fetch_one(PersonSeen, _PEOPLE + " and p.id = $1", person_id)
    if found is None:
        raise NotFound
    return Actor(
        person_id=found.id,
        agency_id=found.agency_id,
        agency_category=found.agency_category,
        name=found.name,
        email=found.email,
        roles=frozenset(found.roles),
    )


async def may_sign(*, person_id: UUID, agency_id: UUID, on: date) -> bool:
    """Whether the person is on the agency's list of signatories then; inside a transaction."""
    found = await fetch_value(
        "select true from signatory where person_id = $1 and agency_id = $2"
        " and from_on <= $3 and (until_on is null or until_on >= $3)"
        " and withdrawn_at is null limit 1",
        person_id,
        agency_id,
        on,
    )
    return bool(found)


class SigningPeriod(msgspec.Struct, frozen=True):
    """When a person may sign for their agency; both dates are included."""

    id: UUID
    from_on: date
    until_on: date | None


async def signing_periods(*, person_id: UUID, actor: Actor) -> list[SigningPeriod]:
    """A person's periods on their agency's list of signatories, latest first."""
    async with transaction(actor.person_id):
        return await fetch_all(
            SigningPeriod,
            "select id, from_on, until_on from signatory where person_id = $1"
            " and withdrawn_at is null order by from_on desc",
            person_id,
        )


async def agency_signatories(*, on: date, actor: Actor) -> list[PersonSeen]:
    """Who may sign for the actor's own agency on that date, by name."""
    async with transaction(actor.person_id):
        return await signatories(agency_ids=[actor.agency_id], on=on)


async def signatories(*, agency_ids: Sequence[UUID], on: date) -> list[PersonSeen]:
    """Who may sign for these agencies on that date; inside a transaction."""
    return await fetch_all(
        PersonSeen,
        _PEOPLE
        + " and exists (select from signatory s where s.person_id = p.id"
        " and s.agency_id = any($1) and s.from_on <= $2"
        " and (s.until_on is null or s.until_on >= $2)"
        " and s.withdrawn_at is null) order by a.name, p.name",
        list(agency_ids), on,
    )  # fmt: skip
