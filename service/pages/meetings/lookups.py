"""What the forms of meetings offer to choose from."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.concerns.queries import ConcernSeen, concerns, concerns_among
from planning.errors import NotFound
from planning.paging import LARGEST_PAGE
from planning.people.queries import PersonSeen, people
from planning.people.rules import Actor
from planning.procedures.queries import current_profile, profile_of
from planning.procedures.rules import Profile
from planning.transactions import transaction


class Offered(msgspec.Struct, frozen=True):
    """The rules in force, the directory, and the open concerns that the actor is in."""

    profile: Profile
    people: list[PersonSeen]
    concerns: list[ConcernSeen]


async def profile_now(actor: Actor, now: datetime) -> Profile:
    """The procedure profile in force; raises `Blocked` when none is installed."""
    async with transaction(actor.person_id):
        return (await current_profile(london_date(now))).profile


async def profile_held_under(actor: Actor, version: int) -> Profile:
    """The version that a meeting keeps, whatever is in force today."""
    async with transaction(actor.person_id):
        return (await profile_of(version)).profile


async def offered(actor: Actor, now: datetime, chosen: Sequence[UUID] = ()) -> Offered:
    """The latest open concerns, with those of `chosen` that are older.

    Raises `NotFound` when the actor cannot see one of these.
    """
    found = (await concerns(actor=actor, limit=LARGEST_PAGE, open_only=True)).items
    known = {concern.id for concern in found}
    older = [concern_id for concern_id in chosen if concern_id not in known]
    if older:
        added = await concerns_among(concern_ids=older, actor=actor)
        if len(added) < len(older):
            raise NotFound
        found = [*added, *found]
    return Offered(
        profile=await profile_now(actor, now), people=await people(actor=actor), concerns=found
    )
