"""The stage: agencies and people as actors, and a day's clock in England."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import msgspec

from planning.clock import in_london
from planning.escalations.actions import name_owner
from planning.outbox import Enqueue, Message
from planning.people.actions import (
    add_agency,
    add_person,
    authorise_signatory,
    set_mail_channel,
)
from planning.people.queries import actor_of
from planning.people.rules import Actor, MailChannel
from planning.transactions import transaction
from service.demo.cast import AGENCIES, ESCALATED_TO, HOSPITALS, PLAYERS


@dataclass(frozen=True, slots=True)
class Stage:
    """Everybody by key, agencies by name, and where mail that is still of use goes."""

    people: dict[str, Actor]
    agencies: dict[str, UUID]
    enqueue: Enqueue

    def id(self, key: str) -> UUID:
        """A player's person id."""
        return self.people[key].person_id


async def no_mail(messages: Sequence[Message], *, now: datetime) -> None:
    """Mail of weeks ago is not sent again when the demo starts."""


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the clock in England."""
    return in_london(day, time(hour, minute))


def fresh(actor: Actor, now: datetime) -> Actor:
    """The actor with the password just given."""
    return msgspec.structs.replace(actor, reauthenticated_at=now)


async def set_stage(*, enqueue: Enqueue, now: datetime) -> Stage:
    """Add the agencies and the people, as the command line would."""
    agencies = {
        name: await add_agency(name=name, category=category, actor=None, now=now)
        for name, category in AGENCIES.items()
    }
    people = {}
    for player in PLAYERS:
        person_id = await add_person(
            agency_id=agencies[player.agency],
            name=player.name,
            email=player.email,
            job_title=player.job_title,
            decision_authority=player.decides,
            roles=player.roles,
            actor=None,
            now=now,
        )
        if player.signatory:
            await authorise_signatory(
                person_id=person_id, from_on=now.date(), until_on=None, actor=None, now=now
            )
        async with transaction(None):
            people[player.key] = await actor_of(person_id)
    stage = Stage(people, agencies, enqueue)
    await _name_owners(stage, now)
    return stage


async def _name_owners(stage: Stage, now: datetime) -> None:
    for agency, keys in ESCALATED_TO.items():
        for number, key in enumerate(keys, 1):
            if key:
                await name_owner(
                    agency_id=stage.agencies[agency],
                    stage=number,
                    person_id=stage.id(key),
                    deputy_id=None,
                    actor=stage.people["administrator"],
                    now=now,
                )


async def set_channels(stage: Stage, *, now: datetime) -> None:
    """The hospitals get no mail at all: their people read in Accord."""
    await set_mail_channel(
        agency_id=stage.agencies[HOSPITALS],
        channel=MailChannel.PORTAL,
        actor=stage.people["administrator"],
        now=now,
    )
