"""What of the facts found stands: forecasts and clocks are rules of others, asked in batches."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

import msgspec

from planning.chains.queries import running_clocks
from planning.chains.rules.clocks import ClockKind
from planning.clock import london_date
from planning.meetings.queries.forecasts import quorate_ahead
from planning.procedures.queries import profile_of
from planning.procedures.rules import Profile
from planning.reminders.rules.kinds import Fact, Kind, Profiles
from planning.support.queries import contact_is_overdue

Found = TypeVar("Found", bound=Fact)
CLOCKS = {
    Kind.CONFERENCE: ClockKind.CONFERENCE,
    Kind.FULL_MEETING: ClockKind.FULL_MEETING,
}


async def standing(
    found: Sequence[Found], profile: Profile, now: datetime
) -> list[tuple[Found, Profiles]]:
    """The facts that stand, each with the rules that hold for it; inside a transaction.

    No more queries for many than for one, and none for kinds that are not there.
    """
    return await _under_profiles(
        await _missed(await _running(await _not_quorate(found), now), now), profile
    )


async def _not_quorate(found: Sequence[Found]) -> list[Found]:
    asked = [fact.subject_id for fact in found if fact.kind is Kind.QUORUM]
    quorate = await quorate_ahead(asked) if asked else set()
    return [
        fact for fact in found if fact.kind is not Kind.QUORUM or fact.subject_id not in quorate
    ]


async def _missed(found: Sequence[Found], now: datetime) -> list[Found]:
    """Without contact that was made after all, or that nobody promised."""
    asked = [fact.subject_id for fact in found if fact.kind is Kind.SUPPORT_CONTACT]
    overdue = await contact_is_overdue(asked, now) if asked else set()
    return [
        fact
        for fact in found
        if fact.kind is not Kind.SUPPORT_CONTACT or fact.subject_id in overdue
    ]


async def _running(found: Sequence[Found], now: datetime) -> list[Found]:
    """Without clocks that stopped or count from something else; the others with their end."""
    asked = sorted({fact.subject_id for fact in found if fact.kind in CLOCKS})
    clocks = await running_clocks(concern_ids=asked, now=now) if asked else {}
    ends = {
        (concern_id, clock.kind, clock.anchor_on): clock.due_at
        for concern_id, running in clocks.items()
        for clock in running
    }
    return [one for fact in found if (one := _with_end(fact, ends))]


def _with_end(fact: Found, ends: dict[tuple[UUID, ClockKind, date], datetime]) -> Found | None:
    if fact.kind not in CLOCKS:
        return fact
    end = ends.get((fact.subject_id, CLOCKS[fact.kind], london_date(fact.moment)))
    return msgspec.structs.replace(fact, until_at=end) if end else None


async def _under_profiles(found: Sequence[Found], profile: Profile) -> list[tuple[Found, Profiles]]:
    versions = {fact.profile_version for fact in found if fact.profile_version is not None}
    known = {version: (await profile_of(version)).profile for version in sorted(versions)}
    return [
        (fact, Profiles(profile, known.get(fact.profile_version or 0, profile))) for fact in found
    ]
