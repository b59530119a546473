"""Finding a time for a meeting to be convened, or for one to be moved."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.clock import add_working_days, end_of_day, london_date
from planning.errors import Invalid
from planning.finding.reading import search_for
from planning.finding.rules.ranking import judged, ranked
from planning.finding.rules.search import STEP_MINUTES, Slot, Sought, sought_faults
from planning.meetings.reading import MeetingRow, attendees_of, lock_to_arrange
from planning.meetings.rules.scheduling import Invitee
from planning.meetings.rules.states import Act
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import Procedure, current_profile, profile_of
from planning.transactions import transaction

HORIZON_WORKING_DAYS = 20


class Found(msgspec.Struct, frozen=True):
    """The best slots up to a date, best first; `complete` when they lack nothing."""

    slots: list[Slot]
    complete: bool
    until: datetime


async def find_times(*, sought: Sought, actor: Actor, now: datetime) -> Found:
    """The best times for a meeting within the next 20 working days.

    Raises `NotAllowed` without the role of scheduler, chair or operation lead, `Invalid` for what
    is sought, `Blocked` for people who have left. Busy times come without a word of what they are.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR, Role.OPERATION_LEAD)
    _check(sought)
    async with transaction(actor.person_id):
        procedure = await current_profile(london_date(now))
        return await _find(sought, procedure, None, actor, now)


async def find_new_times(
    *, meeting_id: UUID, minutes: int | None = None, actor: Actor, now: datetime
) -> Found:
    """The best times to move a meeting to, with its own people and places left out of account.

    Raises `NotFound`, or `NotAllowed` unless the actor may move it.
    """
    async with transaction(actor.person_id):
        meeting = await lock_to_arrange(meeting_id, Act.RESCHEDULE, actor)
        sought = await _again(meeting, minutes)
        _check(sought)
        return await _find(
            sought, await profile_of(meeting.profile_version), meeting_id, actor, now
        )


async def how_it_stands(
    *, meeting_id: UUID, starts_at: datetime, ends_at: datetime, actor: Actor
) -> Slot:
    """How one time would be for a meeting, told as the best times are.

    Refused as `find_new_times` is.
    """
    async with transaction(actor.person_id):
        meeting = await lock_to_arrange(meeting_id, Act.RESCHEDULE, actor)
        profile = (await profile_of(meeting.profile_version)).profile
        search = await search_for(
            await _again(meeting, STEP_MINUTES),
            profile,
            meeting_id,
            actor,
            begins=starts_at,
            until=ends_at,
        )
    return judged(search, starts_at, ends_at)


async def _again(meeting: MeetingRow, minutes: int | None) -> Sought:
    """The same meeting without its time; it keeps its length unless another is given."""
    length = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    people = await attendees_of(meeting.id)
    children = sorted({child for person in people for child in person.children})
    return Sought(
        kind=meeting.kind,
        mode=meeting.mode,
        decided_at=meeting.decided_at,
        minutes=minutes or -(-length // STEP_MINUTES) * STEP_MINUTES,
        invitees=[Invitee(person.person_id, person.children) for person in people],
        concern_ids=children,
        chair_id=meeting.chair_id,
        minute_taker_id=meeting.minute_taker_id,
        room_id=meeting.room_id,
    )


def _check(sought: Sought) -> None:
    faults = sought_faults(sought)
    if faults:
        raise Invalid(faults)


async def _find(
    sought: Sought, procedure: Procedure, meeting_id: UUID | None, actor: Actor, now: datetime
) -> Found:
    closed = procedure.profile.closed_days
    until = end_of_day(add_working_days(london_date(now), HORIZON_WORKING_DAYS, closed))
    search = await search_for(sought, procedure.profile, meeting_id, actor, begins=now, until=until)
    slots = ranked(search)
    return Found(slots, complete=bool(slots) and not slots[0].reasons, until=until)
