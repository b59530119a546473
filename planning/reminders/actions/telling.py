"""Telling people what waits for them: by the clock, and when whoever arranges a meeting asks."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import london_date
from planning.errors import block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import attendees_of, lock_to_arrange
from planning.meetings.rules.states import Act
from planning.outbox import Enqueue, Recipient, Reminder
from planning.people.rules import Actor, Role, require_role
from planning.procedures.rules import Profile
from planning.reminders.actions.writing import NewMail, Told, write
from planning.reminders.queries import Candidate, addressee, awaited_of, facts_of, owing
from planning.reminders.rules.chains import Owing, Person, reminding, reminding_blockers
from planning.reminders.rules.chasing import chasing_blockers
from planning.reminders.rules.deciding import Telling, to_tell
from planning.reminders.rules.kinds import Kind
from planning.transactions import execute, fetch_one, transaction


class _Chased(msgspec.Struct, frozen=True):
    at: datetime | None
    number: int


_LOCK = "select pg_advisory_xact_lock(hashtextextended('reminders of ' || $1, 0))"

_LOCK_CONCERNS = "select from concern where id = any($1) order by id for no key update"
"""Of two who remind at once the second finds that it was done."""

_CHASED = """
select max(sent_at) as at, coalesce(max(number), 0) as number
from reminder where subject_id = $1 and kind = $2
"""


async def remind(
    *,
    person_id: UUID,
    candidates: Sequence[Candidate],
    profile: Profile,
    now: datetime,
    enqueue: Enqueue,
) -> int:
    """Tell one person, in one mail, what is due of these things; how many there were.

    The worker's act, under the person's own walls: what they may not see any more, have done or
    were told of is left out. Two workers at once tell it once.
    """
    day = london_date(now)
    async with transaction(person_id):
        await execute(_LOCK, str(person_id))
        person = await addressee(person_id, day)
        if person is None:
            return 0
        facts = await facts_of(person_id, candidates, profile, now)
        telling = to_tell(facts, profile=profile, now=now, digested=person.digested)
        if telling.due:
            mail = NewMail(uuid4(), person_id, telling.day)
            await write([mail], _told(mail, telling), asked_by=None, now=now)
            recipient = Recipient(person_id, person.address)
            await enqueue([Reminder(mail.id, recipient, len(telling.due))], now=now)
        return len(telling.due)


async def chase(*, meeting_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue) -> int:
    """Remind everybody who has not answered the invitation, if mail reaches them; how many.

    Raises `NotFound`, `NotAllowed` unless the actor is chair, convener or scheduler, `Blocked` when
    nobody is left to remind, once the meeting has begun, or within an hour of the last time.
    """
    async with transaction(actor.person_id):
        meeting = await lock_to_arrange(meeting_id, Act.ANSWER, actor)
        waited_for = await awaited_of(meeting_id)
        mailed = {one.person_id for one in waited_for if one.is_mailed}
        unreached = [one.name for one in waited_for if not one.is_mailed]
        awaited = [one for one in await attendees_of(meeting_id) if one.person_id in mailed]
        last = await fetch_one(_Chased, _CHASED, meeting_id, Kind.CHASED)
        assert last is not None  # noqa: S101 - an aggregate always gives a row
        block_if(chasing_blockers(len(awaited), meeting.starts_at, last.at, now, unreached))
        mails = [NewMail(uuid4(), attendee.person_id, None) for attendee in awaited]
        chased = [
            Told(
                id=uuid4(),
                compartment_id=meeting.compartment_id,
                mail_id=mail.id,
                kind=Kind.CHASED,
                subject_id=meeting_id,
                person_id=mail.person_id,
                happens_at=meeting.starts_at,
                happens_on=None,
                number=last.number + 1,
                next_at=None,
            )
            for mail in mails
        ]
        await write(mails, chased, asked_by=actor.person_id, now=now)
        await record(
            [
                Event(
                    "meeting.chased",
                    "meeting",
                    meeting_id,
                    meeting.compartment_id,
                    {"people": [mail.person_id for mail in mails]},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )
        await enqueue(
            [
                Reminder(mail.id, attendee.recipient(), 1)
                for mail, attendee in zip(mails, awaited, strict=True)
            ],
            now=now,
        )
    return len(mails)


async def chase_chains(
    *, concern_ids: Sequence[UUID], actor: Actor, now: datetime, enqueue: Enqueue
) -> int:
    """Remind who owes something in these undecided chains, each person in one mail; how many.

    For schedulers, chairs and senior managers; of one chain at most once an hour. Who owes what is
    decided now, whatever a page showed before. Raises `NotAllowed`, `Blocked`.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR, Role.SENIOR_MANAGER)
    today = london_date(now)
    async with transaction(actor.person_id):
        await execute(_LOCK_CONCERNS, list(concern_ids))
        chains = await owing(concern_ids)
        decided = [reminding(one, asker=actor.person_id, now=now, today=today) for one in chains]
        block_if(reminding_blockers(concern_ids, decided))
        things: dict[Person, list[Owing]] = {}
        for chain, one in zip(chains, decided, strict=True):
            for person in dict.fromkeys(person for person, _ in one.people):
                things.setdefault(person, []).append(chain)
        mails = {person: NewMail(uuid4(), person.id, None) for person in things}
        told = [
            _chain_told(mails[person], chain, today)
            for person in things
            for chain in things[person]
        ]
        await write(list(mails.values()), told, asked_by=actor.person_id, now=now)
        await record(_chased(told), actor_id=actor.person_id, now=now)
        await enqueue(
            [
                Reminder(mails[person].id, Recipient(person.id, person.address), len(about))
                for person, about in things.items()
            ],
            now=now,
        )
    return len(mails)


def _chain_told(mail: NewMail, chain: Owing, today: date) -> Told:
    return Told(
        id=uuid4(),
        compartment_id=chain.compartment_id,
        mail_id=mail.id,
        kind=Kind.CHAIN_CHASED,
        subject_id=chain.concern_id,
        person_id=mail.person_id,
        happens_at=None,
        happens_on=today,
        number=chain.times + 1,
        next_at=None,
    )


def _chased(told: Sequence[Told]) -> list[Event]:
    """One line of history for each concern."""
    people: dict[tuple[UUID, UUID], list[UUID]] = {}
    for one in told:
        people.setdefault((one.subject_id, one.compartment_id), []).append(one.person_id)
    return [
        Event("concern.chased", "concern", concern_id, compartment_id, {"people": reminded})
        for (concern_id, compartment_id), reminded in people.items()
    ]


def _told(mail: NewMail, telling: Telling) -> list[Told]:
    return [
        Told(
            id=uuid4(),
            compartment_id=one.fact.compartment_id,
            mail_id=mail.id,
            kind=one.fact.kind,
            subject_id=one.fact.subject_id,
            person_id=mail.person_id,
            happens_at=one.fact.happens_at,
            happens_on=one.fact.happens_on,
            number=one.number,
            next_at=one.next_at,
        )
        for one in telling.due
    ]
